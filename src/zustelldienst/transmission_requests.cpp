// SPDX-License-Identifier: EUPL-1.2
#include "zustelldienst/transmission_requests.hpp"

#include "core/limits.hpp"
#include "fitconnect/names.hpp"

namespace gordion::zustelldienst {

using fitconnect::ApiVersion;
using fitconnect::SubjectKind;
using formats::Json;

namespace {

Error member_error(std::string place, std::string_view reason, std::string message) {
    return {ErrorKind::Invalid,
            "zustelldienst.member",
            std::move(place),
            {{"reason", std::string(reason)}},
            std::move(message)};
}

Result<void> check_object(const Json& json, std::string_view place) {
    if (json.is_object()) {
        return {};
    }
    return member_error(std::string(place), "type", "This must be an object.");
}

enum class Presence { Required, Optional };

// A text of at most so many bytes; "" where it is absent and may be.
Result<std::string> read_text(const Json& json, const std::string& name, Presence presence,
                              std::size_t longest) {
    const Json* member = json.find(name);
    if (member == nullptr || member->is_null()) {
        if (presence == Presence::Optional) {
            return std::string();
        }
        return member_error(name, "missing", "The member is required.");
    }
    if (!member->is_string()) {
        return member_error(name, "type", "The member must be a text.");
    }
    if (member->as_string().size() > longest) {
        return member_error(name, "length", "The text is too long.");
    }
    return member->as_string();
}

Result<std::string> read_uuid(const Json& json, const std::string& name) {
    constexpr std::size_t longest = 64;
    const auto id =
        fitconnect::normalize_uuid(TRY(read_text(json, name, Presence::Required, longest)));
    if (!id) {
        return member_error(name, "uuid", "The member must be a UUID.");
    }
    return *id;
}

Result<std::vector<std::string>> read_attachments(const Json& body) {
    const std::string name = "announcedAttachments";
    const Json* list = body.find(name);
    if (list == nullptr || !list->is_array()) {
        return member_error(name, list == nullptr ? "missing" : "type",
                            "announcedAttachments must be a list of UUIDs; it may be empty.");
    }
    if (list->size() > limits::announced_attachments) {
        return member_error(name, "length", "The list is far too long.");
    }
    std::vector<std::string> ids;
    for (const Json& item : list->as_array()) {
        const auto id = item.is_string() ? fitconnect::normalize_uuid(item.as_string())
                                         : std::optional<std::string>();
        if (!id) {
            return member_error(name, "uuid", "Each attachment is named by a UUID.");
        }
        ids.push_back(*id);
    }
    return ids;
}

std::string_view service_member(ApiVersion version) {
    return version == ApiVersion::V1 ? "serviceType" : "publicService";
}

Result<ServiceName> read_service(const Json& body, ApiVersion version) {
    constexpr std::size_t longest_name = 500;
    constexpr std::size_t longest_description = 5'000;
    constexpr std::size_t longest_identifier = 255;
    const std::string place(service_member(version));
    const Json* service = body.find(place);
    if (service == nullptr) {
        return member_error(place, "missing", "The member is required.");
    }
    TRY(check_object(*service, place));
    ServiceName name;
    name.identifier =
        TRY(read_text(*service, "identifier", Presence::Required, longest_identifier));
    if (!fitconnect::is_service_identifier(name.identifier)) {
        return member_error(place + ".identifier", "urn", "The identifier must be a URN.");
    }
    // v1 requires the name, which may be empty.
    name.name = TRY(read_text(*service, "name",
                              version == ApiVersion::V1 ? Presence::Required : Presence::Optional,
                              longest_name));
    name.description =
        TRY(read_text(*service, "description", Presence::Optional, longest_description));
    return name;
}

Result<std::optional<NewCallback>> read_callback(const Json& body) {
    constexpr std::size_t longest = 4'000;
    const Json* callback = body.find("callback");
    if (callback == nullptr || callback->is_null()) {
        return std::optional<NewCallback>();
    }
    TRY(check_object(*callback, "callback"));
    std::string url = TRY(read_text(*callback, "url", Presence::Required, longest));
    std::string secret = TRY(read_text(*callback, "secret", Presence::Required, longest));
    return std::optional(NewCallback{std::move(url), std::move(secret)});
}

std::string_view id_member(SubjectKind kind) {
    return kind == SubjectKind::Submission ? "submissionId" : "replyId";
}

}  // namespace

Result<Announcement> read_announcement(const Json& body, ApiVersion version) {
    constexpr std::size_t longest_region = 20;
    TRY(check_object(body, ""));
    Announcement wanted;
    wanted.version = version;
    wanted.destination_id = TRY(read_uuid(body, "destinationId"));
    wanted.attachments = TRY(read_attachments(body));
    wanted.service = TRY(read_service(body, version));
    wanted.region = TRY(read_text(body, "region", Presence::Optional, longest_region));
    if (!wanted.region.empty() && !fitconnect::is_region(wanted.region)) {
        return member_error("region", "region", "A region is DE and at most twelve digits.");
    }
    if (const Json* continued = body.find("caseId"); continued && !continued->is_null()) {
        wanted.case_id = TRY(read_uuid(body, "caseId"));
    }
    wanted.callback = TRY(read_callback(body));
    return wanted;
}

Result<ReplyAnnouncement> read_reply_announcement(const Json& body, ApiVersion version) {
    TRY(check_object(body, ""));
    std::string case_id = TRY(read_uuid(body, "caseId"));
    std::vector<std::string> attachments = TRY(read_attachments(body));
    return ReplyAnnouncement{version, std::move(case_id), std::move(attachments)};
}

Result<Content> read_content(const Json& body) {
    TRY(check_object(body, ""));
    Content content;
    content.metadata = TRY(
        read_text(body, "encryptedMetadata", Presence::Required, limits::transmission_json_bytes));
    const Json* data = body.find("encryptedData");
    if (data != nullptr && !data->is_null()) {
        content.data = TRY(
            read_text(body, "encryptedData", Presence::Required, limits::transmission_json_bytes));
    }
    return content;
}

Json write_announced(const Transmission& made) {
    return write_waiting({made.destination_id, made.id, made.case_id}, made.kind);
}

Json write_waiting(const Waiting& waiting, SubjectKind kind) {
    return Json::object({{"destinationId", waiting.destination_id},
                         {std::string(id_member(kind)), waiting.id},
                         {"caseId", waiting.case_id}});
}

namespace {

Json write_service(const ServiceName& service, ApiVersion version) {
    Json json = Json::object({{"identifier", service.identifier}, {"name", service.name}});
    if (version == ApiVersion::V1 && !service.description.empty()) {
        json.set("description", service.description);
    }
    return json;
}

}  // namespace

Json write_parcel(const Parcel& parcel, ApiVersion version) {
    const Transmission& of = parcel.transmission;
    Json json = write_announced(of);
    Json attachments = Json::array();
    for (const std::string& id : parcel.attachments) {
        attachments.push(id);
    }
    json.set("attachments", std::move(attachments));
    if (of.kind == SubjectKind::Submission) {
        json.set(service_member(version), write_service(of.service, version));
        if (version == ApiVersion::V1 && of.callback) {
            json.set("callback", Json::object({{"url", of.callback->url}}));
        }
    }
    if (parcel.content) {
        json.set("encryptedMetadata", parcel.content->metadata);
        if (parcel.content->data) {
            json.set("encryptedData", *parcel.content->data);
        }
    }
    return json;
}

}  // namespace gordion::zustelldienst
