// SPDX-License-Identifier: EUPL-1.2
#include "cli/verbs/fit_server.hpp"
#include "cli/verbs/verbs.hpp"
#include "core/files.hpp"
#include "core/limits.hpp"
#include "formats/json.hpp"
#include "zustelldienst/client_store.hpp"
#include "zustelldienst/key_checks.hpp"

namespace gordion::cli {
namespace {

using zustelldienst::Binding;

Result<void> bind_all(Call& call, zustelldienst::ClientStore& clients, const Scope& scope,
                      const std::string& client) {
    for (const auto& [option, binding] :
         {std::pair("subscribes", Binding::Subscribes), std::pair("manages", Binding::Manages)}) {
        for (const std::string& destination : call.all(option)) {
            TRY(clients.bind_destination(scope, {scope.tenant, client, destination, binding}));
        }
    }
    return {};
}

// The public half; the file may hold the whole key, as `fitconnect publish` makes it.
Result<zustelldienst::DestinationKey> load_signing_key(const Call& call, const std::string& file) {
    formats::Json jwk = TRY(formats::parse_json(TRY(load_file(file, limits::toml_bytes))));
    if (jwk.find("d") != nullptr) {
        jwk = TRY(published_half(jwk));
    }
    const zustelldienst::Settings settings =
        call.config.fitconnect_server.value_or(zustelldienst::Settings());
    return zustelldienst::read_destination_key(jwk, settings, call.clock.now());
}

Result<Exit> run(Call& call) {
    // Before anything is written.
    std::vector<zustelldienst::DestinationKey> keys;
    for (const std::string& file : call.all("signing-key")) {
        keys.push_back(TRY(load_signing_key(call, file)));
    }
    const auto in = TRY(call.open());
    const zustelldienst::Foundation foundation{*in->database, in->blobs, in->master_key, in->clock,
                                               in->random};
    zustelldienst::ClientStore clients(foundation, zustelldienst::Settings().cache_seconds);
    const Scope scope{{call.option("tenant")}, {"cli"}, "client.add", {}, false};
    const auto made = TRY(clients.create_client(
        scope, {scope.tenant, call.option("name"), call.all("scope"), "", {}}));
    TRY(bind_all(call, clients, scope, made.client_id));
    for (const zustelldienst::DestinationKey& key : keys) {
        TRY(clients.add_signing_key(scope, scope.tenant, made.client_id, key));
    }
    if (call.json) {
        call.out << formats::write_json(formats::Json::object(
                        {{"client_id", made.client_id}, {"client_secret", made.secret.reveal()}}))
                 << "\n";
    } else {
        call.out << "client_id = \"" << made.client_id << "\"\nclient_secret = \""
                 << made.secret.reveal() << "\"\nThe secret is shown this once.\n";
    }
    return Exit::Done;
}

}  // namespace

Verb client_add_verb() {
    return {"client add",
            "",
            0,
            0,
            "Let a program use the delivery server: makes its id and secret",
            {{"tenant", "ARS of the body whose program it is", false, true},
             {"name", "what it is called in lists", false, true},
             {"scope", "of FIT-Connect: \"send:region:DE\", \"create:destination\" …", false, true,
              true},
             {"subscribes", "id of a destination whose submissions it fetches", false, false, true},
             {"manages", "id of a destination that it may change", false, false, true},
             {"signing-key", "file with the JWK that signs its answers to replies", false, false,
              true}},
            run};
}

}  // namespace gordion::cli
