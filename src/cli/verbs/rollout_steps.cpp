// SPDX-License-Identifier: EUPL-1.2
// The verbs that tell a rollout to rest, go on, grow, end or go back.
#include "cli/verbs/number_option.hpp"
#include "cli/verbs/rollout_text.hpp"
#include "cli/verbs/verbs.hpp"

namespace gordion::cli {
namespace {

using Decide = Result<reuse::Rollout> (reuse::Rollouts::*)(const Scope&, const reuse::RolloutId&);

Result<Exit> show_after(Call& call, app::Modules& in, const reuse::RolloutId& id) {
    TRY(in.rollouts.carry_on(id));
    TRY(print_rollout(call, in, id));
    return Exit::Done;
}

template <Decide decide>
Result<Exit> run(Call& call) {
    const auto in = TRY(call.open());
    const reuse::Rollout known = TRY(in->rollouts.load_rollout({call.arguments.at(0)}));
    const Scope scope = TRY(provider_scope(call, *in, known.package_id, "rollout.decide"));
    TRY((in->rollouts.*decide)(scope, known.id));
    return show_after(call, *in, known.id);
}

Result<Exit> run_widen(Call& call) {
    const auto in = TRY(call.open());
    const reuse::Rollout known = TRY(in->rollouts.load_rollout({call.arguments.at(0)}));
    const Scope scope = TRY(provider_scope(call, *in, known.package_id, "rollout.decide"));
    TRY(in->rollouts.widen_rollout(scope, known.id, TRY(parse_number_option(call, "share", {}))));
    return show_after(call, *in, known.id);
}

Verb make_verb(std::string_view words, std::string_view meaning, Result<Exit> (*what)(Call& call)) {
    return {words,
            "ID",
            1,
            1,
            meaning,
            {{"all", "list everybody, not only who did not come along", true},
             {"tenant", "who decides (default: the package's provider)"}},
            what};
}

}  // namespace

Verb rollout_pause_verb() {
    return make_verb("rollout pause", "Move nobody until it is continued",
                     run<&reuse::Rollouts::pause_rollout>);
}

Verb rollout_continue_verb() {
    return make_verb("rollout continue",
                     "Go on after a pause or a kill, and judge again who was held back",
                     run<&reuse::Rollouts::continue_rollout>);
}

Verb rollout_stop_verb() {
    return make_verb("rollout stop", "End it; who was moved stays moved",
                     run<&reuse::Rollouts::stop_rollout>);
}

Verb rollout_back_verb() {
    return make_verb("rollout back", "Return everybody it moved to the version before",
                     run<&reuse::Rollouts::roll_back>);
}

Verb rollout_widen_verb() {
    Verb verb =
        make_verb("rollout widen", "Move a larger share; the smaller one is among it", run_widen);
    verb.options.push_back({"share", "percent of all adoptions", false, true});
    return verb;
}

}  // namespace gordion::cli
