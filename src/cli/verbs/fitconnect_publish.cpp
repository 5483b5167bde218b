// SPDX-License-Identifier: EUPL-1.2
#include <filesystem>

#include "cli/file_writer.hpp"
#include "cli/verbs/fit_server.hpp"
#include "cli/verbs/verbs.hpp"
#include "core/files.hpp"
#include "core/limits.hpp"

namespace gordion::cli {
namespace {

using fitconnect::ApiVersion;
using formats::Json;
namespace fs = std::filesystem;

// A key that is there is used with its certificate; one that is missing is made and vouches for
// itself for a year.
Result<Json> load_or_make(const Call& call, const fs::path& file, crypto::KeyUse use) {
    if (fs::exists(file)) {
        const Json known =
            TRY(formats::parse_json(TRY(load_file(file.string(), limits::toml_bytes))));
        // Of a set the newest stands first.
        const Json* set = known.find("keys");
        return published_half(
            set != nullptr && set->is_array() && set->size() > 0 ? set->as_array().front() : known);
    }
    const Json made = make_private_jwk(call, use, "FIT-Connect " + call.option("tenant"));
    TRY(write_file(file, formats::write_json_pretty(made), Readers::OwnerAlone));
    return published_half(made);
}

Error schema_missing(const std::string& service) {
    return {ErrorKind::Invalid,
            "cli.schema_missing",
            "schema",
            {{"service", service}},
            "The administration has not joined this service here, so name its --schema."};
}

// What the administration's own package takes, unless --schema says otherwise.
Result<std::vector<fitconnect::SubmissionSchema>> schemas_of(const Call& call, app::Modules* in,
                                                             const std::string& service) {
    std::vector<fitconnect::SubmissionSchema> schemas;
    for (const std::string& uri : call.all("schema")) {
        schemas.push_back({uri, "application/json"});
    }
    if (!schemas.empty()) {
        return schemas;
    }
    if (in == nullptr) {
        return schema_missing(service);
    }
    const auto reference = TRY(in->reference());
    const auto municipalities =
        reference->directory->municipalities_of(TenantId{call.option("tenant")});
    const std::string place =
        municipalities.empty() ? call.option("tenant") : municipalities.front()->ars;
    const auto joined = TRY(in->reuse.find_adoption(service, place, call.clock.today()));
    if (!joined) {
        return schema_missing(service);
    }
    schemas.push_back({joined->package->form->json_schema().text_at("$id"), "application/json"});
    return schemas;
}

Result<fitconnect::Destination> wanted_destination(const Call& call) {
    const auto in = call.open_if_there();
    fitconnect::Destination wanted;
    wanted.name = call.option("name");
    wanted.metadata_versions = {"1.0.0", "2.1.0"};
    wanted.contact = fitconnect::Contact{call.option("name"), call.option("address"),
                                         call.option("phone"), call.option("email"), ""};
    std::vector<std::string> regions;
    for (const std::string& ars : call.all("region")) {
        regions.push_back(fitconnect::region_of(ars));
    }
    if (regions.empty()) {
        regions.push_back(fitconnect::region_of(call.option("tenant")));
    }
    for (const std::string& service : call.all("service")) {
        auto schemas = TRY(schemas_of(call, in.get(), service));
        wanted.services.push_back(
            {fitconnect::service_identifier(service), regions, std::move(schemas)});
    }
    return wanted;
}

// Source: Submission API 1.1.3, CreateDestination; v2 calls the services otherwise.
Json creation_of(const fitconnect::Destination& wanted, ApiVersion version, const Json& encryption,
                 const Json& signature) {
    const bool is_v2 = version == ApiVersion::V2;
    Json written = fitconnect::write_destination(wanted, version, fitconnect::Audience::Owner);
    Json body = Json::object();
    for (const char* member : {"name", "contactInformation", is_v2 ? "publicServices" : "services",
                               "metadataVersions"}) {
        if (const Json* value = written.find(member)) {
            body.set(member, *value);
        }
    }
    body.set("encryptionKid", encryption.text_at("kid"));
    body.set("encryptionPublicKey", encryption);
    body.set("signingPublicKey", signature);
    if (!is_v2) {
        body.set("replyChannels", Json::object({{"eMail", Json::object({{"usePgp", false}})}}));
    }
    return body;
}

std::string quoted(const std::string& text) {
    return formats::write_json(text);
}

// Ready for gordion.toml; paths count from its folder.
std::string receive_table(const Call& call, const fitconnect::ApiSettings& api,
                          const std::string& destination, const fs::path& keys) {
    const fitconnect::ServerAddress& server = api.server;
    std::string table = "[[fitconnect_receive]]\n";
    const std::vector<std::pair<std::string, std::string>> texts{
        {"token_url", server.token_url},
        {"submission_url", server.submission_url},
        {"destination_url", server.destination_url},
        {"routing_url", server.routing_url},
        {"issuer", server.event_issuer()},
        {"client_id", api.client_id},
        {"client_secret", "…"},
        {"destination", destination},
        {"tenant", call.option("tenant")},
        {"signing_key", (keys / "sign.jwk").string()}};
    for (const auto& [name, value] : texts) {
        table += name + " = " + quoted(value) + "\n";
    }
    table += "api = \"" + std::string(api.version == ApiVersion::V2 ? "v2" : "v1") + "\"\n";
    table += "decryption_keys = [" + quoted((keys / "decrypt.jwk").string()) + "]\n";
    return table;
}

Result<Exit> run(Call& call) {
    const auto server = TRY(open_fit_server(call));
    const fitconnect::Destination wanted = TRY(wanted_destination(call));
    const fs::path keys = fs::absolute(call.option("keys"));
    const Json encryption = TRY(load_or_make(call, keys / "decrypt.jwk", crypto::KeyUse::Encrypt));
    const Json signature = TRY(load_or_make(call, keys / "sign.jwk", crypto::KeyUse::Sign));
    const fitconnect::ApiSettings& api = server->api.settings();
    const auto made = TRY(
        server->api.create_destination(creation_of(wanted, api.version, encryption, signature)));
    TRY(server->api.change_destination(made.id, Json::object({{"status", "active"}})));
    const std::string table = receive_table(call, api, made.id, keys);
    TRY(write_file(keys / "fitconnect_receive.toml", table, Readers::OwnerAlone));
    if (call.json) {
        call.out << formats::write_json(
                        Json::object({{"destination", made.id},
                                      {"encryption_kid", encryption.text_at("kid")},
                                      {"signing_kid", signature.text_at("kid")},
                                      {"table", (keys / "fitconnect_receive.toml").string()}}))
                 << "\n";
    } else {
        call.out << "Destination " << made.id << " is active.\n"
                 << "For gordion.toml, with the secret of a client that subscribes to it: "
                 << (keys / "fitconnect_receive.toml").string() << "\n";
    }
    return Exit::Done;
}

}  // namespace

Verb fitconnect_publish_verb() {
    return {"fitconnect publish",
            "",
            0,
            0,
            "Create an administration's destination at a delivery server, with its keys",
            with_fit_server_options(
                {{"tenant", "the administration: part of an ARS", false, true},
                 {"name", "its name as people read it", false, true},
                 {"address", "street and place", false, true},
                 {"phone", "telephone of who answers for it", false, true},
                 {"email", "e-mail of who answers for it", false, true},
                 {"service", "Leistungsschluessel that it receives", false, true, true},
                 {"region", "beginning of an ARS (default: the tenant)", false, false, true},
                 {"schema", "URI that data follow (default: that of the joined package)", false,
                  false, true},
                 {"keys", "folder with decrypt.jwk and sign.jwk; made if they are missing", false,
                  true}}),
            run};
}

}  // namespace gordion::cli
