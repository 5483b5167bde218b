// SPDX-License-Identifier: EUPL-1.2
#include "app/joining.hpp"
#include "cli/verbs/verbs.hpp"

namespace gordion::cli {
namespace {

Result<Exit> run(Call& call) {
    const auto in = TRY(call.open());
    routing::Destination wanted;
    wanted.tenant = {call.option("tenant")};
    wanted.receiver = call.option("receiver");
    wanted.area = call.option("area");
    wanted.name = call.option("name");
    wanted.services = call.all("service");
    wanted.valid_from =
        call.has("valid-from") ? TRY(parse_date(call.option("valid-from"))) : call.clock.today();
    const Scope scope{wanted.tenant, {"cli"}, "destination.add", {}, false};
    const auto made = TRY(app::register_receiver(*in, scope, wanted));
    call.out << "Destination " << made.id.value << " receives for " << made.receiver << " in "
             << made.area << ".\n";
    return Exit::Done;
}

}  // namespace

Verb destination_add_verb() {
    return {
        "destination add",
        "",
        0,
        0,
        "Let a body receive copies and be consulted (Finanzamt, chamber, police)",
        {{"tenant", "the body: part of an ARS, a hyphen, a word (01-finanzamt-nord)", false, true},
         {"receiver", "its kind as packages name it (finanzamt)", false, true},
         {"area", "beginning of the ARS for which it receives (01054)", false, true},
         {"name", "its name as people read it", false, true},
         {"service", "Leistungsschluessel (default: all)", false, false, true},
         {"valid-from", "first day, YYYY-MM-DD (default: today)"}},
        run};
}

}  // namespace gordion::cli
