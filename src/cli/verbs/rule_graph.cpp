// SPDX-License-Identifier: EUPL-1.2
#include "cli/verbs/rule_graph.hpp"

#include <algorithm>
#include <array>

#include "fim/freitext_rules.hpp"
#include "forms/form.hpp"

namespace gordion::cli {

Findings judge_rule_graph(fim::Schema schema) {
    forms::FormSource source;
    source.schema = std::move(schema);
    Findings all = forms::Form::make(std::move(source)).findings;
    static constexpr std::array<std::string_view, 6> codes{
        "forms.rule_cycle",      "forms.rule_duplicate",   "forms.rule_later_question",
        "forms.condition_cycle", "fim.freitext.duplicate", "fim.freitext.shown_twice"};
    std::erase_if(all, [](const Finding& finding) {
        return std::find(codes.begin(), codes.end(), finding.code) == codes.end();
    });
    return all;
}

Findings judge_rule_references(const fim::Schema& schema) {
    const fim::RegelElements elements(schema);
    Findings found;
    for (const fim::PlacedRegel& placed : fim::parse_regeln(schema, elements)) {
        for (const Finding& finding : placed.freitext.findings) {
            if (finding.code.starts_with("fim.freitext.reference")) {
                found.push_back(finding);
            }
        }
    }
    return found;
}

}  // namespace gordion::cli
