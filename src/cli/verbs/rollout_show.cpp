// SPDX-License-Identifier: EUPL-1.2
#include "cli/verbs/rollout_text.hpp"
#include "cli/verbs/verbs.hpp"

namespace gordion::cli {
namespace {

Result<Exit> run(Call& call) {
    const auto in = TRY(call.open());
    for (const std::string& id : call.arguments) {
        TRY(print_rollout(call, *in, {id}));
        const reuse::Rollout rollout = TRY(in->rollouts.load_rollout({id}));
        for (const reuse::RolloutStep& step : rollout.steps) {
            if (!call.json) {
                call.out << "  " << step.taken_at.to_german() << "  "
                         << reuse::to_string(step.state) << ", " << step.share << " %, by "
                         << step.taken_by << "\n";
            }
        }
    }
    if (call.has("package")) {
        for (const reuse::Rollout& rollout :
             TRY(in->rollouts.list_rollouts(call.option("package")))) {
            TRY(print_rollout(call, *in, rollout.id));
        }
    }
    return Exit::Done;
}

}  // namespace

Verb rollout_show_verb() {
    return {"rollout show",
            "[ID …]",
            0,
            20,
            "How far a rollout is, and who did not come along",
            {{"package", "all rollouts of this package, newest first"},
             {"all", "list everybody, not only who did not come along", true}},
            run};
}

}  // namespace gordion::cli
