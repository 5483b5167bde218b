// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/finding.hpp"
#include "formats/internal/schema_node.hpp"

namespace gordion::formats::internal {

/// Which members and items of one value were looked at by some schema.
class Looked {
public:
    void mark(std::size_t index);
    void mark_all() { all_ = true; }
    void add(const Looked& other);
    [[nodiscard]] bool has(std::size_t index) const;
    [[nodiscard]] std::size_t size() const { return seen_.size(); }

private:
    bool all_ = false;
    std::vector<bool> seen_;
};

/// One judgement of one instance.
class SchemaEvaluator {
public:
    /// Without findings it stops at the first fault.
    SchemaEvaluator(const CompiledSchema& schema, Findings* findings)
        : schema_(schema), findings_(findings) {}

    /// Whether the instance is valid and no bound was met.
    bool judge(const Json& instance);

private:
    using Token = std::variant<std::string_view, std::size_t>;
    /// What a keyword demands; put into words only for a finding.
    using Expected = std::variant<std::monostate, std::uint64_t, std::string_view, const Json*,
                                  const std::vector<Json>*>;
    class Names;
    class Silence;

    bool evaluate(const SchemaNode& node, const Json& value, Looked* looked);
    bool evaluate_rules(const SchemaNode& node, const Json& value, Looked* looked);
    bool check_values(const SchemaNode& node, const Json& value);
    bool check_number(const NumberRules& rules, const Json& value);
    bool check_text(const TextRules& rules, const Json& value);
    bool check_array(const ArrayRules& rules, const Json& value, Looked* looked);
    bool check_unique(const Json::Array& items);
    bool check_items(const ArrayRules& rules, const Json& value, Looked* looked);
    bool check_contained(const ArrayRules& rules, const Json& value, Looked* looked);
    bool check_object(const ObjectRules& rules, const Json& value, Looked* looked);
    bool check_presence(const ObjectRules& rules, const Json& value, Looked* looked);
    bool demand(const std::string& name, const char* keyword, const Names& present);
    bool check_members(const ObjectRules& rules, const Json& value, Looked* looked);
    bool check_member(const ObjectRules& rules, const Json::Member& member, bool& was_looked_at);
    bool check_in_place(const InPlaceRules& rules, const Json& value, Looked* looked);
    bool check_references(const InPlaceRules& rules, const Json& value, Looked* looked);
    bool check_any(const InPlaceRules& rules, const Json& value, Looked* looked);
    bool check_one(const InPlaceRules& rules, const Json& value, Looked* looked);
    bool check_condition(const InPlaceRules& rules, const Json& value, Looked* looked);
    bool check_unevaluated(const InPlaceRules& rules, const Json& value, Looked* looked);
    bool holds(const SchemaNode& node, const Json& value, Looked* looked);
    bool descend(const SchemaNode& node, const Json& value, Token token);

    [[nodiscard]] const SchemaNode& find_dynamic(const InPlaceRules& rules);
    bool spend(std::size_t steps);
    bool fail(const char* code, const char* keyword, const char* message, Expected expected = {});
    /// Whether nothing more needs to be asked after a fault.
    [[nodiscard]] bool is_over(bool ok) const;
    [[nodiscard]] std::string place() const;

    const CompiledSchema& schema_;
    Findings* findings_;
    bool is_stopped_ = false;  ///< a bound was met
    std::string stopped_at_;
    std::size_t steps_ = 0;
    std::size_t depth_ = 0;
    std::vector<Token> path_;
    std::vector<const SchemaScope*> scopes_;
};

}  // namespace gordion::formats::internal
