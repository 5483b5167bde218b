// SPDX-License-Identifier: EUPL-1.2
#include "formats/internal/schema_compiler.hpp"

#include <array>
#include <cmath>

#include "core/limits.hpp"
#include "core/text.hpp"
#include "formats/internal/json_values.hpp"

namespace gordion::formats::internal {
namespace {

constexpr std::array<std::pair<std::string_view, unsigned>, 7> types{{
    {"null", NullBit},
    {"boolean", BooleanBit},
    {"integer", IntegerBit},
    {"number", IntegerBit | NumberBit},
    {"string", StringBit},
    {"array", ArrayBit},
    {"object", ObjectBit},
}};

constexpr double largest_count = 9e15;

}  // namespace

SchemaCompiler::SchemaCompiler(const JsonSchemaOptions& options, Findings& findings)
    : options_(options), findings_(findings), documents_(options, findings) {}

std::shared_ptr<const CompiledSchema> SchemaCompiler::compile(const Json& document) {
    const auto root = documents_.add(document, options_.base_uri);
    if (!root) {
        return nullptr;
    }
    compiled_->root = node_for(*root);
    compiled_->most_steps = options_.most_steps;
    while (!waiting_.empty() && findings_.size() < limits::findings) {
        const Work next = std::move(waiting_.front());
        waiting_.pop_front();
        fill(next);
    }
    return std::move(compiled_);
}

const SchemaNode* SchemaCompiler::node_for(const SchemaLocation& location) {
    const auto [found, is_new] = nodes_.emplace(location.schema, nullptr);
    if (is_new) {
        compiled_->nodes.push_back(std::make_unique<SchemaNode>());
        SchemaNode* node = compiled_->nodes.back().get();
        nodes_[location.schema] = node;
        waiting_.push_back({location, node});
        node->scope = scope_for(*location.resource);
        return node;
    }
    return found->second;
}

// Every dynamic anchor of a resource that is entered may be what a reference finds.
const SchemaScope* SchemaCompiler::scope_for(const SchemaResource& resource) {
    if (const auto found = scopes_.find(&resource); found != scopes_.end()) {
        return found->second;
    }
    compiled_->scopes.push_back(std::make_unique<SchemaScope>());
    SchemaScope* scope = compiled_->scopes.back().get();
    scopes_.emplace(&resource, scope);
    for (const auto& [name, schema] : resource.dynamic_anchors) {
        scope->dynamic_anchors.emplace(name, node_for(documents_.locate(schema)));
    }
    return scope;
}

void SchemaCompiler::fill(const Work& work) {
    now_ = work;
    const Json& schema = *now_.at.schema;
    if (schema.is_bool()) {
        now_.node->refuses_all = !schema.as_bool();
        return;
    }
    if (!schema.is_object()) {
        note({"formats.schema_invalid",
              Severity::Fault,
              now_.at.place,
              {{"keyword", ""}},
              "A schema is an object, true or false."});
        return;
    }
    const Vocabulary& vocabulary = now_.at.resource->vocabulary;
    if (vocabulary.dialect == SchemaDialect::Draft7 && schema.find("$ref") != nullptr) {
        now_.node->in_place = std::make_unique<InPlaceRules>();
        fill_references(*now_.node->in_place);
        return;
    }
    if (vocabulary.has_validation) {
        fill_types();
        fill_values();
        fill_number();
    }
    fill_text();
    fill_array();
    fill_object();
    fill_in_place();
}

void SchemaCompiler::fill_types() {
    const Json* type = keyword("type");
    if (type == nullptr) {
        return;
    }
    const Json::Array listed = type->is_array() ? type->as_array() : Json::Array{*type};
    std::vector<std::string> names;
    for (const Json& name : listed) {
        unsigned bits = 0;
        for (const auto& [known, mask] : types) {
            bits |= name.is_string() && name.as_string() == known ? mask : 0;
        }
        if (bits == 0) {
            refuse("type", "A type is null, boolean, integer, number, string, array or object.");
            return;
        }
        now_.node->types |= bits;
        names.push_back(name.as_string());
    }
    now_.node->type_names = join(names, ", ");
    if (listed.empty()) {
        refuse("type", "A list of types names at least one.");
    }
}

void SchemaCompiler::fill_values() {
    if (const Json* listed = keyword("enum"); listed != nullptr) {
        if (!listed->is_array()) {
            refuse("enum", "A list of values is expected.");
            return;
        }
        now_.node->one_of_values = std::make_unique<ValueSet>();
        for (const Json& value : listed->as_array()) {
            now_.node->one_of_values->add(value);
        }
    }
    if (const Json* value = keyword("const"); value != nullptr) {
        now_.node->only_value = std::make_unique<ValueSet>();
        now_.node->only_value->add(*value);
    }
}

void SchemaCompiler::fill_number() {
    if (!has_any({"multipleOf", "maximum", "exclusiveMaximum", "minimum", "exclusiveMinimum"})) {
        return;
    }
    auto rules = std::make_unique<NumberRules>();
    rules->multiple_of = number("multipleOf");
    if (rules->multiple_of && rules->multiple_of->as_number() <= 0) {
        refuse("multipleOf", "A number above zero is expected.");
    }
    rules->maximum = number("maximum");
    rules->exclusive_maximum = number("exclusiveMaximum");
    rules->minimum = number("minimum");
    rules->exclusive_minimum = number("exclusiveMinimum");
    now_.node->number = std::move(rules);
}

void SchemaCompiler::fill_text() {
    if (!has_any({"maxLength", "minLength", "pattern", "format"})) {
        return;
    }
    const Vocabulary& vocabulary = now_.at.resource->vocabulary;
    auto rules = std::make_unique<TextRules>();
    if (vocabulary.has_validation) {
        rules->longest = count("maxLength");
        rules->shortest = count("minLength");
        if (const Json* text = keyword("pattern"); text != nullptr && !text->is_string()) {
            refuse("pattern", "A regular expression is expected.");
        } else if (text != nullptr) {
            if (auto compiled = pattern(text->as_string(), place("pattern")); compiled) {
                rules->pattern.emplace(text->as_string(), std::move(*compiled));
            }
        }
    }
    if (const Json* name = keyword("format"); name != nullptr && !name->is_string()) {
        refuse("format", "The name of a format is expected.");
    } else if (name != nullptr &&
               (options_.formats == SchemaFormats::Demand || vocabulary.demands_formats)) {
        rules->format = find_text_format(name->as_string());
    }
    now_.node->text = std::move(rules);
}

const Json* SchemaCompiler::keyword(std::string_view name) const {
    return now_.at.schema->find(name);
}

bool SchemaCompiler::has_any(std::initializer_list<std::string_view> names) const {
    return std::any_of(names.begin(), names.end(),
                       [&](std::string_view name) { return keyword(name) != nullptr; });
}

std::optional<std::uint64_t> SchemaCompiler::count(std::string_view name) {
    const Json* value = keyword(name);
    if (value == nullptr) {
        return std::nullopt;
    }
    if (!value->is_number() || !is_whole(*value) || value->as_number() < 0) {
        refuse(name, "A whole number from zero on is expected.");
        return std::nullopt;
    }
    return static_cast<std::uint64_t>(std::min(value->as_number(), largest_count));
}

std::optional<Json> SchemaCompiler::number(std::string_view name) {
    const Json* value = keyword(name);
    if (value == nullptr) {
        return std::nullopt;
    }
    if (!value->is_number()) {
        refuse(name, "A number is expected.");
        return std::nullopt;
    }
    return *value;
}

std::optional<EcmaPattern> SchemaCompiler::pattern(const std::string& text,
                                                   const std::string& where) {
    if (const auto found = patterns_.find(text); found != patterns_.end()) {
        return found->second;
    }
    if (patterns_.size() >= limits::json_schema_patterns ||
        pattern_steps_ >= limits::json_schema_pattern_steps) {
        note({"formats.schema_too_large",
              Severity::Fault,
              where,
              {},
              "The schema has more or larger patterns than allowed."});
        return std::nullopt;
    }
    auto compiled = EcmaPattern::compile(text);
    if (!compiled) {
        Error error = compiled.take_error();
        note({std::move(error.code), Severity::Fault, where, std::move(error.values),
              std::move(error.message)});
        return std::nullopt;
    }
    pattern_steps_ += compiled.value().size();
    return patterns_.emplace(text, std::move(compiled).value()).first->second;
}

std::vector<std::string> SchemaCompiler::names(const Json& list, std::string_view name) {
    std::vector<std::string> read;
    const bool is_list =
        list.is_array() && std::all_of(list.as_array().begin(), list.as_array().end(),
                                       [](const Json& item) { return item.is_string(); });
    if (!is_list) {
        refuse(name, "A list of names is expected.");
        return read;
    }
    for (const Json& item : list.as_array()) {
        read.push_back(item.as_string());
    }
    return read;
}

std::string SchemaCompiler::place(std::string_view name) const {
    std::string text = now_.at.place;
    append_pointer_token(text, name);
    return text;
}

void SchemaCompiler::refuse(std::string_view name, std::string message) {
    note({"formats.schema_invalid",
          Severity::Fault,
          place(name),
          {{"keyword", std::string(name)}},
          std::move(message)});
}

void SchemaCompiler::note(Finding finding) {
    if (findings_.size() < limits::findings) {
        findings_.push_back(std::move(finding));
    }
}

}  // namespace gordion::formats::internal
