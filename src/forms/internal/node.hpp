// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/time.hpp"
#include "fim/logic.hpp"
#include "fim/pattern.hpp"
#include "fim/schema.hpp"
#include "forms/internal/code_set.hpp"
#include "forms/page.hpp"

namespace gordion::forms::internal {

inline constexpr std::size_t none = static_cast<std::size_t>(-1);

/// Which instance of each repeated group around an element is meant, outermost first.
using Instance = std::vector<std::size_t>;

/// Bounds of a field, read once.
struct ValueRule {
    std::size_t min_length = 0;
    std::size_t max_length = 0;  ///< 0: only the limit of the server
    std::optional<fim::Pattern> pattern;
    std::optional<double> min_number;
    std::optional<double> max_number;
    std::optional<Date> min_date;
    std::optional<Date> max_date;
    std::vector<std::string> media_types;
    std::size_t max_size_bytes = 0;
};

/// Options that come from the rows of a table parameter.
struct OptionSource {
    std::string param;
    std::string code;
    std::string label;
    std::string help;
};

/// Where a value comes from that nobody types.
struct ValueSource {
    formats::Json content;  ///< typed; null for the other two
    std::string param;      ///< a parameter of the package
    bool is_today = false;
};

/// One position of the schema, compiled. Lives as long as its form; points into the form's schema.
struct Node {
    std::size_t index = 0;
    std::size_t parent = none;
    const fim::Position* position = nullptr;
    const fim::Field* field = nullptr;
    const fim::Group* group = nullptr;
    std::string id;
    std::string path;                ///< ids from the root, joined by "."
    std::vector<std::size_t> chain;  ///< from the root to this node, itself included
    std::size_t container = none;    ///< innermost repeated group around it
    bool repeated = false;
    unsigned min = 0;
    std::size_t max = 1;                ///< never above limits::form_repetitions
    bool asked = false;                 ///< a field that a person answers
    bool fixed = false;                 ///< hidden or locked: its value is given, never typed
    std::optional<ValueSource> source;  ///< fixed: the value; asked: what it is prefilled with
    std::string account;                ///< … before that: with this attribute of the account
    Control control = Control::Text;
    ValueRule rule;
    std::shared_ptr<const CodeSet> codes;  ///< nullptr: any code
    bool lacks_list = false;               ///< … because the list that it refers to is missing
    std::optional<OptionSource> options;
    std::vector<std::size_t> children;
    std::vector<std::size_t> hidden_by;  ///< conditions on it and on all around it, outermost first
    std::vector<std::size_t> requirements;
    std::size_t page = none;       ///< where it is asked
    std::size_t last_page = none;  ///< of a group: where the last of its questions is asked

    [[nodiscard]] bool is_repeated_group() const { return group != nullptr && repeated; }
};

struct PageSpec {
    std::string slug;  ///< "" for the first page of an instance
    std::string key;   ///< slugs from the top, joined by ".": the name in texts
    PageKind kind = PageKind::Questions;
    std::vector<std::size_t> nodes;   ///< what is shown; Repetition: the one group
    std::vector<std::size_t> fields;  ///< Questions: all fields in there, in order
    std::size_t parent = none;        ///< the Repetition around it
    bool declared = false;            ///< it stands in form.toml, which names what it asks
    std::vector<std::size_t> pages;   ///< Repetition: the pages of one instance
};

/// Who wrote a rule. What the schema says in words never makes a form impossible.
enum class RuleSource { Package, Schema };

struct Condition {
    std::string id;
    std::size_t target = none;
    fim::Logic when;
    RuleSource source = RuleSource::Package;
};

struct Requirement {
    std::string id;
    std::size_t target = none;
    fim::Logic when;
};

struct RuleCheck {
    std::string id;
    std::string code;
    Severity severity = Severity::Fault;
    std::size_t place = none;
    std::size_t each = none;  ///< run for every instance of this group
    fim::Logic holds;
    std::vector<std::size_t> reads;     ///< nodes whose answers it looks at
    std::vector<std::size_t> elements;  ///< nodes whose labels the message names
    Values values;
};

struct NodeTexts {
    std::string label;
    std::string help;
    std::string add;
    std::string item;
    std::map<std::string, std::string> options;  ///< where it differs from the list's own name
};

struct PageTexts {
    std::string title;
    std::string intro;
};

/// All texts of one language, with the fallback to German and to the schema already made.
struct LanguageTexts {
    std::vector<NodeTexts> nodes;  ///< by Node::index
    std::vector<PageTexts> pages;  ///< by index of PageSpec
    std::map<std::string, std::string> messages;
};

}  // namespace gordion::forms::internal
