// SPDX-License-Identifier: EUPL-1.2
#include "cli/verbs/fit_server.hpp"
#include "cli/verbs/verbs.hpp"
#include "core/text.hpp"

namespace gordion::cli {
namespace {

Result<Exit> run(Call& call) {
    const auto server = TRY(open_fit_server(call));
    const auto destination = TRY(server->api.load_destination(call.arguments.at(0)));
    const auto jwk =
        TRY(server->api.load_destination_key(destination.id, destination.encryption_kid));
    const auto key = fitconnect::check_encryption_key(jwk, destination.encryption_kid,
                                                      server->trust, call.clock.now());
    if (call.json) {
        formats::Json answer = fitconnect::write_destination(
            destination, fitconnect::ApiVersion::V2, fitconnect::Audience::Public);
        answer.set("key_fault", key ? formats::Json() : formats::Json(key.error().to_text()));
        call.out << formats::write_json(answer) << "\n";
    } else {
        call.out << destination.id << "  " << to_string(destination.status) << "  metadata "
                 << join(destination.metadata_versions, " ") << "\n";
        for (const auto& service : destination.services) {
            call.out << "  " << service.identifier << "  " << join(service.regions, " ") << "\n";
            for (const auto& schema : service.schemas) {
                call.out << "    " << schema.media_type << "  " << schema.uri << "\n";
            }
        }
        call.out << (key ? "The key " + destination.encryption_kid + " may be used.\n"
                         : "The key must not be used: " + key.error().to_text() + "\n");
    }
    return key ? Exit::Done : Exit::Faults;
}

}  // namespace

Verb fitconnect_destination_verb() {
    return {"fitconnect destination",
            "ID",
            1,
            1,
            "Show a destination at a delivery server, and check its key",
            with_fit_server_options({}),
            run};
}

}  // namespace gordion::cli
