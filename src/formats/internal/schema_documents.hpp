// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "formats/json_schema.hpp"

namespace gordion::formats::internal {

/// What the keywords of one resource mean.
struct Vocabulary {
    SchemaDialect dialect = SchemaDialect::Draft2020;
    bool has_applicators = true;
    bool has_unevaluated = true;
    bool has_validation = true;
    bool demands_formats = false;
};

/// A schema with an identity of its own, and the anchors in it.
struct SchemaResource {
    std::string uri;  ///< absolute where the document says so, without fragment
    const Json* root = nullptr;
    Vocabulary vocabulary;
    std::map<std::string, const Json*, std::less<>> anchors;
    std::map<std::string, const Json*, std::less<>> dynamic_anchors;
};

/// Where a schema stands.
struct SchemaLocation {
    const Json* schema = nullptr;
    const SchemaResource* resource = nullptr;
    std::string place;         ///< for findings
    std::string dynamic_name;  ///< of a reference to a dynamic anchor, else ""
};

/// All documents of one compilation: finds identities and anchors, follows references. Values stay
/// where they are, so their addresses name them.
class SchemaDocuments {
public:
    SchemaDocuments(const JsonSchemaOptions& options, Findings& findings);

    /// Takes the document in and gives its root; nothing if it nests too deep.
    std::optional<SchemaLocation> add(const Json& document, const std::string& uri);

    /// Where the reference leads, seen from a resource; nothing if nowhere (no finding is noted).
    std::optional<SchemaLocation> follow(const SchemaResource& from, std::string_view reference);

    /// Where a schema that was taken in stands.
    [[nodiscard]] SchemaLocation locate(const Json* schema) const;

private:
    struct Entry {
        SchemaResource* resource;
        std::string place;
    };

    bool index(const Json& schema, SchemaResource& around, const std::string& place,
               std::size_t depth);
    bool index_below(const Json& schema, SchemaResource& resource, const std::string& place,
                     std::size_t depth);
    SchemaResource& enter(const Json& schema, SchemaResource& around, const std::string& place);
    void note_anchors(const Json& schema, SchemaResource& resource, const std::string& place);
    SchemaResource* find_resource(const std::string& uri);
    std::optional<SchemaLocation> follow_pointer(const SchemaResource& from,
                                                 std::string_view pointer);
    Vocabulary read_vocabulary(const Json& schema, const Vocabulary& around,
                               const std::string& place, int depth);
    void note(std::string code, const std::string& place, Values values, std::string message);

    const JsonSchemaOptions& options_;
    Findings& findings_;
    std::vector<std::unique_ptr<const Json>> documents_;
    std::vector<std::unique_ptr<SchemaResource>> resources_;
    std::map<std::string, SchemaResource*> by_uri_;
    std::unordered_map<const Json*, Entry> entries_;
    bool is_incomplete_ = false;  ///< a document was too large: no reference is followed any more
};

}  // namespace gordion::formats::internal
