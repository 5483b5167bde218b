// SPDX-License-Identifier: EUPL-1.2
#include "app/joining.hpp"
#include "cli/verbs/verbs.hpp"
#include "core/files.hpp"
#include "core/limits.hpp"
#include "reuse/adoption_plan.hpp"

namespace gordion::cli {
namespace {

Result<Exit> run(Call& call) {
    const std::string& file = call.arguments.at(0);
    const auto plan =
        TRY(reuse::parse_adoption_plan(TRY(load_file(file, limits::toml_bytes)), file));
    print_findings(call, plan.findings);
    if (has_faults(plan.findings)) {
        return Exit::Faults;
    }
    const auto in = TRY(call.open());
    // The plan of an operator, who may join for everybody.
    Scope scope = system_scope("adoption.apply");
    scope.actor = {"cli"};
    const reuse::PlanOutcome outcome = reuse::apply_adoption_plan(in->reuse, scope, plan.value);
    for (const reuse::Adoption& adoption : outcome.adoptions) {
        if (!call.has("no-destinations")) {
            TRY(app::ensure_destination(*in, scope.narrowed_to(adoption.tenant), adoption.tenant));
        }
    }
    print_findings(call, outcome.findings);
    if (call.json) {
        call.out << formats::write_json(
                        formats::Json::object({{"values_set", outcome.values_set},
                                               {"values_unchanged", outcome.values_unchanged},
                                               {"adoptions", outcome.adoptions.size()}}))
                 << "\n";
    } else {
        call.out << outcome.values_set << " values set, " << outcome.values_unchanged
                 << " unchanged, " << outcome.adoptions.size() << " adoptions\n";
    }
    return has_faults(outcome.findings) ? Exit::Faults : Exit::Done;
}

}  // namespace

Verb adoption_apply_verb() {
    return {
        "adoption apply",
        "FILE",
        1,
        1,
        "Set the values and join the offers that a plan (TOML) lists; repeating changes nothing",
        {{"no-destinations",
          "make no key pair where an administration has no destination; nobody can submit there "
          "before 'adoption add' or the page does",
          true}},
        run};
}

}  // namespace gordion::cli
