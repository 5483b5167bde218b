// SPDX-License-Identifier: EUPL-1.2
#include "cli/verbs/verbs.hpp"

namespace gordion::cli {
namespace {

Result<Exit> run(Call& call) {
    const auto in = TRY(call.open());
    cases::Mandate mandate;
    mandate.tenant = {call.option("from-administration")};
    mandate.team = {call.option("to-administration")};
    mandate.services = call.all("service");
    mandate.power = TRY(cases::parse_power(call.option("power", "prepare")));
    mandate.legal_basis = call.option("legal-basis");
    mandate.valid_from =
        call.has("valid-from") ? TRY(parse_date(call.option("valid-from"))) : call.clock.today();
    const Scope scope{mandate.tenant, {"cli"}, "mandate.give", {}, false};
    const auto given = TRY(in->mandates.give_mandate(scope, mandate));
    call.out << "Mandate " << given.id.value << " given.\n";
    return Exit::Done;
}

}  // namespace

Verb mandate_give_verb() {
    return {"mandate give",
            "",
            0,
            0,
            "Let another administration's team work on cases",
            {{"from-administration", "whose cases (nine digits)", false, true},
             {"to-administration", "whose team (nine digits)", false, true},
             {"legal-basis", "statute, agreement or decision, with date", false, true},
             {"service", "Leistungsschluessel (default: all)", false, false, true},
             {"power", "prepare, decide or sign (default: prepare)"},
             {"valid-from", "first day, YYYY-MM-DD (default: today)"}},
            run};
}

}  // namespace gordion::cli
