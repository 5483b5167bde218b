// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <map>
#include <string>
#include <tuple>

#include "forms/internal/compiled_form.hpp"

/// The steps of Form::make, in their order. Each adds findings and leaves the form usable for the
/// next one.
namespace gordion::forms::internal {

class Maker {
public:
    explicit Maker(FormSource source);
    /// Runs all steps.
    void make();

    std::unique_ptr<Compiled> form = std::make_unique<Compiled>();
    Findings findings;

private:
    friend class PageMaker;
    friend class RuleMaker;
    friend class TextMaker;

    void report(std::string_view code, Severity severity, std::string place, Values values,
                std::string message);
    void make_nodes(const std::vector<fim::Position>& positions, std::size_t parent);
    void make_field(Node& node);
    void make_bounds(Node& node);
    std::shared_ptr<const CodeSet> find_codes(const fim::Field& field);
    std::optional<fim::Pattern> find_pattern(const std::string& text);
    void make_option_sources();
    void make_value_sources();
    void make_source(const formats::Json& source, const std::string& place);
    void make_account_source(Node& node, const std::string& name, const std::string& place);
    void make_content(Node& node, const std::string& text, const std::string& place);
    /// The one node that an id or a path of ids means.
    std::size_t resolve(const std::string& reference, const std::string& place);

    /// By list, version and columns; nullptr where nobody has the list.
    using ListKey = std::tuple<std::string, std::string, std::string, std::string, std::string>;
    std::map<ListKey, std::shared_ptr<const CodeSet>> code_sets_;
    /// By text; nothing where it does not compile.
    std::map<std::string, std::optional<fim::Pattern>> patterns_;
};

void make_pages(Maker& maker);
void make_rules(Maker& maker);
void make_texts(Maker& maker);

}  // namespace gordion::forms::internal
