// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <functional>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "forms/form.hpp"
#include "forms/internal/node.hpp"

namespace gordion::forms {

/// Everything Form knows. Built by the functions of internal/make.hpp, then never changed but for
/// what is marked mutable.
struct Form::Compiled {
    FormSource source;
    /// Made when it is asked for: only few doors of a form need it.
    mutable formats::Json json_schema;
    mutable std::once_flag json_schema_once;
    std::vector<internal::Node> nodes;  ///< in schema order
    std::vector<std::size_t> roots;
    std::vector<std::size_t> fixed;  ///< hidden and locked fields
    bool has_sources = false;        ///< some value is given
    std::vector<internal::PageSpec> pages;
    std::vector<std::size_t> top_pages;
    std::vector<internal::Condition> conditions;  ///< in an order in which each can be decided
    std::vector<internal::Requirement> requirements;
    std::vector<internal::RuleCheck> checks;
    std::map<std::string, internal::LanguageTexts, std::less<>> languages;

    [[nodiscard]] bool has_rules() const {
        return !conditions.empty() || !requirements.empty() || !checks.empty();
    }
    [[nodiscard]] const internal::LanguageTexts& texts(std::string_view language) const {
        const auto found = languages.find(language);
        return found != languages.end() ? found->second : languages.find("de")->second;
    }
};

namespace internal {

using Compiled = Form::Compiled;

/// "G1[0].F2": the name of an element in findings and posts.
std::string place_of(const Compiled& form, const Node& node, const Instance& instance);

struct Place {
    const Node* node = nullptr;
    Instance instance;
    std::optional<std::size_t> item;  ///< of a repeated field, or of the repeated group itself
};

/// Reads a place or a path of ids; indices may be absent (then zero).
std::optional<Place> parse_place(const Compiled& form, std::string_view text);

/// The answer of an element, or nullptr. A repeated group or field gives its array.
const formats::Json* find_answer(const Compiled& form, const formats::Json& answers,
                                 const Node& node, const Instance& instance);
/// Puts an answer in, making groups on the way; null takes it out. An instance may be made only
/// right after the last one.
void put_answer(const Compiled& form, formats::Json& answers, const Node& node,
                const Instance& instance, formats::Json value);
/// How many instances or values a repeated element has.
std::size_t count_answers(const Compiled& form, const formats::Json& answers, const Node& node,
                          const Instance& instance);
/// The object in which the rules call "item": the innermost instance around the node.
const formats::Json* find_item(const Compiled& form, const formats::Json& answers,
                               std::size_t container, const Instance& instance);
/// Calls visit(instance) for every instance of a repeated group that has answers; once with an
/// empty instance for `none`.
void visit_instances(const Compiled& form, const formats::Json& answers, std::size_t container,
                     const std::function<void(const Instance&)>& visit);
/// Whether there is anything in it: not null, "", or only empty things.
bool has_content(const formats::Json& value);
/// How many repeated groups are around the node (itself not counted).
std::size_t instance_depth(const Compiled& form, const Node& node);

}  // namespace internal
}  // namespace gordion::forms
