// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "core/finding.hpp"
#include "core/names.hpp"
#include "core/text.hpp"
#include "formats/toml.hpp"

namespace gordion::planning {

/// Takes the members out of one table of a rule file; what is absent, wrong or unknown becomes a
/// finding planning.rule at its line (value member). Used by one thread; file, table and findings
/// outlive it.
class RuleTable {
public:
    RuleTable(const formats::Toml& file, const formats::Json& table, const std::string& path,
              Findings& findings)
        : table_(table), place_(file.place(path)), findings_(findings) {
        id_ = text("id");
        place_ += ": " + id_;
    }

    [[nodiscard]] bool is_sound() const { return is_sound_; }
    [[nodiscard]] const std::string& id() const { return id_; }
    [[nodiscard]] const std::string& place() const { return place_; }

    std::string text(const char* member, bool is_needed = true) {
        asked_.insert(member);
        std::string found = table_.text_at(member);
        if (found.empty() && (is_needed || table_.find(member) != nullptr)) {
            note(member, "a text is expected");
        }
        return found;
    }

    std::vector<std::string> texts(const char* member) {
        asked_.insert(member);
        std::vector<std::string> read;
        const formats::Json* list = table_.find(member);
        if (list == nullptr) {
            return read;
        }
        if (!list->is_array() || list->size() == 0) {
            note(member, "a list of texts is expected, or nothing");
            return read;
        }
        for (const formats::Json& item : list->as_array()) {
            if (!item.is_string()) {
                note(member, "each item is a text in quotation marks");
                return {};
            }
            read.push_back(item.as_string());
        }
        return read;
    }

    std::vector<std::string> numbers(const char* member, std::size_t most_digits) {
        std::vector<std::string> read = texts(member);
        for (const std::string& item : read) {
            if (!is_digits(item) || item.size() > most_digits) {
                note(member, "each item is made of digits");
            }
        }
        return read;
    }

    template <typename Enum, std::size_t count>
    Enum choose(const char* member, const Names<Enum, count>& names) {
        const std::string named = text(member);
        const auto found = find_named(names, named);
        if (!found && !named.empty()) {
            note(member, "the member is none of its words");
        }
        return found.value_or(names.front().first);
    }

    template <typename Enum, std::size_t count>
    std::vector<Enum> choose_some(const char* member, const Names<Enum, count>& names) {
        std::vector<Enum> read;
        for (const std::string& item : texts(member)) {
            const auto found = find_named(names, item);
            if (!found) {
                note(member, "\"" + item + "\" is none of its words");
                continue;
            }
            read.push_back(*found);
        }
        return read;
    }

    std::optional<bool> truth(const char* member) {
        asked_.insert(member);
        const formats::Json* found = table_.find(member);
        if (found == nullptr) {
            return std::nullopt;
        }
        if (!found->is_bool()) {
            note(member, "true or false is expected");
            return std::nullopt;
        }
        return found->as_bool();
    }

    std::optional<std::int64_t> integer(const char* member) {
        asked_.insert(member);
        const formats::Json* found = table_.find(member);
        if (found == nullptr) {
            return std::nullopt;
        }
        if (!found->is_int() || found->as_int() < 0) {
            note(member, "a whole number of at least 0 is expected");
            return std::nullopt;
        }
        return found->as_int();
    }

    void note_unknown() {
        for (const auto& member : table_.as_object()) {
            if (!asked_.contains(member.first)) {
                note(member.first, "this member is not known here");
            }
        }
    }

    void note(const std::string& member, std::string message) {
        is_sound_ = false;
        findings_.push_back(
            {"planning.rule", Severity::Fault, place_, {{"member", member}}, std::move(message)});
    }

private:
    const formats::Json& table_;
    std::string place_;
    std::string id_;
    Findings& findings_;
    std::set<std::string> asked_;
    bool is_sound_ = true;
};

}  // namespace gordion::planning
