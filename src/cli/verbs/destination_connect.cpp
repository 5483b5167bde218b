// SPDX-License-Identifier: EUPL-1.2
#include "app/joining.hpp"
#include "cli/verbs/fit_server.hpp"
#include "cli/verbs/verbs.hpp"

namespace gordion::cli {
namespace {

Result<Exit> run(Call& call) {
    const auto in = TRY(call.open());
    delivery::RemoteDestination remote;
    remote.destination_id = call.arguments.empty() ? "" : call.arguments.front();
    remote.settings = TRY(load_fit_settings(call, in->fit_connect->options().plain_addresses));
    remote.wanted.tenant = {call.option("tenant")};
    remote.wanted.area = call.option("area", call.option("tenant"));
    remote.wanted.name = call.option("name");
    remote.wanted.services = call.all("service");
    remote.wanted.valid_from =
        call.has("valid-from") ? TRY(parse_date(call.option("valid-from"))) : call.clock.today();
    if (call.has("valid-until")) {
        remote.wanted.valid_to = TRY(parse_date(call.option("valid-until")));
    }
    const Scope scope{remote.wanted.tenant, {"cli"}, "destination.connect", {}, false};
    const auto made = TRY(app::connect_destination(*in, scope, std::move(remote)));
    call.out << "Destination " << made.id.value << " hands over to "
             << made.channel_settings.text_at("destination_id") << " at "
             << made.channel_settings.text_at("submission_url") << ".\n";
    return Exit::Done;
}

}  // namespace

Verb destination_connect_verb() {
    return {
        "destination connect",
        "[ID]",
        0,
        1,
        "Hand an authority's submissions over to a destination at a FIT-Connect server; without "
        "ID the one that its Routing API names",
        {{"server", "TOML file: origin, client_id, client_secret", false, true},
         {"tenant", "the authority: part of an ARS", false, true},
         {"service", "Leistungsschluessel", false, true, true},
         {"area", "beginning of the ARS for which it receives (default: the tenant)"},
         {"name", "its name as people read it (default: as published)"},
         {"valid-from", "first day, YYYY-MM-DD (default: today)"},
         {"valid-until", "last day, YYYY-MM-DD (default: none)"}},
        run};
}

}  // namespace gordion::cli
