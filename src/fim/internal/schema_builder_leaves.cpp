// SPDX-License-Identifier: EUPL-1.2
// Where the text of each leaf goes.
#include <charconv>

#include "core/text.hpp"
#include "fim/internal/schema_builder.hpp"
#include "formats/json.hpp"

namespace gordion::fim::internal {
namespace {

bool is_list(Slot slot) {
    return slot == Slot::Bezug || slot == Slot::PositionBezug || slot == Slot::Stichwort ||
           slot == Slot::MediaType || slot == Slot::Param || slot == Slot::Ziel ||
           slot == Slot::Fehler;
}

}  // namespace

std::optional<std::size_t> SchemaBuilder::parse_size(std::string_view text, std::string_view name) {
    text = trim(text);
    if (text.empty()) {
        return std::nullopt;
    }
    std::size_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size()) {
        report("fim.number_invalid", Severity::Fault, line_,
               {{"element", current_id_()}, {"name", std::string(name)}},
               "a whole number is expected here");
        return std::nullopt;
    }
    return value;
}

// Version 2 writes the bounds as JSON in the text, with numbers as texts or as they are; editors
// also wrote remarks there. The text stays what it is, and what can be understood is understood.
void SchemaBuilder::read_bounds_of_version_2(Praezisierung& bounds) {
    const Result<formats::Json> parsed = formats::parse_json(bounds.text);
    if (!parsed || !parsed.value().is_object()) {
        report(
            "fim.praezisierung_unread", Severity::Warning, line_,
            {{"element", current_id_()}, {"found", std::string(first_characters(bounds.text, 80))}},
            "praezisierung is no JSON object: its bounds are not checked");
        return;
    }
    const auto text_at = [&](std::string_view name) {
        const formats::Json* value = parsed.value().find(name);
        if (value == nullptr || value->is_null()) {
            return std::string();
        }
        return value->is_string() ? value->as_string() : formats::write_json(*value);
    };
    bounds.min_length = parse_size(text_at("minLength"), "minLength");
    bounds.max_length = parse_size(text_at("maxLength"), "maxLength");
    bounds.min_value = trim(text_at("minValue"));
    bounds.max_value = trim(text_at("maxValue"));
    bounds.pattern = text_at("pattern");
}

void SchemaBuilder::store_in_list(Object object, Slot slot, std::string_view text) {
    if (text.empty() && attribute_.empty()) {
        return;  // Exports write empty elements where they have nothing to say.
    }
    switch (slot) {
        case Slot::Bezug:
            facts_of(object)->bezug.push_back({std::string(text), std::move(attribute_)});
            break;
        case Slot::PositionBezug:
            std::get<Position*>(object)->bezug.push_back(
                {std::string(text), std::move(attribute_)});
            break;
        case Slot::Stichwort:
            facts_of(object)->stichwort.push_back({std::string(text), std::move(attribute_)});
            break;
        case Slot::MediaType:
            std::get<Field*>(object)->media_types.emplace_back(text);
            break;
        default: {
            Regel& regel = *std::get<Regel*>(object);
            auto& list = slot == Slot::Param  ? regel.param
                         : slot == Slot::Ziel ? regel.ziel
                                              : regel.fehler;
            list.emplace_back(text);
        }
    }
    attribute_.clear();
}

void SchemaBuilder::store(Object object, const ChildRule& rule, std::string_view text) {
    if (text.empty() && rule.need == Need::Filled) {
        report("fim.element_empty", Severity::Fault, line_,
               {{"element", current_id_()}, {"name", std::string(rule.name)}},
               "this element must not be empty");
    }
    if (is_list(rule.slot)) {
        store_in_list(object, rule.slot, text);
        return;
    }
    if (rule.slot == Slot::MaxSize) {
        std::get<Field*>(object)->max_size_bytes = parse_size(text, rule.name);
        return;
    }
    if (rule.slot == Slot::Anzahl) {
        const auto multiplicity = parse_multiplicity(text);
        if (multiplicity) {
            std::get<Position*>(object)->multiplicity = *multiplicity;
        } else {
            report("fim.multiplicity_invalid", Severity::Fault, line_,
                   {{"element", current_id_()}, {"found", std::string(text.substr(0, 40))}},
                   "anzahl is written min:max, with * for no end");
        }
        return;
    }
    if (std::string* target = text_of(object, rule.slot)) {
        target->assign(text);
        if (rule.slot == Slot::Praezisierung && !text.empty() &&
            schema_.standard != XdfVersion::V3) {
            read_bounds_of_version_2(std::get<Field*>(object)->praezisierung);
        }
    }
}

void SchemaBuilder::store_code(Object object, const ChildRule& coded, std::string_view code) {
    if (!set_code(object, coded.slot, code)) {
        report("fim.code_invalid", Severity::Fault, line_,
               {{"element", current_id_()},
                {"name", std::string(coded.name)},
                {"code", std::string(code.substr(0, 80))}},
               "the code is not in the list of the standard");
    }
}

}  // namespace gordion::fim::internal
