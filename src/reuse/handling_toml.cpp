// SPDX-License-Identifier: EUPL-1.2
#include "reuse/handling_toml.hpp"

#include <algorithm>
#include <array>
#include <set>

#include "core/limits.hpp"
#include "core/text.hpp"

namespace gordion::reuse {
namespace {

using formats::Json;
using Need = TomlReader::Need;

bool is_word(std::string_view text, char joint) {
    return !text.empty() && text.size() <= 60 && text.front() != joint && text.back() != joint &&
           std::all_of(text.begin(), text.end(), [&](char c) {
               return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == joint;
           });
}

/// One entry of a list, with its id for messages.
class Entry {
public:
    Entry(const TomlReader& outer, const Json& table, const std::string& path)
        : reader(outer, table, path), id(reader.text("id", Need::Required)) {
        if (!id.empty() && !is_word(id, '-')) {
            note("id", "an id has lower-case letters, digits and hyphens.");
        }
    }

    void note(std::string_view key, const std::string& message) {
        reader.note("reuse.handling", key, {{"entry", id}}, "'" + id + "': " + message);
    }

    std::string receiver() {
        std::string name = reader.text("receiver", Need::Required);
        if (!name.empty() && !is_word(name, '-')) {
            note("receiver",
                 "the receiver is a kind of body in lower-case letters, such as finanzamt.");
        }
        return name;
    }

    VisibleFields fields() {
        const Json* given = reader.find("fields");
        if (given != nullptr && *given == Json("all")) {
            return {true, {}};
        }
        return {false, reader.texts("fields", Need::Required)};
    }

    /// JSON in a text, because expressions nest (decision 0011).
    std::optional<fim::Logic> logic(std::string_view key) {
        const std::string text = reader.text(key, Need::Optional);
        if (text.empty()) {
            return std::nullopt;
        }
        const Result<Json> json = formats::parse_json(text);
        if (!json) {
            note(key, "this is no JSON (" + json.error().message + ").");
            return std::nullopt;
        }
        const Findings found = fim::check_logic(json.value(), "");
        for (const Finding& finding : found) {
            reader.note(finding.code, key, finding.values, finding.message, finding.severity);
        }
        auto compiled = fim::Logic::compile(json.value());
        return compiled ? std::optional(std::move(compiled).value()) : std::nullopt;
    }

