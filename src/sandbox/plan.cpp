// SPDX-License-Identifier: EUPL-1.2
#include "sandbox/plan.hpp"

#include <algorithm>
#include <array>
#include <cstdio>

#include "core/limits.hpp"
#include "core/names.hpp"
#include "core/text.hpp"
#include "fitconnect/names.hpp"
#include "formats/csv.hpp"
#include "formats/toml.hpp"
#include "sandbox/embedded.hpp"

namespace gordion::sandbox {
namespace {

using fitconnect::Destination;
using formats::Json;

constexpr Names<Answers, 3> answer_names{
    {{Answers::Judge, "judge"}, {Answers::Reject, "reject"}, {Answers::Silent, "silent"}}};

Error wrong(std::string_view place) {
    return {ErrorKind::Invalid,
            "sandbox.plan",
            std::string(place),
            {},
            "The plan of the sandbox says something else here than it may."};
}

std::vector<std::string> texts_at(const Json& json, std::string_view name) {
    std::vector<std::string> texts;
    const Json* list = json.find(name);
    if (list != nullptr && list->is_array()) {
        for (const Json& item : list->as_array()) {
            texts.push_back(item.is_string() ? item.as_string() : "");
        }
    }
    return texts;
}

Result<PlannedClient> read_client(const Json& json) {
    PlannedClient client{json.text_at("role"), json.text_at("id"), json.text_at("secret"),
                         json.text_at("name"), texts_at(json, "scopes")};
    if (client.role.empty() || !is_uuid(client.id) || client.scopes.empty() ||
        !client.secret.starts_with("insecure")) {
        return wrong("client " + client.role);
    }
    return client;
}

std::vector<fitconnect::DestinationService> services_of(const std::vector<std::string>& keys,
                                                        const std::vector<std::string>& regions,
                                                        const std::string& schema) {
    std::vector<fitconnect::DestinationService> services;
    for (const std::string& key : keys) {
        services.push_back({fitconnect::service_identifier(key),
                            regions,
                            {{schema, "application/json"}, {schema, "application/xml"}}});
    }
    return services;
}

// What a destination and the catalogue's have in common.
Result<PlannedDestination> read_common(const Json& json) {
    PlannedDestination planned;
    const auto answers = find_named(answer_names, json.text_at("answers"));
    const Json* keys = json.find("keys");
    if (!answers || keys == nullptr || !keys->is_int() || keys->as_int() < 1 ||
        keys->as_int() > 2 || texts_at(json, "regions").empty()) {
        return wrong("destination " + json.text_at("name"));
    }
    planned.answers = *answers;
    planned.keys = static_cast<int>(keys->as_int());
    Destination& destination = planned.destination;
    destination.name = json.text_at("name");
    destination.status = fitconnect::DestinationStatus::Active;
    destination.metadata_versions = {"1.0.0", "2.1.0"};
    destination.encryption_kid = "insecure-sandbox-encryption-" + std::to_string(planned.keys);
    destination.contact = fitconnect::Contact{"INSECURE " + destination.name, "Sandbox", "0",
                                              "sandbox@gordion.invalid", ""};
    return planned;
}

Result<PlannedDestination> read_destination(const Json& json, const std::string& schema) {
    PlannedDestination planned = TRY(read_common(json));
    Destination& destination = planned.destination;
    destination.id = json.text_at("id");
    const auto status = fitconnect::find_destination_status(json.text_at("status"));
    destination.metadata_versions = texts_at(json, "metadata_versions");
    destination.services =
        services_of(texts_at(json, "services"), texts_at(json, "regions"), schema);
    if (!is_uuid(destination.id) || !status || destination.metadata_versions.empty() ||
        destination.services.empty()) {
        return wrong("destination " + destination.name);
    }
    destination.status = *status;
    return planned;
}

Result<std::vector<std::string>> read_catalogue(std::string_view csv) {
    const formats::Csv table = TRY(formats::parse_csv(csv)).value;
    const std::size_t column = TRY(table.column("leika_schluessel"));
    std::vector<std::string> keys;
    for (const formats::Csv::Row& row : table.rows) {
        const std::string& key = row.cells[column];
        if (key.size() == 14 && key.starts_with("99") && is_digits(key)) {
            keys.push_back(key);
        }
    }
    std::sort(keys.begin(), keys.end());
    keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
    return keys;
}

// "…-000000000001" → "…-000000000012"
std::string numbered(const std::string& first_id, std::size_t number) {
    std::array<char, 16> digits{};
    std::snprintf(digits.data(), digits.size(), "%012zu", number);
    return first_id.substr(0, first_id.size() - 12) + digits.data();
}

Result<void> add_catalogue(Plan& plan, const Json& json, const std::string& schema,
                           const std::vector<std::string>& keys) {
    const PlannedDestination common = TRY(read_common(json));
    const std::string first_id = json.text_at("first_id");
    if (!is_uuid(first_id)) {
        return wrong("catalogue.first_id");
    }
    for (std::size_t begin = 0, number = 1; begin < keys.size();
         begin += limits::destination_services, ++number) {
        const std::size_t end = std::min(keys.size(), begin + limits::destination_services);
        const std::vector<std::string> part(keys.begin() + static_cast<std::ptrdiff_t>(begin),
                                            keys.begin() + static_cast<std::ptrdiff_t>(end));
        PlannedDestination planned = common;
        planned.destination.id = numbered(first_id, number);
        planned.destination.name += " " + std::to_string(number);
        planned.destination.services = services_of(part, texts_at(json, "regions"), schema);
        plan.destinations.push_back(std::move(planned));
    }
    return {};
}

}  // namespace

std::string_view to_string(Answers answers) {
    return name_of(answer_names, answers);
}

const PlannedClient& Plan::client(std::string_view role) const {
    const auto found =
        std::find_if(clients.begin(), clients.end(),
                     [&](const PlannedClient& planned) { return planned.role == role; });
    VERIFY(found != clients.end(), "the plan has a client of this role");
    return *found;
}

std::vector<PlannedClient> Plan::offered_clients() const {
    std::vector<PlannedClient> offered = clients;
    std::erase_if(offered, [](const PlannedClient& planned) { return planned.role == "demo"; });
    return offered;
}

const PlannedDestination* Plan::find_destination(std::string_view id) const {
    const auto found = std::find_if(
        destinations.begin(), destinations.end(),
        [&](const PlannedDestination& planned) { return planned.destination.id == id; });
    return found == destinations.end() ? nullptr : &*found;
}

Result<Plan> read_plan(std::string_view toml, std::string_view catalogue_csv) {
    const Json root = TRY(formats::parse_toml(toml)).root;
    Plan plan;
    plan.tenant = {root.text_at("tenant")};
    const std::string schema = root.text_at("schema");
    const Json* clients = root.find("client");
    const Json* destinations = root.find("destination");
    const Json* catalogue = root.find("catalogue");
    if (!is_tenant(plan.tenant.value) || schema.empty() || clients == nullptr ||
        !clients->is_array() || destinations == nullptr || !destinations->is_array() ||
        catalogue == nullptr) {
        return wrong("");
    }
    for (const Json& client : clients->as_array()) {
        plan.clients.push_back(TRY(read_client(client)));
    }
    for (const Json& destination : destinations->as_array()) {
        plan.destinations.push_back(TRY(read_destination(destination, schema)));
    }
    TRY(add_catalogue(plan, *catalogue, schema, TRY(read_catalogue(catalogue_csv))));
    return plan;
}

Plan load_plan() {
    auto plan = read_plan(find_embedded("sandbox.toml"), find_embedded("leika_leistungen.csv"));
    VERIFY(plan.has_value(), "the plan in the program is the one that its tests read");
    return std::move(plan).value();
}

}  // namespace gordion::sandbox
