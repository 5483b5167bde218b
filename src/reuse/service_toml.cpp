// SPDX-License-Identifier: EUPL-1.2
#include <algorithm>
#include <array>
#include <set>

#include "core/text.hpp"
#include "fim/logic.hpp"
#include "formats/toml.hpp"
#include "reuse/account_demand.hpp"
#include "reuse/handling_toml.hpp"
#include "reuse/package_reader.hpp"
#include "reuse/toml_reader.hpp"

namespace gordion::reuse {
namespace {

using formats::Json;
using Need = TomlReader::Need;

constexpr std::size_t parameter_count = 300;

bool is_slug(std::string_view text) {
    return !text.empty() && text.size() <= 60 && text.front() != '-' && text.back() != '-' &&
           std::all_of(text.begin(), text.end(), [](char c) {
               return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
           });
}

bool is_key(std::string_view text) {
    return !text.empty() && text.size() <= 60 && text.front() >= 'a' && text.front() <= 'z' &&
           std::all_of(text.begin(), text.end(), [](char c) {
               return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
           });
}

void note_value(TomlReader& reader, std::string_view key, std::string expected) {
    std::string message = "'" + std::string(key) + "' must be " + expected + ".";
    reader.note("reuse.service_value", key,
                {{"key", std::string(key)}, {"expected", std::move(expected)}}, std::move(message));
}

void note_declaration(TomlReader& reader, std::string_view key, const std::string& parameter,
                      std::string message) {
    reader.note("reuse.parameter_declaration", key, {{"parameter", parameter}},
                "Parameter '" + parameter + "': " + std::move(message));
}

template <typename List>
bool contains(const List& list, std::string_view text) {
    return std::find(list.begin(), list.end(), text) != list.end();
}

void check_facts(TomlReader& reader, const ServiceDeclaration& service) {
    constexpr std::array<std::string_view, 6> trust_levels{"00", "10", "15", "20", "30", "40"};
    constexpr std::array<std::string_view, 3> target_groups{"001", "002", "003"};
    if (!service.id.empty() && !is_slug(service.id)) {
        note_value(reader, "id", "lower-case letters, digits and hyphens, such as hundesteuer");
    }
    if (!service.version.empty() && !is_version(service.version)) {
        note_value(reader, "version", "a version such as 1.0.0");
    }
    for (const std::string& key : service.leistungsschluessel) {
        if (key.size() != 14 || !is_digits(key)) {
            note_value(reader, "leistungsschluessel",
                       "keys of 14 digits; '" + key + "' has " + std::to_string(key.size()) +
                           " characters");
        }
    }
    if (!service.trust_level.empty() && !contains(trust_levels, service.trust_level)) {
        note_value(reader, "trust_level", "one of 00, 10, 15, 20, 30, 40");
    }
    for (const std::string& group : service.target_group) {
        if (!contains(target_groups, group)) {
            note_value(reader, "target_group", "001 (citizens), 002 (business) or 003");
        }
    }
    if (!service.languages.empty() && service.languages.front() != "de") {
        note_value(reader, "languages", "a list that begins with \"de\", the binding language");
    }
    if (service.frist_days < 0 || service.frist_days > 3650) {
        note_value(reader, "frist_days", "between 0 and 3650 days");
    }
}

ParameterChoice read_choice(const TomlReader& outer, const Json& entry, const std::string& path) {
    ParameterChoice choice;
    if (entry.is_string()) {
        choice.value = entry.as_string();
        choice.label = {{"de", choice.value}};
        return choice;
    }
    TomlReader reader(outer, entry, path);
    choice.value = reader.text("value", Need::Required);
    choice.label = reader.local_text("label", Need::Required);
    reader.note_unknown({"value", "label"});
    return choice;
}

ParameterColumn read_column(const TomlReader& outer, const Json& entry, const std::string& path) {
    TomlReader reader(outer, entry, path);
    ParameterColumn column;
    column.key = reader.text("key", Need::Required);
    column.label = reader.local_text("label", Need::Required);
    const std::optional<ParameterType> type =
        parse_parameter_type(reader.text("type", Need::Required));
    if (!type || *type == ParameterType::Table || *type == ParameterType::ListText ||
        *type == ParameterType::Choice) {
        note_declaration(reader, "type", column.key,
                         "a column is money, number, integer, text, bool or date.");
    } else {
        column.type = *type;
    }
    if (!is_key(column.key)) {
        note_declaration(reader, "key", column.key,
                         "a key has lower-case letters, digits and underscores.");
    }
    reader.note_unknown({"key", "type", "label"});
    return column;
}

/// Bounds and default must themselves be values of the type.
void check_values(TomlReader& reader, ParameterDeclaration& declaration) {
    ParameterDeclaration unbounded = declaration;
    unbounded.minimum.clear();
    unbounded.maximum.clear();
    const bool has_bounds = !declaration.minimum.empty() || !declaration.maximum.empty();
    const bool is_ordered =
        declaration.type == ParameterType::Money || declaration.type == ParameterType::Number ||
        declaration.type == ParameterType::Integer || declaration.type == ParameterType::Date;
    if (has_bounds && !is_ordered) {
        note_declaration(reader, "min", declaration.key,
                         "only money, number, integer and date have min and max.");
        declaration.minimum.clear();
        declaration.maximum.clear();
    }
    for (const auto& [name, bound] :
         {std::pair<std::string_view, std::string*>{"min", &declaration.minimum},
          {"max", &declaration.maximum}}) {
        if (bound->empty()) {
            continue;
        }
        Result<std::string> canonical = parse_parameter(unbounded, *bound);
        if (!canonical) {
            note_declaration(reader, name, declaration.key, canonical.error().message);
            bound->clear();
        } else {
            *bound = std::move(canonical).value();
        }
    }
    if (declaration.fallback) {
        Result<std::string> canonical = parse_parameter(declaration, *declaration.fallback);
        if (!canonical) {
            note_declaration(reader, "default", declaration.key, canonical.error().message);
            declaration.fallback.reset();
        } else {
            declaration.fallback = std::move(canonical).value();
        }
    }
}

void check_shape(TomlReader& reader, const ParameterDeclaration& declaration) {
    const std::string& key = declaration.key;
    if (!is_key(key)) {
        note_declaration(reader, "key", key,
                         "a key has lower-case letters, digits and underscores.");
    }
    if (declaration.parameter_class < 'a' || declaration.parameter_class > 'h') {
        note_declaration(reader, "class", key, "the class is one letter from a to h.");
    }
    if ((declaration.type == ParameterType::Choice) != !declaration.choices.empty()) {
        note_declaration(reader, "choices", key, "a choice, and nothing else, lists its choices.");
    }
    if ((declaration.type == ParameterType::Table) != !declaration.columns.empty()) {
        note_declaration(reader, "columns", key, "a table, and nothing else, lists its columns.");
    }
    if (declaration.levels.empty()) {
        note_declaration(reader, "levels", key, "at least one level must be allowed.");
    }
}

void read_condition(TomlReader& reader, ParameterDeclaration& declaration) {
    declaration.required_if_text = reader.text("required_if", Need::Optional);
    if (declaration.required_if_text.empty()) {
        return;
    }
    const Result<Json> json = formats::parse_json(declaration.required_if_text);
    const Result<fim::Logic> logic =
        json ? fim::Logic::compile(json.value()) : Result<fim::Logic>(json.error());
    if (!logic) {
        note_declaration(reader, "required_if", declaration.key,
                         "required_if is JsonLogic over params, such as '{\"==\": [{\"var\": "
                         "\"params.zahlungsweise\"}, \"ueberweisung\"]}'. " +
                             logic.error().message);
        return;
    }
    declaration.required_if = std::make_shared<const fim::Logic>(logic.value());
    if (declaration.required) {
        note_declaration(reader, "required_if", declaration.key,
                         "it is required always, so required_if says nothing.");
    }
}

ParameterDeclaration read_parameter(const TomlReader& outer, const Json& entry,
                                    const std::string& path) {
    TomlReader reader(outer, entry, path);
    ParameterDeclaration declaration;
    declaration.key = reader.text("key", Need::Required);
    const std::string letter = reader.text("class", Need::Required);
    declaration.parameter_class = letter.size() == 1 ? letter.front() : '?';
    const std::string type_name = reader.text("type", Need::Required);
    if (const std::optional<ParameterType> type = parse_parameter_type(type_name)) {
        declaration.type = *type;
    } else {
        note_declaration(reader, "type", declaration.key,
                         "'" + type_name +
                             "' is no type. Types are money, number, integer, text, "
                             "bool, date, choice, list_text and table.");
    }
    declaration.unit = reader.text("unit", Need::Optional);
    for (const std::string& name : reader.texts("levels", Need::Required)) {
        if (const std::optional<ParameterLevel> level = parse_parameter_level(name)) {
            declaration.levels.push_back(*level);
        } else {
            note_declaration(
                reader, "levels", declaration.key,
                "'" + name + "' is no level. Levels are bund, land, kreis, verband and gemeinde.");
        }
    }
    declaration.required = reader.truth("required", false);
    read_condition(reader, declaration);
    declaration.xzufi = reader.text("xzufi", Need::Optional);
    if (reader.find("default") != nullptr) {
        declaration.fallback = reader.text("default", Need::Optional);
    }
    declaration.minimum = reader.text("min", Need::Optional);
    declaration.maximum = reader.text("max", Need::Optional);
    declaration.legal_ground = reader.text("legal_ground", Need::Required);
    declaration.label = reader.local_text("label", Need::Required);
    declaration.help = reader.local_text("help", Need::Optional);
    for (const auto& [name, is_choice] :
         {std::pair{"choices", true}, std::pair{"columns", false}}) {
        const Json* list = reader.find(name);
        if (list == nullptr || !list->is_array()) {
            continue;
        }
        for (std::size_t i = 0; i < list->size(); ++i) {
            const std::string inside = path + "." + name + "." + std::to_string(i);
            if (is_choice) {
                declaration.choices.push_back(read_choice(reader, list->as_array()[i], inside));
            } else {
                declaration.columns.push_back(read_column(reader, list->as_array()[i], inside));
            }
        }
    }
    check_shape(reader, declaration);
    if (declaration.type != ParameterType::Table || !declaration.columns.empty()) {
        check_values(reader, declaration);
    }
    reader.note_unknown({"key", "class", "type", "unit", "levels", "required", "required_if",
                         "xzufi", "default", "choices", "columns", "min", "max", "legal_ground",
                         "label", "help"});
    return declaration;
}

void read_parameters(TomlReader& reader, ServiceDeclaration& service) {
    const Json* list = reader.find("parameter");
    if (list == nullptr) {
        return;
    }
    if (!list->is_array() || list->size() > parameter_count) {
        note_value(reader, "parameter", "a list of at most 300 [[parameter]] tables");
        return;
    }
    std::set<std::string> names;
    std::set<std::string> keys;
    for (const ParameterDeclaration& declaration : platform_parameters()) {
        keys.insert(declaration.key);
    }
    for (std::size_t i = 0; i < list->size(); ++i) {
        const std::string path = "parameter." + std::to_string(i);
        ParameterDeclaration declaration = read_parameter(reader, list->as_array()[i], path);
        if (!keys.insert(declaration.key).second) {
            note_declaration(reader, path, declaration.key,
                             "it is declared twice, or every package has it anyway.");
            continue;
        }
        if (!declaration.xzufi.empty() && !names.insert(declaration.xzufi).second) {
            note_declaration(reader, path + ".xzufi", declaration.key,
                             "another parameter has this name in XZuFi already.");
        }
        service.parameters.push_back(std::move(declaration));
    }
}

RecipientFields read_recipient(const TomlReader& outer, const Json& table) {
    TomlReader reader(outer, table, "recipient");
    RecipientFields fields;
    fields.name = reader.texts("name", Need::Required);
    fields.street = reader.texts("street", Need::Required);
    fields.postcode = reader.texts("postcode", Need::Required);
    fields.city = reader.texts("city", Need::Required);
    fields.email = reader.text("email", Need::Optional);
    reader.note_unknown({"name", "street", "postcode", "city", "email"});
    return fields;
}

PackageOrigin read_origin(const TomlReader& outer, const Json& table) {
    TomlReader reader(outer, table, "origin");
    PackageOrigin origin;
    origin.package = reader.text("package", Need::Required);
    origin.version = reader.text("version", Need::Required);
    if (!origin.package.empty() && !is_slug(origin.package)) {
        note_value(reader, "package", "the id of a package");
    }
    if (!origin.version.empty() && !is_version(origin.version)) {
        note_value(reader, "version", "a version such as 1.0.0");
    }
    reader.note_unknown({"package", "version"});
    return origin;
}

void read_cost(TomlReader& reader, ServiceDeclaration& service) {
    const Json* cost = reader.find("cost");
    if (cost == nullptr) {
        return;
    }
    auto terms = read_cost_terms(*cost);
    if (!terms) {
        const std::string member = terms.error().place;
        reader.note("reuse.cost_terms", "cost." + member, {{"member", member}},
                    terms.error().message);
        return;
    }
    service.cost = std::move(terms).value();
}

}  // namespace

Result<Judged<ServiceDeclaration>> parse_service_toml(std::string_view bytes) {
    const formats::Toml toml = TRY(formats::parse_toml(bytes));
    Judged<ServiceDeclaration> judged;
    ServiceDeclaration& service = judged.value;
    TomlReader reader(toml, "service.toml", judged.findings);
    service.id = reader.text("id", Need::Required);
    service.version = reader.text("version", Need::Required);
    service.leistungsschluessel = reader.texts("leistungsschluessel", Need::Required);
    service.provider = reader.text("provider", Need::Required);
    service.provider_name = reader.text("provider_name", Need::Required);
    service.trust_level = reader.text("trust_level", Need::Required);
    service.target_group = reader.texts("target_group", Need::Required);
    service.languages = reader.texts("languages", Need::Required);
    service.frist_days =
        static_cast<int>(std::clamp<std::int64_t>(reader.integer("frist_days", 0), -1, 100'000));
    service.frist_ground = reader.text("frist_ground", Need::Optional);
    service.terms = reader.text("terms", Need::Optional);
    service.title = reader.local_text("title", Need::Required);
    const std::string fees = reader.text("fees", Need::Optional);
    if (fees == "due") {
        service.fees = Fees::Due;
    } else if (!fees.empty() && fees != "none") {
        note_value(reader, "fees", "\"none\" or \"due\"");
    }
    if (const Json* recipient = reader.find("recipient"); recipient && recipient->is_object()) {
        service.recipient = read_recipient(reader, *recipient);
    } else {
        reader.note("reuse.service_key", "", {{"key", "recipient"}},
                    "[recipient] is missing: from which fields the letter takes name and address.");
    }
    service.is_private = reader.truth("private", false);
    if (const Json* origin = reader.find("origin"); origin && origin->is_object()) {
        service.origin = read_origin(reader, *origin);
    }
    read_cost(reader, service);
    service.account = read_account_demand(reader, service.trust_level);
    check_facts(reader, service);
    read_parameters(reader, service);
    service.handling = read_handling(reader);
    reader.note_unknown({"id",           "version",       "leistungsschluessel",
                         "provider",     "provider_name", "trust_level",
                         "target_group", "languages",     "frist_days",
                         "frist_ground", "fees",          "terms",
                         "title",        "private",       "origin",
                         "recipient",    "account",       "parameter",
                         "copy",         "condition",     "consultation",
                         "cost"});
    return judged;
}

}  // namespace gordion::reuse
