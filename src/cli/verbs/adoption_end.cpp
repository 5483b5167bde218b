// SPDX-License-Identifier: EUPL-1.2
#include "cli/verbs/verbs.hpp"

namespace gordion::cli {
namespace {

Result<Exit> run(Call& call) {
    const auto in = TRY(call.open());
    const TenantId tenant{call.option("administration")};
    const Date from = call.has("from") ? TRY(parse_date(call.option("from"))) : call.clock.today();
    const Scope scope{tenant, {"cli"}, "adoption.end", {}, false};
    const reuse::Adoption ended =
        TRY(in->reuse.end_adoption(scope, tenant, call.option("package"), from));
    call.out << tenant.value << " does not use " << ended.package_id << " any more from "
             << ended.valid_from.to_german()
             << ". Drafts that were begun can be finished; cases go on.\n";
    return Exit::Done;
}

}  // namespace

Verb adoption_end_verb() {
    return {"adoption end",
            "",
            0,
            0,
            "Leave an offer; drafts can be finished and cases go on",
            {{"administration", "nine digits of the ARS", false, true},
             {"package", "id of the package", false, true},
             {"from", "first day without it, YYYY-MM-DD (default: today)"}},
            run};
}

}  // namespace gordion::cli
