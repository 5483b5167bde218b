// SPDX-License-Identifier: EUPL-1.2
#include "fim/json_schema.hpp"

#include <charconv>
#include <unordered_map>

#include "fim/pattern.hpp"

namespace gordion::fim {
namespace {

using formats::Json;

constexpr std::string_view time_pattern = "^([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9])?$";
constexpr std::string_view datetime_pattern =
    "^[0-9]{4}-[0-9]{2}-[0-9]{2}T([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9])?$";
/// Approximation of the characters of DIN SPEC 91379, data type bnlatin "C" (letters and marks of
/// the Latin script, punctuation, symbols); forms/latin.hpp checks more closely.
constexpr std::string_view latin_pattern =
    "^[\\t\\n\\r "
    "-~\\u00a0-\\u02ff\\u0300-\\u036f\\u1d48\\u1d57\\u1e00-\\u1eff\\u2010-\\u203a\\u2070-"
    "\\u2089\\u20ac\\u2122\\u221e\\u2264\\u2265]*$";

std::optional<double> parse_bound(const std::string& text) {
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (text.empty() || error != std::errc() || end != text.data() + text.size()) {
        return std::nullopt;
    }
    return value;
}

Json number(double value) {
    const auto whole = static_cast<std::int64_t>(value);
    return static_cast<double>(whole) == value ? Json(whole) : Json(value);
}

void add_text_bounds(Json& to, const Field& field) {
    const Praezisierung& bounds = field.praezisierung;
    if (bounds.min_length && *bounds.min_length > 0) {
        to.set("minLength", *bounds.min_length);
    }
    if (bounds.max_length) {
        to.set("maxLength", *bounds.max_length);
    }
    if (!bounds.pattern.empty()) {
        // XSD means the whole text, JSON Schema any part of it.
        const Result<Pattern> pattern = Pattern::compile(bounds.pattern);
        to.set("pattern", pattern ? pattern.value().ecma() : "^(?:" + bounds.pattern + ")$");
    }
}

void add_number_bounds(Json& to, const Field& field) {
    if (const auto min = parse_bound(field.praezisierung.min_value)) {
        to.set("minimum", number(*min));
    }
    if (const auto max = parse_bound(field.praezisierung.max_value)) {
        to.set("maximum", number(*max));
    }
}

void add_attachment(Json& to) {
    const Json text = Json::object({{"type", "string"}});
    to.set("type", "object");
    to.set("properties",
           Json::object(
               {{"name", text},
                {"media_type", text},
                {"size", Json::object({{"type", "integer"}, {"minimum", 0}})},
                {"blob", text},
                {"sha512", Json::object({{"type", "string"}, {"pattern", "^[0-9a-f]{128}$"}})}}));
    to.set("required", Json::array({"name", "media_type", "size", "sha512"}));
    to.set("additionalProperties", false);
}

void add_type(Json& to, const Field& field) {
    switch (field.datentyp) {
        case Datentyp::Date:
            to.set("type", "string");
            to.set("format", "date");
            return;
        case Datentyp::Time:
        case Datentyp::Datetime:
            to.set("type", "string");
            to.set("pattern", field.datentyp == Datentyp::Time ? time_pattern : datetime_pattern);
            return;
        case Datentyp::Bool:
            to.set("type", "boolean");
            return;
        case Datentyp::NumInt:
            to.set("type", "integer");
            add_number_bounds(to, field);
            return;
        case Datentyp::Num:
        case Datentyp::NumCurrency:
            to.set("type", "number");
            add_number_bounds(to, field);
            if (field.datentyp == Datentyp::NumCurrency) {
                to.set("multipleOf", 0.01);
            }
            return;
        case Datentyp::File:
            add_attachment(to);
            return;
        case Datentyp::TextLatin:
            to.set("type", "string");
            add_text_bounds(to, field);
            if (field.praezisierung.pattern.empty()) {
                to.set("pattern", latin_pattern);
            }
            return;
        case Datentyp::Text:
        case Datentyp::Obj:
            to.set("type", "string");
            add_text_bounds(to, field);
            return;
    }
}

Json field_schema(const Field& field) {
    Json made = Json::object({{"title", field.bezeichnung_eingabe}});
    if (!field.hilfetext_eingabe.empty()) {
        made.set("description", field.hilfetext_eingabe);
    }
    const bool placeholder = field.codes.size() == 1 && field.codes.front().code == "_";
    if (field.feldart == Feldart::Select && !field.codes.empty() && !placeholder) {
        made.set("type", "string");
        Json& choices = made.set("oneOf", Json::array());
        for (const Code& code : field.codes) {
            choices.push(Json::object({{"const", code.code}, {"title", code.name}}));
        }
        return made;
    }
    if (field.code_list) {
        made.set("x-code-list", field.code_list->canonical_identification);
    }
    if (field.feldart == Feldart::Select) {
        made.set("type", "string");
        return made;
    }
    add_type(made, field);
    return made;
}

// Collects definitions and hands out one name for each different content.
class Definitions {
public:
    /// Adds what the positions need and returns the schema of an object with them.
    void fill(Json& object, const std::vector<Position>& positions);
    Json take() { return Json(std::move(definitions_)); }

private:
    std::string define(const ElementFacts& facts, Json content);
    Json element(const Position& position);

