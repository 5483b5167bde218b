// SPDX-License-Identifier: EUPL-1.2
#include "cli/verbs/number_option.hpp"
#include "cli/verbs/rollout_text.hpp"
#include "cli/verbs/verbs.hpp"

namespace gordion::cli {
namespace {

Result<Exit> run(Call& call) {
    const auto in = TRY(call.open());
    reuse::RolloutWish wish;
    wish.package_id = call.option("package");
    wish.version = call.option("version");
    wish.share = TRY(parse_number_option(call, "share", {100}));
    for (const std::string& target : call.all("administration")) {
        wish.targets.push_back({target});
    }
    wish.starts_on = call.has("from") ? TRY(parse_date(call.option("from"))) : call.clock.today();
    const Scope scope = TRY(provider_scope(call, *in, wish.package_id, "rollout.start"));
    const reuse::Rollout rollout = TRY(in->rollouts.start_rollout(scope, wish));
    TRY(in->rollouts.carry_on(rollout.id));
    TRY(print_rollout(call, *in, rollout.id));
    return Exit::Done;
}

}  // namespace

Verb rollout_start_verb() {
    return {"rollout start",
            "",
            0,
            0,
            "Move the adoptions of a package to a version",
            {{"package", "id of the package", false, true},
             {"version", "default: the newest one"},
             {"share", "percent of all adoptions (default: 100)"},
             {"administration", "only these (nine digits each)", false, false, true},
             {"from", "first day, YYYY-MM-DD (default: today)"},
             {"all", "list everybody, not only who did not come along", true},
             {"tenant", "who decides (default: the package's provider)"}},
            run};
}

}  // namespace gordion::cli
