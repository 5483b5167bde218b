// SPDX-License-Identifier: EUPL-1.2
#include "cli/verbs/verbs.hpp"

namespace gordion::cli {
namespace {

Result<Exit> run(Call& call) {
    const auto in = TRY(call.open());
    const std::string area = call.option("area");
    const Scope scope{{area.substr(0, 9)}, {"cli"}, "parameter.set", {}, false};
    const Date from = call.has("from") ? TRY(parse_date(call.option("from"))) : call.clock.today();
    const auto value = call.has("unset") ? std::nullopt : std::optional(call.option("value"));
    reuse::ParameterChange change{call.option("package"), area, call.option("key"), value, from};
    if (call.has("to")) {
        change.valid_to = TRY(parse_date(call.option("to")));
    }
    const auto set = TRY(in->reuse.set_parameter(scope, change));
    call.out << set.key << " = " << set.value.value_or("(taken back)") << " for " << set.region
             << " from " << set.valid_from.to_german()
             << (set.valid_to ? " to " + set.valid_to->to_german() : "") << "\n";
    return Exit::Done;
}

}  // namespace

Verb parameter_set_verb() {
    return {"parameter set",
            "",
            0,
            0,
            "Set a parameter for an area",
            {{"package", "id of the offer", false, true},
             {"area", "ARS: 2, 5, 9 or 12 digits", false, true},
             {"key", "which parameter", false, true},
             {"value", "as people write it: 120,00 or 31.01.2026"},
             {"unset", "take the area's own value back", true},
             {"from", "first day, YYYY-MM-DD (default: today)"},
             {"to", "last day, YYYY-MM-DD; then what held before holds again"}},
            run};
}

}  // namespace gordion::cli
