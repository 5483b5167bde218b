// SPDX-License-Identifier: EUPL-1.2
#include <array>
#include <map>

#include "formats/json.hpp"
#include "formats/toml.hpp"
#include "reuse/diff_parts.hpp"

namespace gordion::reuse {
namespace {

using fim::ChangeKind;
using formats::Json;

/// The parts of a document that are compared one by one, by name.
using Parts = std::map<std::string, std::string>;

/// How changes of one kind of part are told.
struct Telling {
    PackageArea area = PackageArea::Texts;
    ChangeEffect added = ChangeEffect::Compatible;
    ChangeEffect changed = ChangeEffect::Compatible;
    std::string added_reason = "reuse.change_words";
    std::string changed_reason = "reuse.change_words";
    std::string removed_reason = "reuse.change_words";
};

void compare(const Parts& old, const Parts& now, const Telling& telling, PackageChanges& changes) {
    for (const auto& [name, before] : old) {
        const auto after = now.find(name);
        if (after == now.end()) {
            changes.push_back({telling.area, ChangeKind::Removed, ChangeEffect::Compatible, name,
                               "", "", before, "", telling.removed_reason});
        } else if (after->second != before) {
            changes.push_back({telling.area, ChangeKind::Changed, telling.changed, name, "", "",
                               before, after->second, telling.changed_reason});
        }
    }
    for (const auto& [name, after] : now) {
        if (!old.contains(name)) {
            changes.push_back({telling.area, ChangeKind::Added, telling.added, name, "", "", "",
                               after, telling.added_reason});
        }
    }
}

/// Entries of a list under "list.id"; one without an id counts by its place, and what is no list is
/// one part.
void add_entries(const std::string& list, const Json& entries, Parts& to) {
    if (!entries.is_array()) {
        to[list] = formats::write_json(entries);
        return;
    }
    for (std::size_t i = 0; i < entries.size(); ++i) {
        const Json& entry = entries.as_array()[i];
        const std::string id = entry.is_object() ? entry.text_at("id") : "";
        to[list + "." + (id.empty() ? std::to_string(i) : id)] = formats::write_json(entry);
    }
}

void add_entries(const std::string& list, const Json* entries, Parts& to) {
    if (entries != nullptr) {
        add_entries(list, *entries, to);
    }
}

/// The lists of rules.json.
Parts rules_of(const Json& rules) {
    Parts parts;
    if (!rules.is_object()) {
        return parts;
    }
    for (const auto& [list, entries] : rules.as_object()) {
        add_entries(list, entries, parts);
    }
    return parts;
}

void add_steps(const Json* steps, const std::string& list, Parts& to) {
    if (steps == nullptr || !steps->is_array()) {
        return;
    }
    for (const Json& step : steps->as_array()) {
        to[list + "." + step.as_array()[0].as_string()] = formats::write_json(step);
    }
}

/// Steps of calculation.json under "rows.KEY" and "totals.KEY". It has compiled, so its shape is
/// that of Calculation::make.
Parts steps_of(const Json& calculation) {
    Parts parts;
    if (!calculation.is_object()) {
        return parts;
    }
    if (const Json* rows = calculation.find("rows"); rows != nullptr && rows->is_object()) {
        parts["rows.each"] = rows->text_at("each");
        add_steps(rows->find("values"), "rows", parts);
    }
    add_steps(calculation.find("totals"), "totals", parts);
    return parts;
}

/// Pages by id, options by field; the order of the pages is a part of its own.
Parts pages_of(const Json& form) {
    Parts parts;
    if (!form.is_object()) {
        return parts;
    }
    std::string order;
    for (const auto& [kind, entries] : form.as_object()) {
        if (!entries.is_array()) {
            parts[kind] = formats::write_json(entries);
            continue;
        }
        for (const Json& entry : entries.as_array()) {
            const std::string name =
                entry.is_object() ? entry.text_at(kind == "page" ? "id" : "field") : "";
            parts[kind + "." + name] = formats::write_json(entry);
            order += kind == "page" ? name + " " : "";
        }
    }
    parts["order"] = order;
    return parts;
}

void flatten(const Json& json, const std::string& prefix, Parts& to) {
    if (!json.is_object()) {
        to[prefix] = json.is_string() ? json.as_string() : formats::write_json(json);
        return;
    }
    for (const auto& [name, value] : json.as_object()) {
        flatten(value, prefix + "." + name, to);
    }
}

Parts texts_of(const Package& package) {
    Parts parts;
    for (const auto& [language, texts] : package.texts) {
        flatten(texts, language, parts);
    }
    return parts;
}

Parts letter_of(const Package& package) {
    return package.bescheid.empty() ? Parts() : Parts{{"bescheid.de.md", package.bescheid}};
}

/// Tables of service.toml about the time after the hand-over, and the conditions of automatic.json,
/// under "copy.finanzamt". The files are taken as they lie there: whether they are of the right
/// shape says the check of the package.
Parts handling_of(const Package& package) {
    Parts parts;
    if (const auto file = package.files.find("service.toml"); file != package.files.end()) {
        if (const auto service = formats::parse_toml(file->second)) {
            for (const char* name : {"copy", "condition", "consultation"}) {
                add_entries(name, service.value().root.find(name), parts);
            }
        }
    }
    if (const auto file = package.files.find("automatic.json"); file != package.files.end()) {
        const auto automatic = formats::parse_json(file->second);
        if (automatic && automatic.value().is_object()) {
            add_entries("automatic", automatic.value().find("conditions"), parts);
            parts["automatic.switch"] = automatic.value().text_at("switch");
            parts["automatic.sample"] = automatic.value().text_at("sample");
        }
    }
    return parts;
}

/// Whether an administration needs a receiver now that it did not need before.
bool needs_receiver(const PackageChange& change) {
    const auto receiver = [](const std::string& text) {
        const Result<Json> entry = formats::parse_json(text);
        const Json* required =
            entry && entry.value().is_object() ? entry.value().find("required") : nullptr;
        const bool is_required = required != nullptr && required->is_bool() && required->as_bool();
        return is_required ? entry.value().text_at("receiver") : std::string();
    };
    const std::string now = receiver(change.after);
    return !now.empty() && now != receiver(change.before);
}

void diff_handling(const Package& old, const Package& now, PackageChanges& changes) {
    const std::string reason = "reuse.change_handling";
    const std::size_t first = changes.size();
    compare(handling_of(old), handling_of(now),
            {PackageArea::Handling, ChangeEffect::Compatible, ChangeEffect::Compatible, reason,
             reason, reason},
            changes);
    for (std::size_t i = first; i < changes.size(); ++i) {
        if (needs_receiver(changes[i])) {
            changes[i].effect = ChangeEffect::Breaking;
            changes[i].reason = "reuse.change_receiver_needed";
        }
    }
}

}  // namespace

void diff_documents(const Package& old, const Package& now, PackageChanges& changes) {
    const auto breaking = ChangeEffect::Breaking;
    compare(rules_of(old.rules), rules_of(now.rules),
            {PackageArea::Rules, breaking, breaking, "reuse.change_rule_added",
             "reuse.change_rule_changed", "reuse.change_rule_removed"},
            changes);
    diff_handling(old, now, changes);
    const std::string amounts = "reuse.change_amounts";
    compare(steps_of(old.calculation), steps_of(now.calculation),
            {PackageArea::Calculation, ChangeEffect::Compatible, ChangeEffect::Compatible, amounts,
             amounts, amounts},
            changes);
    const auto compatible = ChangeEffect::Compatible;
    const std::string order = "reuse.change_order";
    compare(pages_of(old.form), pages_of(now.form),
            {PackageArea::Pages, compatible, compatible, order, order, order}, changes);
    compare(letter_of(old), letter_of(now), {PackageArea::Letter}, changes);
    compare(texts_of(old), texts_of(now), {PackageArea::Texts}, changes);
}

}  // namespace gordion::reuse
