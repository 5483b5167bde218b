// SPDX-License-Identifier: EUPL-1.2
#include "cli/verbs/verbs.hpp"

namespace gordion::cli {
namespace {

Result<Exit> run(Call& call) {
    const auto in = TRY(call.open());
    const TenantId tenant{call.option("administration")};
    const std::string package = call.option("package");
    const Scope scope{tenant, {"cli"}, "adoption.pin", {}, false};
    if (call.has("release")) {
        TRY(in->reuse.unpin_version(scope, tenant, package));
        call.out << tenant.value << " comes along with rollouts of " << package << " again.\n";
        return Exit::Done;
    }
    const auto life = TRY(in->reuse.view_adoption(tenant, package, call.clock.today()));
    reuse::PinWish wish{
        tenant, package, life.current ? life.current->version : "", {}, call.option("reason")};
    if (call.has("until")) {
        wish.until = TRY(parse_date(call.option("until")));
    }
    const reuse::Pin pin = TRY(in->reuse.pin_version(scope, wish));
    call.out << tenant.value << " stays on " << package << " " << pin.version
             << (pin.until ? " until " + pin.until->to_german() : "") << ".\n";
    return Exit::Done;
}

}  // namespace

Verb adoption_pin_verb() {
    return {"adoption pin",
            "",
            0,
            0,
            "Keep an administration on the version it uses, whatever the provider rolls out",
            {{"administration", "nine digits of the ARS", false, true},
             {"package", "id of the package", false, true},
             {"reason", "why, for the provider to read"},
             {"until", "last day, YYYY-MM-DD (default: until it is released)"},
             {"release", "take the pin back", true}},
            run};
}

}  // namespace gordion::cli