    Json::Object definitions_;
    std::unordered_map<std::string, std::size_t> index_of_;  ///< in there, by name
};

std::string Definitions::define(const ElementFacts& facts, Json content) {
    const std::string first = facts.identification.id + "V" + facts.identification.version;
    std::string name = first;
    for (int copy = 2;; ++copy) {
        const auto [known, is_new] = index_of_.try_emplace(name, definitions_.size());
        if (is_new) {
            definitions_.emplace_back(name, std::move(content));
            return name;
        }
        if (definitions_[known->second].second == content) {
            return name;
        }
        name = first + "-" + std::to_string(copy);
    }
}

Json Definitions::element(const Position& position) {
    Json content;
    if (const Field* field = position.field()) {
        content = field_schema(*field);
    } else {
        const Group& group = *position.group();
        content = Json::object({{"title", group.bezeichnung_eingabe}});
        if (!group.hilfetext_eingabe.empty()) {
            content.set("description", group.hilfetext_eingabe);
        }
        fill(content, group.positions);
    }
    const std::string name = define(position.facts(), std::move(content));
    return Json::object({{"$ref", "#/$defs/" + name}});
}

void Definitions::fill(Json& object, const std::vector<Position>& positions) {
    object.set("type", "object");
    Json properties = Json::object();
    Json required = Json::array();
    for (const Position& position : positions) {
        const Field* field = position.field();
        if (field != nullptr && field->feldart == Feldart::Label) {
            continue;
        }
        const Multiplicity& count = position.multiplicity;
        Json value = element(position);
        if (count.is_repeated()) {
            Json list = Json::object({{"type", "array"}, {"items", std::move(value)}});
            if (count.min > 0) {
                list.set("minItems", static_cast<std::int64_t>(count.min));
            }
            if (count.max) {
                list.set("maxItems", static_cast<std::int64_t>(*count.max));
            }
            value = std::move(list);
        }
        properties.set(position.id(), std::move(value));
        const bool asked = field == nullptr ||
                           (field->feldart != Feldart::Hidden && field->feldart != Feldart::Locked);
        if (count.min > 0 && asked) {
            required.push(position.id());
        }
    }
    object.set("properties", std::move(properties));
    if (required.size() > 0) {
        object.set("required", std::move(required));
    }
    object.set("additionalProperties", false);
}

}  // namespace

formats::Json to_json_schema(const Schema& schema) {
    Json made = Json::object({
        {"$schema", "https://json-schema.org/draft/2020-12/schema"},
        {"$id",
         "urn:gordion:fim:" + schema.identification.id + ":" + schema.identification.version},
        {"title", schema.bezeichnung.empty() ? schema.name : schema.bezeichnung},
    });
    Definitions definitions;
    definitions.fill(made, schema.positions);
    made.set("$defs", definitions.take());
    return made;
}

}  // namespace gordion::fim
