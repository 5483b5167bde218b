// SPDX-License-Identifier: EUPL-1.2
#include "sandbox/furnishing.hpp"

#include <fstream>

#include "crypto/hashes.hpp"
#include "fitconnect/names.hpp"
#include "formats/template.hpp"
#include "sandbox/embedded.hpp"

namespace gordion::sandbox {
namespace {

using formats::Json;
using zustelldienst::Binding;
using zustelldienst::ClientStore;

constexpr std::string_view metadata_schema =
    "https://schema.fitko.de/fit-connect/metadata/2.1.0/metadata.schema.json";

Result<void> add_client(ClientStore& clients, const Scope& scope, const Plan& plan,
                        const PlannedClient& planned, const PublishedKeys& keys) {
    const auto known = clients.find_known(planned.id);
    if (known) {
        return {};
    }
    if (known.error().kind != ErrorKind::NotFound) {
        return known.error();
    }
    TRY(clients.create_client(scope, {plan.tenant, planned.name, planned.scopes, planned.id,
                                      Sensitive<std::string>(planned.secret)}));
    if (planned.role == "sender") {
        Json jwk = keys.public_jwk("sender");
        const std::string kid = jwk.text_at("kid");
        TRY(clients.add_signing_key(scope, plan.tenant, planned.id,
                                    {kid, zustelldienst::KeyRole::Signature, std::move(jwk)}));
    }
    return {};
}

Result<void> add_destination(ClientStore& clients, zustelldienst::DestinationStore& destinations,
                             const Plan& plan, const PlannedDestination& planned,
                             const PublishedKeys& keys) {
    Scope scope = system_scope("sandbox.furnish");
    scope.tenant = plan.tenant;
    const std::string& id = planned.destination.id;
    const auto known = destinations.load_destination(scope, id);
    if (known) {
        return {};
    }
    if (known.error().kind != ErrorKind::NotFound) {
        return known.error();
    }
    const std::string number = std::to_string(planned.keys);
    zustelldienst::NewDestination wanted;
    wanted.destination = planned.destination;
    wanted.client_id = plan.client("manager").id;
    for (const auto& [name, role] :
         {std::pair("encryption-" + number, zustelldienst::KeyRole::Encryption),
          std::pair("signature-" + number, zustelldienst::KeyRole::Signature)}) {
        Json jwk = keys.public_jwk(name);
        wanted.keys.push_back({jwk.text_at("kid"), role, jwk});
    }
    TRY(destinations.create_destination(scope, std::move(wanted), {}));
    for (const char* role : {"subscriber", "demo"}) {
        TRY(clients.bind_destination(scope,
                                     {plan.tenant, plan.client(role).id, id, Binding::Subscribes}));
    }
    return {};
}

Json client_settings(std::string_view origin, const PlannedClient& client) {
    return Json::object({{"origin", origin},
                         {"api", "v2"},
                         {"client_id", client.id},
                         {"client_secret", client.secret}});
}

std::string fill(std::string_view name, const Json& data) {
    const auto parsed = formats::Template::parse(find_embedded(name), formats::Escape::None);
    VERIFY(parsed.has_value(), "the templates in the program are those that its tests fill");
    auto filled = parsed.value().render(data);
    VERIFY(filled.has_value(), "every variable of the template is set");
    return std::move(filled).value();
}

std::string encrypt(const std::string& plaintext, const PublishedKeys& keys, int number) {
    auto jwe = crypto::encrypt_jwe(
        plaintext, keys.private_key("encryption-" + std::to_string(number)).public_key(),
        "application/json");
    VERIFY(jwe.has_value(), "an RSA key of the program encrypts");
    return std::move(jwe).value();
}

// Metadata 2.1.0 for the data as it is encrypted.
std::string write_example_metadata(const std::string& data, const std::string& schema) {
    return formats::write_json(Json::object(
        {{"$schema", metadata_schema},
         {"contentStructure",
          Json::object(
              {{"attachments", Json::array()},
               {"data",
                Json::object(
                    {{"hash", Json::object({{"type", "sha512"},
                                            {"content", crypto::to_hex(crypto::sha512(data))}})},
                     {"submissionSchema", Json::object({{"schemaUri", schema},
                                                        {"mimeType", "application/json"}})}})}})},
         {"author", Json::object({{"name", "Gordion sandbox"},
                                  {"product", Json::object({{"name", "Gordion"},
                                                            {"version", "0.1.0"},
                                                            {"manufacturer", "Gordion"}})}})}}));
}

}  // namespace

Json describe(std::string_view origin, const Plan& plan) {
    const std::string base(origin);
    Json clients = Json::object();
    for (const PlannedClient& client : plan.offered_clients()) {
        clients.set(client.role, Json::object({{"client_id", client.id},
                                               {"client_secret", client.secret},
                                               {"scopes", client.scopes.front()}}));
    }
    Json destinations = Json::array();
    for (const PlannedDestination& planned : plan.destinations) {
        const fitconnect::DestinationService& first = planned.destination.services.front();
        destinations.push(Json::object({{"id", planned.destination.id},
                                        {"name", planned.destination.name},
                                        {"status", to_string(planned.destination.status)},
                                        {"answers", to_string(planned.answers)},
                                        {"encryption_kid", planned.destination.encryption_kid},
                                        {"region", first.regions.front()},
                                        {"service", first.identifier},
                                        {"services", planned.destination.services.size()}}));
    }
    return Json::object({{"warning", "INSECURE: everybody knows these ids, secrets and keys."},
                         {"origin", base},
                         {"token_url", base + "/token"},
                         {"submission_url", base + "/submission-api"},
                         {"destination_url", base + "/destination-api"},
                         {"routing_url", base + "/routing-api"},
                         {"clients", std::move(clients)},
                         {"destinations", std::move(destinations)}});
}

Result<void> furnish(ClientStore& clients, zustelldienst::DestinationStore& destinations,
                     const Plan& plan, const PublishedKeys& keys) {
    Scope scope = system_scope("sandbox.furnish");
    scope.tenant = plan.tenant;
    for (const PlannedClient& client : plan.clients) {
        TRY(add_client(clients, scope, plan, client, keys));
    }
    for (const PlannedDestination& planned : plan.destinations) {
        TRY(add_destination(clients, destinations, plan, planned, keys));
    }
    return {};
}

std::vector<ConfigFile> make_config_files(std::string_view origin, std::string_view folder,
                                          const Plan& plan, const PublishedKeys& keys) {
    const PlannedDestination& first = plan.destinations.front();
    const fitconnect::DestinationService& service = first.destination.services.front();
    const std::string number = std::to_string(first.keys);
    const std::string data = R"({"message":"An example of the Gordion sandbox"})";
    Json variables = Json::object({{"origin", origin},
                                   {"folder", folder},
                                   {"destination", first.destination.id},
                                   {"kid", first.destination.encryption_kid},
                                   {"service", service.identifier}});
    std::vector<ConfigFile> files;
    files.push_back({"sandbox.json", formats::write_json_pretty(describe(origin, plan)) + "\n"});
    for (const PlannedClient& client : plan.offered_clients()) {
        files.push_back({client.role + ".json",
                         formats::write_json_pretty(client_settings(origin, client)) + "\n"});
        variables.set(client.role, Json::object({{"id", client.id}, {"secret", client.secret}}));
    }
    files.push_back({"java-sdk.yml", fill("java-sdk.yml.mustache", variables)});
    for (const auto& [file, key] : {std::pair("insecure-decryption-key.json", "encryption-"),
                                    std::pair("insecure-signing-key.json", "signature-")}) {
        files.push_back(
            {file, formats::write_json_pretty(keys.key(key + number).private_jwk) + "\n"});
    }
    files.push_back({"insecure-sender-key.json",
                     formats::write_json_pretty(keys.key("sender").private_jwk) + "\n"});
    files.push_back({"example-data.json", data});
    files.push_back({"example-data.jwe", encrypt(data, keys, first.keys)});
    files.push_back(
        {"example-metadata.jwe",
         encrypt(write_example_metadata(data, service.schemas.front().uri), keys, first.keys)});
    files.push_back({"walk.sh", fill("walk.sh.mustache", variables), true});
    return files;
}

Result<void> write_config_files(const std::filesystem::path& folder,
                                const std::vector<ConfigFile>& files) {
    const auto failed = [](const std::filesystem::path& path) {
        return Error{ErrorKind::Unavailable,
                     "sandbox.folder",
                     path.string(),
                     {},
                     "The file cannot be written. Name a folder that may be written to."};
    };
    std::error_code problem;
    std::filesystem::create_directories(folder, problem);
    for (const ConfigFile& file : files) {
        const std::filesystem::path path = folder / file.name;
        std::ofstream out(path, std::ios::binary | std::ios::trunc);
        out << file.content << std::flush;
        if (!out) {
            return failed(path);
        }
        if (file.is_program) {
            std::filesystem::permissions(path, std::filesystem::perms::owner_exec,
                                         std::filesystem::perm_options::add, problem);
        }
    }
    return {};
}

}  // namespace gordion::sandbox
