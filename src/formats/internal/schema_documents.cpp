// SPDX-License-Identifier: EUPL-1.2
#include "formats/internal/schema_documents.hpp"

#include <array>

#include "core/limits.hpp"
#include "core/text.hpp"
#include "formats/internal/json_values.hpp"
#include "formats/internal/uri_reference.hpp"

namespace gordion::formats::internal {
namespace {

constexpr std::string_view draft_2020 = "https://json-schema.org/draft/2020-12/schema";
constexpr std::string_view draft_7 = "http://json-schema.org/draft-07/schema";
constexpr std::string_view vocabularies = "https://json-schema.org/draft/2020-12/vocab/";
constexpr int longest_chain_of_metaschemas = 8;

enum class Holds { One, List, Named };

struct Place {
    std::string_view keyword;
    Holds holds;
};

// Keywords whose values are schemas. Those that a draft does not know are only looked through for
// identities; a reference may lead there all the same.
constexpr std::array<Place, 21> places{{
    {"$defs", Holds::Named},
    {"definitions", Holds::Named},
    {"properties", Holds::Named},
    {"patternProperties", Holds::Named},
    {"dependentSchemas", Holds::Named},
    {"dependencies", Holds::Named},
    {"allOf", Holds::List},
    {"anyOf", Holds::List},
    {"oneOf", Holds::List},
    {"prefixItems", Holds::List},
    {"items", Holds::One},
    {"additionalItems", Holds::One},
    {"unevaluatedItems", Holds::One},
    {"contains", Holds::One},
    {"additionalProperties", Holds::One},
    {"unevaluatedProperties", Holds::One},
    {"propertyNames", Holds::One},
    {"not", Holds::One},
    {"if", Holds::One},
    {"then", Holds::One},
    {"else", Holds::One},
}};

constexpr std::size_t longest_place = 400;

// Places are for people, and one is kept for every schema: very long ones end somewhere.
std::string below(std::string place, std::string_view token) {
    if (place.size() < longest_place) {
        append_pointer_token(place, first_characters(token, 100));
    }
    return place;
}

bool is_plain_fragment(std::string_view text) {
    return text.starts_with('#') && text.size() > 1 && text[1] != '/';
}

}  // namespace

SchemaDocuments::SchemaDocuments(const JsonSchemaOptions& options, Findings& findings)
    : options_(options), findings_(findings) {}

void SchemaDocuments::note(std::string code, const std::string& place, Values values,
                           std::string message) {
    if (findings_.size() < limits::findings) {
        findings_.push_back(
            {std::move(code), Severity::Fault, place, std::move(values), std::move(message)});
    }
}

std::optional<SchemaLocation> SchemaDocuments::add(const Json& document, const std::string& uri) {
    documents_.push_back(std::make_unique<const Json>(document));
    resources_.push_back(std::make_unique<SchemaResource>());
    SchemaResource& resource = *resources_.back();
    resource.uri = uri;
    resource.root = documents_.back().get();
    resource.vocabulary.dialect = options_.dialect;
    by_uri_.emplace(uri, &resource);
    const std::string place = documents_.size() == 1 ? "" : uri + "#";
    resource.vocabulary = read_vocabulary(*resource.root, resource.vocabulary, place, 0);
    if (!index(*resource.root, resource, place, 0)) {
        return std::nullopt;
    }
    return locate(resource.root);
}

Vocabulary SchemaDocuments::read_vocabulary(const Json& schema, const Vocabulary& around,
                                            const std::string& place, int depth) {
    const Json* named = schema.find("$schema");
    if (named == nullptr || !named->is_string()) {
        return around;
    }
    std::string uri = named->as_string();
    if (uri.ends_with('#')) {
        uri.pop_back();
    }
    if (uri == draft_2020 || uri == draft_7) {
        return {.dialect = uri == draft_7 ? SchemaDialect::Draft7 : SchemaDialect::Draft2020};
    }
    const auto metaschema = options_.resolve && depth < longest_chain_of_metaschemas
                                ? options_.resolve(uri)
                                : std::nullopt;
    if (!metaschema || !metaschema->is_object()) {
        note("formats.schema_dialect", below(place, "$schema"),
             {{"dialect", std::string(first_characters(uri, 200))}},
             "Neither draft 2020-12 nor 7, nor a metaschema that is known here.");
        return around;
    }
    Vocabulary read = read_vocabulary(*metaschema, around, place, depth + 1);
    if (const Json* names = metaschema->find("$vocabulary");
        names != nullptr && names->is_object()) {
        const auto has = [&](std::string_view name) {
            return names->find(std::string(vocabularies) + std::string(name)) != nullptr;
        };
        read.has_applicators = has("applicator");
        read.has_unevaluated = has("unevaluated");
        read.has_validation = has("validation");
        read.demands_formats = has("format-assertion");
    }
    return read;
}

bool SchemaDocuments::index(const Json& schema, SchemaResource& around, const std::string& place,
                            std::size_t depth) {
    if (depth > limits::json_depth || entries_.size() >= limits::json_schema_nodes) {
        note("formats.schema_too_large", place, {},
             "The schema is larger or nests deeper than allowed.");
        return false;
    }
    if (!schema.is_object()) {
        entries_.emplace(&schema, Entry{&around, place});
        return true;
    }
    SchemaResource& resource = enter(schema, around, place);
    entries_.insert_or_assign(&schema, Entry{&resource, place});
    note_anchors(schema, resource, place);
    return index_below(schema, resource, place, depth);
}

bool SchemaDocuments::index_below(const Json& schema, SchemaResource& resource,
                                  const std::string& place, std::size_t depth) {
    for (const Place& where : places) {
        const Json* value = schema.find(where.keyword);
        if (value == nullptr) {
            continue;
        }
        const std::string here = below(place, where.keyword);
        if (where.holds == Holds::Named && value->is_object()) {
            for (const auto& [name, member] : value->as_object()) {
                // A list is no schema but names that depend (draft 7).
                if (!member.is_array() && !index(member, resource, below(here, name), depth + 1)) {
                    return false;
                }
            }
        } else if (value->is_array()) {
            std::size_t number = 0;
            for (const Json& item : value->as_array()) {
                if (!index(item, resource, below(here, std::to_string(number++)), depth + 1)) {
                    return false;
                }
            }
        } else if (where.holds == Holds::One && !index(*value, resource, here, depth + 1)) {
            return false;
        }
    }
    return true;
}

// The resource that begins here, or the one around.
SchemaResource& SchemaDocuments::enter(const Json& schema, SchemaResource& around,
                                       const std::string& place) {
    const bool is_draft_7 = around.vocabulary.dialect == SchemaDialect::Draft7;
    const Json* id = schema.find("$id");
    const bool is_root = &schema == around.root;
    if (id == nullptr || !id->is_string() || (is_draft_7 && schema.find("$ref") != nullptr) ||
        (is_draft_7 && is_plain_fragment(id->as_string()))) {
        return around;
    }
    UriReference absolute = resolve_reference(around.uri, id->as_string());
    if (absolute.fragment && !absolute.fragment->empty() && !is_draft_7) {
        note("formats.schema_invalid", below(place, "$id"), {{"keyword", "$id"}},
             "An identity has no fragment.");
    }
    absolute.fragment.reset();
    const std::string uri = absolute.to_text();
    if (is_root) {
        around.uri = uri;
        by_uri_.emplace(uri, &around);
        return around;
    }
    resources_.push_back(std::make_unique<SchemaResource>());
    SchemaResource& resource = *resources_.back();
    resource.uri = uri;
    resource.root = &schema;
    resource.vocabulary = read_vocabulary(schema, around.vocabulary, place, 0);
    if (!by_uri_.emplace(uri, &resource).second) {
        note("formats.schema_invalid", below(place, "$id"), {{"keyword", "$id"}},
             "Two schemas have the same identity.");
    }
    return resource;
}

void SchemaDocuments::note_anchors(const Json& schema, SchemaResource& resource,
                                   const std::string& place) {
    const auto keep = [&](auto& anchors, std::string_view keyword, const std::string& name) {
        if (!anchors.emplace(name, &schema).second) {
            note("formats.schema_invalid", below(place, keyword),
                 {{"keyword", std::string(keyword)}}, "Two schemas have the same anchor.");
        }
    };
    if (resource.vocabulary.dialect == SchemaDialect::Draft7) {
        const std::string id = schema.text_at("$id");
        if (is_plain_fragment(id) && schema.find("$ref") == nullptr) {
            keep(resource.anchors, "$id", id.substr(1));
        }
        return;
    }
    if (const std::string name = schema.text_at("$anchor"); !name.empty()) {
        keep(resource.anchors, "$anchor", name);
    }
    if (const std::string name = schema.text_at("$dynamicAnchor"); !name.empty()) {
        keep(resource.dynamic_anchors, "$dynamicAnchor", name);
    }
}

SchemaLocation SchemaDocuments::locate(const Json* schema) const {
    const auto found = entries_.find(schema);
    VERIFY(found != entries_.end(), "only schemas that were taken in are asked for");
    return {schema, found->second.resource, found->second.place, ""};
}

SchemaResource* SchemaDocuments::find_resource(const std::string& uri) {
    if (const auto found = by_uri_.find(uri); found != by_uri_.end()) {
        return found->second;
    }
    if (!options_.resolve || documents_.size() >= limits::json_schema_documents) {
        return nullptr;
    }
    const auto document = options_.resolve(uri);
    if (!document) {
        return nullptr;
    }
    if (!add(*document, uri)) {
        is_incomplete_ = true;
        return nullptr;
    }
    return by_uri_.at(uri);
}

std::optional<SchemaLocation> SchemaDocuments::follow(const SchemaResource& from,
                                                      std::string_view reference) {
    UriReference target = resolve_reference(from.uri, reference);
    const auto fragment = decode_percent(target.fragment.value_or(""));
    target.fragment.reset();
    const SchemaResource* resource = find_resource(target.to_text());
    if (resource == nullptr || !fragment || is_incomplete_) {
        return std::nullopt;
    }
    if (fragment->empty() || fragment->front() == '/') {
        return follow_pointer(*resource, *fragment);
    }
    if (const auto found = resource->dynamic_anchors.find(*fragment);
        found != resource->dynamic_anchors.end()) {
        SchemaLocation location = locate(found->second);
        location.dynamic_name = *fragment;
        return location;
    }
    const auto found = resource->anchors.find(*fragment);
    return found == resource->anchors.end() ? std::nullopt : std::optional(locate(found->second));
}

std::optional<SchemaLocation> SchemaDocuments::follow_pointer(const SchemaResource& from,
                                                              std::string_view pointer) {
    const Json* value = from.root;
    SchemaLocation around = locate(value);
    std::string place = around.place;
    while (!pointer.empty()) {
        pointer.remove_prefix(1);
        const std::size_t end = std::min(pointer.find('/'), pointer.size());
        std::string token(pointer.substr(0, end));
        token = replace_all(replace_all(std::move(token), "~1", "/"), "~0", "~");
        pointer.remove_prefix(end);
        value = find_below(*value, token);
        if (value == nullptr) {
            return std::nullopt;
        }
        place = below(std::move(place), token);
        if (entries_.contains(value)) {
            around = locate(value);
        }
    }
    if (!entries_.contains(value)) {
        // A place that no keyword makes a schema becomes one because somebody refers to it. Its
        // identities count from here on.
        SchemaResource* resource = entries_.at(around.schema).resource;
        if (!index(*value, *resource, place, 0)) {
            is_incomplete_ = true;
            return std::nullopt;
        }
    }
    return locate(value);
}

}  // namespace gordion::formats::internal
