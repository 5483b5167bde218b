// SPDX-License-Identifier: EUPL-1.2
// Keywords whose values are further schemas.
#include "core/limits.hpp"
#include "core/text.hpp"
#include "formats/internal/schema_compiler.hpp"

namespace gordion::formats::internal {

const SchemaNode* SchemaCompiler::schema(std::string_view name) {
    const Json* value = keyword(name);
    if (value == nullptr) {
        return nullptr;
    }
    if (value->is_array()) {
        refuse(name, "One schema is expected.");
        return nullptr;
    }
    return node_for(documents_.locate(value));
}

std::vector<const SchemaNode*> SchemaCompiler::schemas(std::string_view name) {
    std::vector<const SchemaNode*> listed;
    const Json* value = keyword(name);
    if (value == nullptr) {
        return listed;
    }
    if (!value->is_array() || value->size() == 0) {
        refuse(name, "A list of schemas is expected.");
        return listed;
    }
    for (const Json& item : value->as_array()) {
        listed.push_back(node_for(documents_.locate(&item)));
    }
    return listed;
}

void SchemaCompiler::fill_array() {
    if (!has_any({"maxItems", "minItems", "uniqueItems", "prefixItems", "items", "additionalItems",
                  "contains"})) {
        return;
    }
    auto rules = std::make_unique<ArrayRules>();
    const Vocabulary& vocabulary = now_.at.resource->vocabulary;
    if (vocabulary.has_validation) {
        rules->most = count("maxItems");
        rules->least = count("minItems");
        if (const Json* unique = keyword("uniqueItems"); unique != nullptr) {
            if (!unique->is_bool()) {
                refuse("uniqueItems", "true or false is expected.");
            } else {
                rules->are_unique = unique->as_bool();
            }
        }
    }
    if (vocabulary.has_applicators) {
        fill_items(*rules);
    }
    now_.node->array = std::move(rules);
}

void SchemaCompiler::fill_items(ArrayRules& rules) {
    const Vocabulary& vocabulary = now_.at.resource->vocabulary;
    const Json* items = keyword("items");
    rules.contained = schema("contains");
    if (vocabulary.dialect == SchemaDialect::Draft7) {
        rules.marks_contained = false;
        const bool are_listed = items != nullptr && items->is_array();
        if (are_listed && items->size() > 0) {
            rules.first = schemas("items");
        }
        rules.rest = schema(are_listed ? "additionalItems" : "items");
        return;
    }
    rules.first = schemas("prefixItems");
    rules.rest = schema("items");
    if (vocabulary.has_validation) {
        rules.least_contained = count("minContains").value_or(1);
        rules.most_contained = count("maxContains");
    }
}

void SchemaCompiler::fill_object() {
    if (!has_any({"maxProperties", "minProperties", "required", "dependentRequired",
                  "dependentSchemas", "dependencies", "properties", "patternProperties",
                  "additionalProperties", "propertyNames"})) {
        return;
    }
    auto rules = std::make_unique<ObjectRules>();
    const Vocabulary& vocabulary = now_.at.resource->vocabulary;
    if (vocabulary.has_validation) {
        rules->most = count("maxProperties");
        rules->least = count("minProperties");
        if (const Json* required = keyword("required"); required != nullptr) {
            rules->required = names(*required, "required");
        }
    }
    if (vocabulary.has_applicators) {
        fill_members(*rules);
    }
    fill_dependencies(*rules);
    now_.node->object = std::move(rules);
}

void SchemaCompiler::fill_members(ObjectRules& rules) {
    const auto each = [&](std::string_view name, const auto& take) {
        const Json* value = keyword(name);
        if (value != nullptr && !value->is_object()) {
            refuse(name, "An object of schemas is expected.");
        } else if (value != nullptr) {
            for (const auto& [member, schema] : value->as_object()) {
                if (schema.is_array()) {
                    refuse(name, "An object of schemas is expected.");
                } else {
                    take(member, node_for(documents_.locate(&schema)));
                }
            }
        }
    };
    each("properties", [&](const std::string& name, const SchemaNode* node) {
        rules.members.emplace(name, node);
    });
    each("patternProperties", [&](const std::string& text, const SchemaNode* node) {
        if (auto compiled = pattern(text, place("patternProperties")); compiled) {
            rules.members_like.emplace_back(std::move(*compiled), node);
        }
    });
    rules.others = schema("additionalProperties");
    rules.names = schema("propertyNames");
}

void SchemaCompiler::fill_dependencies(ObjectRules& rules) {
    const Vocabulary& vocabulary = now_.at.resource->vocabulary;
    const bool is_draft_7 = vocabulary.dialect == SchemaDialect::Draft7;
    for (const std::string_view name : {"dependencies", "dependentRequired", "dependentSchemas"}) {
        const Json* value = keyword(name);
        if (value == nullptr || is_draft_7 != (name == "dependencies")) {
            continue;
        }
        if (!value->is_object()) {
            refuse(name, "An object is expected.");
            continue;
        }
        for (const auto& [member, dependent] : value->as_object()) {
            const bool are_names =
                name == "dependentRequired" || (is_draft_7 && dependent.is_array());
            if (are_names && vocabulary.has_validation) {
                rules.required_with.emplace_back(member, names(dependent, name));
            } else if (!are_names && dependent.is_array()) {
                refuse(name, "An object of schemas is expected.");
            } else if (!are_names && vocabulary.has_applicators) {
                rules.schema_with.emplace_back(member, node_for(documents_.locate(&dependent)));
            }
        }
    }
}

const SchemaNode* SchemaCompiler::reference(std::string_view name, std::string* dynamic_name) {
    const Json* text = keyword(name);
    if (text == nullptr) {
        return nullptr;
    }
    if (!text->is_string()) {
        refuse(name, "A URI reference is expected.");
        return nullptr;
    }
    const auto target = documents_.follow(*now_.at.resource, text->as_string());
    if (!target) {
        note({"formats.schema_reference",
              Severity::Fault,
              place(name),
              {{"reference", std::string(first_characters(text->as_string(), 200))}},
              "The reference leads to no schema that is known here."});
        return nullptr;
    }
    if (dynamic_name != nullptr) {
        *dynamic_name = target->dynamic_name;
    }
    return node_for(*target);
}

void SchemaCompiler::fill_references(InPlaceRules& rules) {
    rules.reference = reference("$ref", nullptr);
    if (now_.at.resource->vocabulary.dialect == SchemaDialect::Draft2020) {
        rules.dynamic_reference = reference("$dynamicRef", &rules.dynamic_name);
    }
}

void SchemaCompiler::fill_in_place() {
    if (!has_any({"$ref", "$dynamicRef", "allOf", "anyOf", "oneOf", "not", "if", "unevaluatedItems",
                  "unevaluatedProperties"})) {
        return;
    }
    auto rules = std::make_unique<InPlaceRules>();
    const Vocabulary& vocabulary = now_.at.resource->vocabulary;
    fill_references(*rules);
    if (vocabulary.has_applicators) {
        rules->all_of = schemas("allOf");
        rules->any_of = schemas("anyOf");
        rules->one_of = schemas("oneOf");
        rules->none_of = schema("not");
        rules->condition = schema("if");
        rules->consequence = schema("then");
        rules->alternative = schema("else");
    }
    if (vocabulary.dialect == SchemaDialect::Draft2020 && vocabulary.has_unevaluated) {
        rules->unevaluated_items = schema("unevaluatedItems");
        rules->unevaluated_members = schema("unevaluatedProperties");
    }
    now_.node->in_place = std::move(rules);
}

}  // namespace gordion::formats::internal
