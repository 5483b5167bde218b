// SPDX-License-Identifier: EUPL-1.2
#include "cli/verbs/verbs.hpp"

namespace gordion::cli {
namespace {

Result<Exit> run(Call& call) {
    const auto in = TRY(call.open());
    const TenantId tenant{call.option("tenant")};
    const Scope scope{tenant, {"cli"}, "destination.list", {}, false};
    for (const auto& one : TRY(in->destinations.list_destinations(scope, tenant))) {
        call.out << one.id.value << "  " << (one.receiver.empty() ? "competent" : one.receiver)
                 << "  " << one.area << "  from " << one.valid_from.to_iso()
                 << (one.valid_to ? " to " + one.valid_to->to_iso() : "") << "  " << one.name
                 << "\n";
    }
    return Exit::Done;
}

}  // namespace

Verb destination_list_verb() {
    return {"destination list",
            "",
            0,
            0,
            "Where a tenant receives, for which area and as what",
            {{"tenant", "whose destinations", false, true}},
            run};
}

}  // namespace gordion::cli
