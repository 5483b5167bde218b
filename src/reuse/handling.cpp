// SPDX-License-Identifier: EUPL-1.2
#include "reuse/handling.hpp"

#include <algorithm>
#include <array>

#include "core/text.hpp"
#include "core/time.hpp"

namespace gordion::reuse {
namespace {

using formats::Json;

// "G1[0].F2" → "G1.F2": fields name positions of the schema, not instances.
std::string without_instances(std::string_view path) {
    std::string plain;
    bool inside = false;
    for (const char c : path) {
        inside = inside || c == '[';
        if (!inside) {
            plain += c;
        }
        inside = inside && c != ']';
    }
    return plain;
}

bool lies_in(std::string_view path, std::string_view outer) {
    return path == outer ||
           (path.size() > outer.size() && path.starts_with(outer) && path[outer.size()] == '.');
}

std::optional<Json> select(const Json& part, const std::string& path, const VisibleFields& fields) {
    if (fields.cover(path)) {
        return part;
    }
    const bool has_inner =
        std::any_of(fields.paths.begin(), fields.paths.end(),
                    [&](const std::string& wanted) { return lies_in(wanted, path); });
    if (!has_inner) {
        return std::nullopt;
    }
    if (part.is_array()) {
        Json kept = Json::array();
        bool any = false;
        for (const Json& instance : part.as_array()) {
            auto inner = select(instance, path, fields);
            any = any || (inner && inner->size() > 0);
            kept.push(inner ? std::move(*inner) : Json::object());
        }
        return any ? std::optional(std::move(kept)) : std::nullopt;
    }
    if (!part.is_object()) {
        return std::nullopt;
    }
    Json kept = Json::object();
    for (const auto& [name, value] : part.as_object()) {
        auto inner = select(value, path + "." + name, fields);
        if (inner && (inner->size() > 0 || !inner->is_object())) {
            kept.set(name, std::move(*inner));
        }
    }
    return kept;
}

Error fill_invalid(const FillIn& fill, std::string type) {
    return {ErrorKind::Invalid,
            "reuse.fill_invalid",
            fill.key,
            {{"label", std::string(in_language(fill.label, "de"))}, {"type", std::move(type)}},
            "This does not fit into the gap '" + fill.key + "' of the condition."};
}

bool is_number_text(std::string_view text) {
    const auto comma = text.find(',');
    const std::string_view whole = text.substr(0, comma);
    const bool fraction_fits = comma == std::string_view::npos || is_digits(text.substr(comma + 1));
    return is_digits(whole) && whole.size() <= 12 && fraction_fits && text.size() <= 20;
}

Result<std::string> parse_day(const FillIn& fill, std::string_view text) {
    std::string iso(text);
    if (const auto parts = split(text, '.'); parts.size() == 3) {
        const auto two = [](const std::string& part) {
            return part.size() == 1 ? "0" + part : part;
        };
        iso = parts[2] + "-" + two(parts[1]) + "-" + two(parts[0]);
    }
    const Result<Date> date = parse_date(iso);
    return date ? Result<std::string>(date.value().to_german()) : fill_invalid(fill, "date");
}

Result<std::string> parse_clock(const FillIn& fill, std::string_view text) {
    const auto parts = split(replace_all(std::string(text), ".", ":"), ':');
    const bool shaped = parts.size() == 2 && is_digits(parts[0]) && is_digits(parts[1]) &&
                        parts[0].size() <= 2 && parts[1].size() == 2;
    if (!shaped || std::stoi(parts[0]) > 24 || std::stoi(parts[1]) > 59 ||
        (std::stoi(parts[0]) == 24 && parts[1] != "00")) {
        return fill_invalid(fill, "time");
    }
    return (parts[0].size() == 1 ? "0" + parts[0] : parts[0]) + ":" + parts[1];
}

const Json* member(const Json* object, std::string_view name) {
    return object == nullptr ? nullptr : object->find(name);
}

}  // namespace

bool VisibleFields::cover(std::string_view path) const {
    const std::string plain = without_instances(path);
    return all || std::any_of(paths.begin(), paths.end(),
                              [&](const std::string& wanted) { return lies_in(plain, wanted); });
}

Json select_fields(const Json& fachdaten, const VisibleFields& fields) {
    if (fields.all) {
        return fachdaten;
    }
    Json kept = Json::object();
    for (const auto& [name, value] : fachdaten.as_object()) {
        auto inner = select(value, name, fields);
        if (inner && (inner->size() > 0 || !inner->is_object())) {
            kept.set(name, std::move(*inner));
        }
    }
    return kept;
}

Result<std::string> parse_fill(const FillIn& fill, std::string_view typed) {
    constexpr std::size_t longest = 500;
    const std::string text(trim(typed));
    if (text.empty() || text.size() > longest) {
        return fill_invalid(fill, "text");
    }
    switch (fill.type) {
        case FillType::Text:
            return text;
        case FillType::Number:
            return is_number_text(text) ? Result<std::string>(text) : fill_invalid(fill, "number");
        case FillType::Date:
            return parse_day(fill, text);
        case FillType::Time:
            return parse_clock(fill, text);
    }
    return fill_invalid(fill, "text");
}

const FillIn* ConditionDeclaration::find_fill(std::string_view key) const {
    const auto found = std::find_if(fills.begin(), fills.end(),
                                    [&](const FillIn& fill) { return fill.key == key; });
    return found == fills.end() ? nullptr : &*found;
}

Json to_json(const SubmissionFacts& facts) {
    Json verified = Json::object();
    for (const auto& [name, value] : facts.verified) {
        verified.set(name, value);
    }
    return Json::object({{"trust_level", facts.trust_level},
                         {"account", facts.account},
                         {"verified", std::move(verified)},
                         {"attachments", facts.attachments},
                         {"submitted_on", facts.submitted_on}});
}

Result<bool> holds(const std::optional<fim::Logic>& logic, const HandlingFacts& facts) {
    if (!logic) {
        return true;
    }
    const Json nothing;
    const Json today(facts.today);
    const auto given = [&](const Json* value) { return value == nullptr ? &nothing : value; };
    const std::array<fim::LogicVariable, 6> variables{
        {{"answers", given(facts.answers)},
         {"params", given(facts.params)},
         {"today", &today},
         {"rows", given(member(facts.calculation, "rows"))},
         {"totals", given(member(facts.calculation, "totals"))},
         {"submission", given(facts.submission)}}};
    return fim::is_truthy(TRY(logic->evaluate(variables)));
}

}  // namespace gordion::reuse
