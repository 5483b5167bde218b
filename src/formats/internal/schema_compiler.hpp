// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <deque>
#include <initializer_list>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>

#include "formats/internal/schema_documents.hpp"
#include "formats/internal/schema_node.hpp"

namespace gordion::formats::internal {

/// Makes nodes of all schemas that can be reached from a document, without recursion: a node is
/// made empty where it is mentioned and filled later.
class SchemaCompiler {
public:
    SchemaCompiler(const JsonSchemaOptions& options, Findings& findings);

    std::shared_ptr<const CompiledSchema> compile(const Json& document);

private:
    /// The schema that is being filled.
    struct Work {
        SchemaLocation at;
        SchemaNode* node;
    };

    const SchemaNode* node_for(const SchemaLocation& location);
    const SchemaScope* scope_for(const SchemaResource& resource);
    void fill(const Work& work);
    void fill_values();
    void fill_types();
    void fill_number();
    void fill_text();
    void fill_array();
    void fill_items(ArrayRules& rules);
    void fill_object();
    void fill_members(ObjectRules& rules);
    void fill_dependencies(ObjectRules& rules);
    void fill_references(InPlaceRules& rules);
    void fill_in_place();

    // What a keyword of the current schema holds; a wrong type is noted.
    const Json* keyword(std::string_view name) const;
    bool has_any(std::initializer_list<std::string_view> names) const;
    std::optional<std::uint64_t> count(std::string_view name);
    std::optional<Json> number(std::string_view name);
    std::optional<EcmaPattern> pattern(const std::string& text, const std::string& place);
    std::vector<std::string> names(const Json& list, std::string_view name);
    const SchemaNode* schema(std::string_view name);
    std::vector<const SchemaNode*> schemas(std::string_view name);
    const SchemaNode* reference(std::string_view name, std::string* dynamic_name);

    [[nodiscard]] std::string place(std::string_view name) const;
    void refuse(std::string_view name, std::string message);
    void note(Finding finding);

    const JsonSchemaOptions& options_;
    Findings& findings_;
    SchemaDocuments documents_;
    std::shared_ptr<CompiledSchema> compiled_ = std::make_shared<CompiledSchema>();
    std::unordered_map<const Json*, SchemaNode*> nodes_;
    std::unordered_map<const SchemaResource*, const SchemaScope*> scopes_;
    std::map<std::string, EcmaPattern, std::less<>> patterns_;
    std::size_t pattern_steps_ = 0;
    std::deque<Work> waiting_;
    Work now_{};
};

}  // namespace gordion::formats::internal
