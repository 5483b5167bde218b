// SPDX-License-Identifier: EUPL-1.2
#include "fitconnect/destination.hpp"

#include <algorithm>
#include <tuple>

#include "core/limits.hpp"
#include "core/names.hpp"

namespace gordion::fitconnect {

using formats::Json;

namespace {

constexpr Names<DestinationStatus, 4> status_names = {
    {{DestinationStatus::Created, "created"},
     {DestinationStatus::Active, "active"},
     {DestinationStatus::Inactive, "inactive"},
     {DestinationStatus::Decommissioned, "decommissioned"}}};

constexpr std::size_t text_bytes = 1000;

Error member_error(std::string place, std::string_view reason) {
    return {ErrorKind::Invalid,
            "fitconnect.destination_member",
            std::move(place),
            {{"reason", std::string(reason)}},
            "A member of the destination is missing or not as the interface demands."};
}

Json write_service(const DestinationService& service) {
    Json schemas = Json::array();
    for (const SubmissionSchema& schema : service.schemas) {
        schemas.push(Json::object({{"schemaUri", schema.uri}, {"mimeType", schema.media_type}}));
    }
    Json regions = Json::array();
    for (const std::string& region : service.regions) {
        regions.push(region);
    }
    return Json::object({{"identifier", service.identifier},
                         {"regions", std::move(regions)},
                         {"submissionSchemas", std::move(schemas)}});
}

Json write_contact(const Contact& contact) {
    Json json = Json::object({{"legalName", contact.legal_name}});
    for (const auto& [name, value] :
         {std::pair("address", &contact.address), std::pair("phone", &contact.phone),
          std::pair("email", &contact.email), std::pair("unit", &contact.unit)}) {
        if (!value->empty()) {
            json.set(name, *value);
        }
    }
    return json;
}

// A list may have thousands of regions.
bool has_twins(std::vector<std::string> items) {
    std::ranges::sort(items);
    return std::ranges::adjacent_find(items) != items.end();
}

bool comes_before(const SubmissionSchema& left, const SubmissionSchema& right) {
    return std::tie(left.uri, left.media_type) < std::tie(right.uri, right.media_type);
}

bool comes_before(const DestinationService& left, const DestinationService& right) {
    if (left.identifier != right.identifier || left.regions != right.regions) {
        return std::tie(left.identifier, left.regions) < std::tie(right.identifier, right.regions);
    }
    return std::ranges::lexicographical_compare(
        left.schemas, right.schemas,
        [](const auto& one, const auto& other) { return comes_before(one, other); });
}

template <typename T>
bool has_twins(const std::vector<T>& items) {
    std::vector<const T*> sorted;
    for (const T& item : items) {
        sorted.push_back(&item);
    }
    std::ranges::sort(sorted,
                      [](const T* one, const T* other) { return comes_before(*one, *other); });
    return std::ranges::adjacent_find(
               sorted, [](const T* one, const T* other) { return *one == *other; }) != sorted.end();
}

Result<std::vector<std::string>> read_texts(const Json* list, const std::string& place,
                                            bool (*is_fit)(std::string_view)) {
    if (list == nullptr || !list->is_array() || list->size() == 0 ||
        list->size() > limits::destination_list_entries) {
        return member_error(place, "list");
    }
    std::vector<std::string> texts;
    for (const Json& item : list->as_array()) {
        if (!item.is_string() || !is_fit(item.as_string())) {
            return member_error(place + "/" + std::to_string(texts.size()), "pattern");
        }
        texts.push_back(item.as_string());
    }
    if (has_twins(texts)) {
        return member_error(place, "unique");
    }
    return texts;
}

Result<std::vector<SubmissionSchema>> read_schemas(const Json* list, const std::string& place) {
    if (list == nullptr || !list->is_array() || list->size() == 0 ||
        list->size() > limits::destination_list_entries) {
        return member_error(place, "list");
    }
    std::vector<SubmissionSchema> schemas;
    for (const Json& item : list->as_array()) {
        const std::string here = place + "/" + std::to_string(schemas.size());
        SubmissionSchema schema{item.text_at("schemaUri"), item.text_at("mimeType")};
        if (schema.uri.empty() || schema.uri.size() > text_bytes ||
            schema.uri.find(':') == std::string::npos) {
            return member_error(here + "/schemaUri", "uri");
        }
        if (schema.media_type != "application/json" && schema.media_type != "application/xml") {
            return member_error(here + "/mimeType", "mime_type");
        }
        schemas.push_back(std::move(schema));
    }
    if (has_twins(schemas)) {
        return member_error(place, "unique");
    }
    return schemas;
}

}  // namespace

std::string_view to_string(DestinationStatus status) {
    return name_of(status_names, status);
}

std::optional<DestinationStatus> find_destination_status(std::string_view text) {
    return find_named(status_names, text);
}

Json write_destination(const Destination& destination, ApiVersion version, Audience audience) {
    Json json = Json::object({{"destinationId", destination.id}});
    if (version == ApiVersion::V2 && !destination.name.empty()) {
        json.set("name", destination.name);
    }
    json.set("status", to_string(destination.status));
    json.set("encryptionKid", destination.encryption_kid);
    Json versions = Json::array();
    for (const std::string& metadata_version : destination.metadata_versions) {
        versions.push(metadata_version);
    }
    json.set("metadataVersions", std::move(versions));
    Json services = Json::array();
    for (const DestinationService& service : destination.services) {
        services.push(write_service(service));
    }
    json.set(version == ApiVersion::V1 ? "services" : "publicServices", std::move(services));
    if (version == ApiVersion::V1 && !destination.reply_channels.is_null()) {
        json.set("replyChannels", destination.reply_channels);
    }
    if (audience == Audience::Owner) {
        json.set("contactInformation", write_contact(destination.contact.value_or(Contact{})));
        if (!destination.callback_url.empty()) {
            json.set("callback", Json::object({{"url", destination.callback_url}}));
        }
    }
    return json;
}

Result<Destination> read_destination(const Json& json) {
    Destination destination;
    const auto id = normalize_uuid(json.text_at("destinationId"));
    if (!id) {
        return member_error("destinationId", "uuid");
    }
    destination.id = *id;
    destination.name = json.text_at("name");
    const auto status = find_destination_status(json.text_at("status"));
    if (!status) {
        return member_error("status", "enum");
    }
    destination.status = *status;
    destination.encryption_kid = json.text_at("encryptionKid");
    if (destination.encryption_kid.empty()) {
        return member_error("encryptionKid", "missing");
    }
    if (const Json* versions = json.find("metadataVersions")) {
        destination.metadata_versions = TRY(read_metadata_versions(*versions));
    }
    for (const std::string_view name : {"publicServices", "services"}) {
        if (const Json* services = json.find(name)) {
            destination.services = TRY(read_services(*services));
            break;
        }
    }
    if (const Json* contact = json.find("contactInformation"); contact && contact->is_object()) {
        destination.contact = TRY(read_contact(*contact));
    }
    if (const Json* callback = json.find("callback")) {
        destination.callback_url = callback->text_at("url");
    }
    if (const Json* channels = json.find("replyChannels")) {
        destination.reply_channels = *channels;
    }
    return destination;
}

Result<std::vector<DestinationService>> read_services(const Json& list) {
    if (!list.is_array() || list.size() == 0 || list.size() > limits::destination_services) {
        return member_error("services", "list");
    }
    std::vector<DestinationService> services;
    for (const Json& item : list.as_array()) {
        const std::string place = "services/" + std::to_string(services.size());
        DestinationService service;
        service.identifier = item.text_at("identifier");
        if (!is_service_identifier(service.identifier)) {
            return member_error(place + "/identifier", "urn");
        }
        service.regions = TRY(read_texts(item.find("regions"), place + "/regions", is_region));
        service.schemas =
            TRY(read_schemas(item.find("submissionSchemas"), place + "/submissionSchemas"));
        services.push_back(std::move(service));
    }
    if (has_twins(services)) {
        return member_error("services", "unique");
    }
    return services;
}

Result<Contact> read_contact(const Json& json) {
    Contact contact;
    for (const auto& [name, value] :
         {std::pair("legalName", &contact.legal_name), std::pair("address", &contact.address),
          std::pair("phone", &contact.phone), std::pair("email", &contact.email),
          std::pair("unit", &contact.unit)}) {
        const Json* member = json.find(name);
        if (member == nullptr || member->is_null()) {
            continue;
        }
        if (!member->is_string() || member->as_string().size() > text_bytes) {
            return member_error(std::string("contactInformation/") + name, "text");
        }
        *value = member->as_string();
    }
    // The file of 1.1.3 demands address and phone, too; the real Destination API does not.
    if (contact.legal_name.empty()) {
        return member_error("contactInformation/legalName", "missing");
    }
    if (contact.email.empty()) {
        return member_error("contactInformation/email", "missing");
    }
    return contact;
}

Result<std::vector<std::string>> read_metadata_versions(const Json& list) {
    return read_texts(&list, "metadataVersions", is_semantic_version);
}

bool is_offered(const DestinationService& service, std::string_view identifier,
                std::string_view region) {
    return service.identifier == identifier &&
           (region.empty() ||
            std::any_of(service.regions.begin(), service.regions.end(),
                        [&](const std::string& own) { return region_contains(own, region); }));
}

const DestinationService* find_offered_service(const Destination& destination,
                                               std::string_view identifier,
                                               std::string_view region) {
    for (const DestinationService& service : destination.services) {
        if (is_offered(service, identifier, region)) {
            return &service;
        }
    }
    return nullptr;
}

}  // namespace gordion::fitconnect