    TomlReader reader;
    std::string id;
};

CopyDeclaration read_copy(Entry& entry) {
    CopyDeclaration copy;
    copy.id = entry.id;
    copy.label = entry.reader.local_text("label", Need::Required);
    copy.receiver = entry.receiver();
    copy.legal_ground = entry.reader.text("legal_ground", Need::Required);
    copy.fields = entry.fields();
    copy.when = entry.logic("when");
    copy.required = entry.reader.truth("required", false);
    entry.reader.note_unknown(
        {"id", "label", "receiver", "legal_ground", "fields", "when", "required"});
    return copy;
}

FillIn read_fill(Entry& entry, const Json& table, const std::string& path) {
    TomlReader reader(entry.reader, table, path);
    FillIn fill;
    fill.key = reader.text("key", Need::Required);
    fill.label = reader.local_text("label", Need::Required);
    fill.fallback = reader.text("default", Need::Optional);
    constexpr std::array<std::pair<std::string_view, FillType>, 4> types{
        {{"text", FillType::Text},
         {"number", FillType::Number},
         {"date", FillType::Date},
         {"time", FillType::Time}}};
    const std::string name = reader.text("type", Need::Required);
    const auto* type = std::find_if(types.begin(), types.end(),
                                    [&](const auto& known) { return known.first == name; });
    if (type == types.end()) {
        entry.note("fill", "'" + name + "' is no type of a gap: text, number, date or time.");
    } else {
        fill.type = type->second;
    }
    if (!is_word(fill.key, '_')) {
        entry.note("fill", "a gap is named by lower-case letters, digits and underscores.");
    }
    if (!fill.fallback.empty() && !parse_fill(fill, fill.fallback)) {
        entry.note("fill", "the default of '" + fill.key + "' does not fit its type.");
    }
    reader.note_unknown({"key", "type", "label", "default"});
    return fill;
}

void check_gaps(Entry& entry, const ConditionDeclaration& condition) {
    const std::vector<std::string> gaps = find_gaps(condition.text);
    for (const std::string& gap : gaps) {
        if (condition.find_fill(gap) == nullptr) {
            entry.note("text", "the gap [" + gap + "] has no [[condition.fill]] with this key.");
        }
    }
    for (const FillIn& fill : condition.fills) {
        if (std::find(gaps.begin(), gaps.end(), fill.key) == gaps.end()) {
            entry.note("fill", "the text has no gap [" + fill.key + "].");
        }
    }
}

ConditionDeclaration read_condition(Entry& entry, const std::string& path) {
    constexpr std::array<std::string_view, 5> kinds{"auflage", "bedingung", "befristung",
                                                    "widerrufsvorbehalt", "auflagenvorbehalt"};
    ConditionDeclaration condition;
    condition.id = entry.id;
    condition.kind = entry.reader.text("kind", Need::Required);
    if (std::find(kinds.begin(), kinds.end(), condition.kind) == kinds.end()) {
        entry.note("kind", "the kind is one of " +
                               join(std::vector<std::string>(kinds.begin(), kinds.end()), ", ") +
                               " (§ 36 VwVfG).");
    }
    condition.label = entry.reader.local_text("label", Need::Required);
    condition.text = entry.reader.text("text", Need::Required);
    condition.legal_ground = entry.reader.text("legal_ground", Need::Required);
    condition.chosen_when = entry.logic("chosen_when");
    const Json* fills = entry.reader.find("fill");
    for (std::size_t i = 0; fills != nullptr && fills->is_array() && i < fills->size(); ++i) {
        condition.fills.push_back(
            read_fill(entry, fills->as_array()[i], path + ".fill." + std::to_string(i)));
    }
    check_gaps(entry, condition);
    entry.reader.note_unknown(
        {"id", "kind", "label", "text", "legal_ground", "chosen_when", "fill"});
    return condition;
}

ConsultationDeclaration read_consultation(Entry& entry) {
    ConsultationDeclaration consultation;
    consultation.id = entry.id;
    consultation.label = entry.reader.local_text("label", Need::Required);
    consultation.receiver = entry.receiver();
    consultation.legal_ground = entry.reader.text("legal_ground", Need::Required);
    consultation.question = entry.reader.text("question", Need::Required);
    consultation.fields = entry.fields();
    consultation.when = entry.logic("when");
    consultation.required = entry.reader.truth("required", false);
    const std::int64_t days = entry.reader.integer("frist_days", 0);
    if (days < 1 || days > 365) {
        entry.note("frist_days", "the Frist for the statement is between 1 and 365 days.");
    } else {
        consultation.frist_days = static_cast<int>(days);
    }
    entry.reader.note_unknown({"id", "label", "receiver", "legal_ground", "question", "fields",
                               "when", "required", "frist_days"});
    return consultation;
}

/// Reads each entry of one list; an id that comes twice is noted.
template <typename Read>
void read_list(TomlReader& reader, const std::string& name, const Read& read) {
    const Json* list = reader.find(name);
    if (list == nullptr) {
        return;
    }
    if (!list->is_array() || list->size() > limits::handling_entries) {
        reader.note("reuse.handling", name, {{"entry", name}},
                    "'" + name + "' must be a list of at most " +
                        std::to_string(limits::handling_entries) + " [[" + name + "]] tables.");
        return;
    }
    std::set<std::string> ids;
    for (std::size_t i = 0; i < list->size(); ++i) {
        const std::string path = name + "." + std::to_string(i);
        Entry entry(reader, list->as_array()[i], path);
        if (!ids.insert(entry.id).second) {
            entry.note("id", "the id is used twice.");
        }
        read(entry, path);
    }
}

}  // namespace

std::vector<std::string> find_gaps(std::string_view text) {
    std::vector<std::string> gaps;
    for (auto open = text.find('['); open != std::string_view::npos;
         open = text.find('[', open + 1)) {
        const auto close = text.find(']', open);
        if (close == std::string_view::npos) {
            break;
        }
        const std::string_view name = text.substr(open + 1, close - open - 1);
        if (is_word(name, '_')) {
            gaps.emplace_back(name);
        }
    }
    return gaps;
}

Handling read_handling(TomlReader& reader) {
    Handling handling;
    read_list(reader, "copy", [&](Entry& entry, const std::string&) {
        handling.copies.push_back(read_copy(entry));
    });
    read_list(reader, "condition", [&](Entry& entry, const std::string& path) {
        handling.conditions.push_back(read_condition(entry, path));
    });
    read_list(reader, "consultation", [&](Entry& entry, const std::string&) {
        handling.consultations.push_back(read_consultation(entry));
    });
    return handling;
}

}  // namespace gordion::reuse
