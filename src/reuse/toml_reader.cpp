// SPDX-License-Identifier: EUPL-1.2
#include "reuse/toml_reader.hpp"

#include <algorithm>

#include "core/text.hpp"

namespace gordion::reuse {

using formats::Json;

TomlReader::TomlReader(const formats::Toml& file, std::string_view file_name, Findings& findings)
    : file_(&file), file_name_(file_name), findings_(&findings), table_(&file.root) {}

TomlReader::TomlReader(const TomlReader& outer, const Json& table, std::string path)
    : file_(outer.file_),
      file_name_(outer.file_name_),
      findings_(outer.findings_),
      table_(&table),
      path_(std::move(path)) {}

const Json* TomlReader::find(std::string_view key) const {
    return table_->find(key);
}

void TomlReader::note(std::string code, std::string_view key, Values values, std::string message,
                      Severity severity) {
    std::string path = path_;
    if (!key.empty()) {
        path += (path.empty() ? "" : ".") + std::string(key);
    }
    std::string line = file_->place(path);
    const std::size_t blank = line.find(' ');
    std::string place = file_name_;
    if (blank != std::string::npos) {
        place += ":" + line.substr(blank + 1);
    }
    findings_->push_back(
        {std::move(code), severity, std::move(place), std::move(values), std::move(message)});
}

void TomlReader::note_type(std::string_view key, std::string_view expected) {
    note("reuse.service_value", key,
         {{"key", std::string(key)}, {"expected", std::string(expected)}},
         "'" + std::string(key) + "' must be " + std::string(expected) + ".");
}

const Json* TomlReader::expect(std::string_view key, Need need) {
    const Json* member = table_->find(key);
    if (member == nullptr && need == Need::Required) {
        note("reuse.service_key", "", {{"key", std::string(key)}},
             "'" + std::string(key) +
                 "' is missing. Add it; the guide write-a-package.md says what it means.");
    }
    return member;
}

std::string TomlReader::text(std::string_view key, Need need) {
    const Json* member = expect(key, need);
    if (member == nullptr) {
        return "";
    }
    if (!member->is_string() || (need == Need::Required && trim(member->as_string()).empty())) {
        note_type(key, "a text in quotes that is not empty");
        return "";
    }
    return member->as_string();
}

std::vector<std::string> TomlReader::texts(std::string_view key, Need need) {
    const Json* member = expect(key, need);
    std::vector<std::string> found;
    if (member == nullptr) {
        return found;
    }
    const bool is_list =
        member->is_array() &&
        std::all_of(member->as_array().begin(), member->as_array().end(),
                    [](const Json& item) { return item.is_string() && item.as_string() != ""; });
    if (!is_list || (need == Need::Required && member->size() == 0)) {
        note_type(key, "a list of texts, such as [\"a\", \"b\"]");
        return found;
    }
    for (const Json& item : member->as_array()) {
        found.push_back(item.as_string());
    }
    return found;
}

std::int64_t TomlReader::integer(std::string_view key, std::int64_t fallback) {
    const Json* member = table_->find(key);
    if (member == nullptr) {
        return fallback;
    }
    if (!member->is_int()) {
        note_type(key, "a whole number");
        return fallback;
    }
    return member->as_int();
}

bool TomlReader::truth(std::string_view key, bool fallback) {
    const Json* member = table_->find(key);
    if (member == nullptr) {
        return fallback;
    }
    if (!member->is_bool()) {
        note_type(key, "true or false");
        return fallback;
    }
    return member->as_bool();
}

LocalText TomlReader::local_text(std::string_view key, Need need) {
    const Json* member = expect(key, need);
    LocalText texts;
    if (member == nullptr) {
        return texts;
    }
    if (member->is_string()) {
        texts.emplace_back("de", member->as_string());
        return texts;
    }
    if (!member->is_object()) {
        note_type(key, "a text, or one text per language (" + std::string(key) + ".de = \"…\")");
        return texts;
    }
    for (const auto& [language, text] : member->as_object()) {
        if (!text.is_string() || trim(text.as_string()).empty()) {
            note_type(key, "one text per language");
            continue;
        }
        texts.emplace_back(language, text.as_string());
    }
    // German comes first: it is what a reader falls back to.
    std::stable_partition(texts.begin(), texts.end(),
                          [](const auto& entry) { return entry.first == "de"; });
    return texts;
}

void TomlReader::note_unknown(const std::vector<std::string_view>& known) {
    if (!table_->is_object()) {
        return;
    }
    for (const auto& [key, value] : table_->as_object()) {
        if (std::find(known.begin(), known.end(), key) == known.end()) {
            note("reuse.service_unknown", key, {{"key", key}},
                 "Nobody reads '" + key + "'. Check the spelling or remove it.", Severity::Warning);
        }
    }
}

}  // namespace gordion::reuse
