// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "formats/internal/ecma_pattern.hpp"
#include "formats/internal/schema_format.hpp"
#include "formats/json.hpp"

namespace gordion::formats::internal {

struct SchemaNode;

/// Types of JSON as bits; every integer is also a number.
enum TypeBit : unsigned {
    NullBit = 1,
    BooleanBit = 2,
    IntegerBit = 4,
    NumberBit = 8,
    StringBit = 16,
    ArrayBit = 32,
    ObjectBit = 64,
};

/// The values of `enum` and `const`, found by hash.
class ValueSet {
public:
    void add(Json value);
    [[nodiscard]] bool contains(const Json& value, std::size_t& work) const;
    [[nodiscard]] const std::vector<Json>& values() const { return values_; }

private:
    std::vector<Json> values_;
    std::unordered_multimap<std::uint64_t, std::size_t> by_hash_;
};

using NodesByName = std::map<std::string, const SchemaNode*, std::less<>>;

struct NumberRules {
    std::optional<Json> multiple_of;
    std::optional<Json> maximum;
    std::optional<Json> exclusive_maximum;
    std::optional<Json> minimum;
    std::optional<Json> exclusive_minimum;
};

struct TextRules {
    std::optional<std::uint64_t> longest;
    std::optional<std::uint64_t> shortest;
    std::optional<std::pair<std::string, EcmaPattern>> pattern;
    std::optional<TextFormat> format;  ///< that is demanded
};

struct ArrayRules {
    std::optional<std::uint64_t> most;
    std::optional<std::uint64_t> least;
    bool are_unique = false;
    std::vector<const SchemaNode*> first;  ///< prefixItems
    const SchemaNode* rest = nullptr;      ///< items behind them
    const SchemaNode* contained = nullptr;
    std::uint64_t least_contained = 1;
    std::optional<std::uint64_t> most_contained;
    bool marks_contained = true;  ///< `contains` counts as looked at (not in draft 7)
};

struct ObjectRules {
    std::optional<std::uint64_t> most;
    std::optional<std::uint64_t> least;
    std::vector<std::string> required;
    std::vector<std::pair<std::string, std::vector<std::string>>> required_with;
    std::vector<std::pair<std::string, const SchemaNode*>> schema_with;
    NodesByName members;
    std::vector<std::pair<EcmaPattern, const SchemaNode*>> members_like;
    const SchemaNode* others = nullptr;  ///< additionalProperties
    const SchemaNode* names = nullptr;
};

/// Schemas for the same value.
struct InPlaceRules {
    const SchemaNode* reference = nullptr;
    const SchemaNode* dynamic_reference = nullptr;
    std::string dynamic_name;  ///< looked up in the scopes around; "" for a plain reference
    std::vector<const SchemaNode*> all_of;
    std::vector<const SchemaNode*> any_of;
    std::vector<const SchemaNode*> one_of;
    const SchemaNode* none_of = nullptr;
    const SchemaNode* condition = nullptr;
    const SchemaNode* consequence = nullptr;
    const SchemaNode* alternative = nullptr;
    const SchemaNode* unevaluated_items = nullptr;
    const SchemaNode* unevaluated_members = nullptr;
};

/// The dynamic anchors of one resource.
struct SchemaScope {
    std::map<std::string, const SchemaNode*, std::less<>> dynamic_anchors;
};

/// One compiled schema.
struct SchemaNode {
    const SchemaScope* scope = nullptr;
    bool refuses_all = false;  ///< `false`
    unsigned types = 0;        ///< 0: any
    std::string type_names;
    std::unique_ptr<ValueSet> one_of_values;
    std::unique_ptr<ValueSet> only_value;
    std::unique_ptr<NumberRules> number;
    std::unique_ptr<TextRules> text;
    std::unique_ptr<ArrayRules> array;
    std::unique_ptr<ObjectRules> object;
    std::unique_ptr<InPlaceRules> in_place;
};

/// Everything that a JsonSchema shares between its copies.
struct CompiledSchema {
    const SchemaNode* root = nullptr;
    std::size_t most_steps = 0;
    std::vector<std::unique_ptr<SchemaNode>> nodes;
    std::vector<std::unique_ptr<SchemaScope>> scopes;
};

}  // namespace gordion::formats::internal
