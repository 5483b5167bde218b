// SPDX-License-Identifier: EUPL-1.2
// Submissions and replies: announce, upload, submit, list, fetch.
#include "core/limits.hpp"
#include "fitconnect/internal/api_paths.hpp"

namespace gordion::fitconnect {

using formats::Json;
using internal::ApiCall;
using internal::require_id;

namespace {

constexpr std::string_view submissions = "submissions";
constexpr std::string_view replies = "replies";
constexpr std::string_view jose = "application/jose";

std::string id_member_of(std::string_view kind) {
    return kind == submissions ? "submissionId" : "replyId";
}

Result<std::vector<std::string>> require_ids(const std::vector<std::string>& texts) {
    std::vector<std::string> ids;
    for (const std::string& text : texts) {
        ids.push_back(TRY(require_id(text)));
    }
    return ids;
}

std::string page_query(std::int64_t offset, std::int64_t limit) {
    return "offset=" + std::to_string(offset) + "&limit=" + std::to_string(limit);
}

}  // namespace

namespace internal {

Result<ItemIds> read_item_ids(const Json& json, std::string_view id_member) {
    const auto id = normalize_uuid(json.text_at(id_member));
    const auto case_id = normalize_uuid(json.text_at("caseId"));
    if (!id || !case_id) {
        return answer_error(std::string(id ? "caseId" : id_member));
    }
    return ItemIds{*id, *case_id, normalize_uuid(json.text_at("destinationId")).value_or("")};
}

}  // namespace internal

Result<void> ApiClient::Inside::upload(std::string_view kind, std::string_view item,
                                       std::string_view attachment, const UploadSource& jwe) {
    const std::string path = "/" + std::string(kind) + "/" + TRY(require_id(item)) +
                             "/attachments/" + TRY(require_id(attachment));
    TRY(sender.send({.method = http::Method::Put,
                     .url = submission_url(path),
                     .content_type = std::string(jose),
                     .upload = &jwe}));
    return {};
}

// Source: Submission API 1.1.3, PUT /submissions/{submissionId}: 202; v2 answers 200. Any success
// is taken.
Result<void> ApiClient::Inside::submit(std::string_view kind, std::string_view item,
                                       std::string_view metadata_jwe, std::string_view data_jwe) {
    const std::string path = "/" + std::string(kind) + "/" + TRY(require_id(item));
    Json body = Json::object({{"encryptedMetadata", metadata_jwe}});
    if (!data_jwe.empty()) {
        body.set("encryptedData", data_jwe);
    }
    TRY(sender.send({.method = http::Method::Put,
                     .url = submission_url(path),
                     .body = formats::write_json(body),
                     .content_type = "application/json"}));
    return {};
}

Result<ItemPage> ApiClient::Inside::list(std::string_view kind, std::string query) {
    const Json answer =
        TRY(load({.url = submission_url("/" + std::string(kind) + "?" + std::move(query))}));
    ItemPage page;
    for (const Json& item :
         *TRY(internal::read_list(answer, kind, limits::fitconnect_page_items))) {
        page.items.push_back(TRY(internal::read_item_ids(item, id_member_of(kind))));
    }
    const Json* total = answer.find("totalCount");
    page.total = total != nullptr && total->is_int() ? total->as_int()
                                                     : static_cast<std::int64_t>(page.items.size());
    return page;
}

Result<FetchedItem> ApiClient::Inside::fetch(std::string_view kind, std::string_view item) {
    const std::string id = TRY(require_id(item));
    const Json answer = TRY(load({.url = submission_url("/" + std::string(kind) + "/" + id),
                                  .response_bytes = limits::fitconnect_submission_bytes}));
    FetchedItem fetched;
    fetched.ids = TRY(internal::read_item_ids(answer, id_member_of(kind)));
    if (fetched.ids.item_id != id) {
        return internal::answer_error(id_member_of(kind));
    }
    for (const char* name : {"publicService", "serviceType"}) {
        if (const Json* service = answer.find(name)) {
            fetched.service_identifier = service->text_at("identifier");
            fetched.service_name = service->text_at("name");
        }
    }
    fetched.region = answer.text_at("region");
    if (answer.find("attachments") != nullptr) {
        for (const Json& attachment :
             *TRY(internal::read_list(answer, "attachments", limits::fitconnect_attachments))) {
            const auto attachment_id =
                normalize_uuid(attachment.is_string() ? attachment.as_string() : "");
            if (!attachment_id) {
                return internal::answer_error("attachments");
            }
            fetched.attachments.push_back(*attachment_id);
        }
    }
    fetched.metadata_jwe = answer.text_at("encryptedMetadata");
    fetched.data_jwe = answer.text_at("encryptedData");
    if (fetched.metadata_jwe.empty()) {
        return internal::answer_error("encryptedMetadata");
    }
    return fetched;
}

Result<void> ApiClient::Inside::fetch_attachment(std::string_view kind, std::string_view item,
                                                 std::string_view attachment,
                                                 DownloadTarget& into) {
    TRY(sender.send({.url = submission_url("/" + std::string(kind) + "/" + TRY(require_id(item)) +
                                           "/attachments/" + TRY(require_id(attachment))),
                     .accept = std::string(jose),
                     .response_bytes = attachment_jwe_bytes,
                     .download = &into}));
    return {};
}

// Source: Submission API 1.1.3, POST /submissions; what v2 does otherwise:
// domain/fitconnect-api.md, section 4.
Result<ItemIds> ApiClient::announce(const Announcement& announcement) {
    const bool is_v1 = settings().version == ApiVersion::V1;
    std::string destination_id = TRY(require_id(announcement.destination_id));
    Json attachments = internal::texts_as_json(TRY(require_ids(announcement.attachments)));
    Json body = Json::object({{"destinationId", std::move(destination_id)},
                              {"announcedAttachments", std::move(attachments)},
                              {is_v1 ? "serviceType" : "publicService",
                               Json::object({{"identifier", announcement.service_identifier},
                                             {"name", announcement.service_name}})}});
    if (!is_v1 && !announcement.region.empty()) {
        body.set("region", announcement.region);
    }
    if (!announcement.case_id.empty()) {
        body.set("caseId", TRY(require_id(announcement.case_id)));
    }
    if (announcement.callback) {
        body.set("callback", Json::object({{"url", announcement.callback->url},
                                           {"secret", announcement.callback->secret.reveal()}}));
    }
    const Json answer = TRY(inside_->load({.method = http::Method::Post,
                                           .url = inside_->submission_url("/submissions"),
                                           .body = formats::write_json(body),
                                           .content_type = "application/json"}));
    return internal::read_item_ids(answer, "submissionId");
}

Result<void> ApiClient::upload_attachment(std::string_view submission, std::string_view attachment,
                                          const UploadSource& jwe) {
    return inside_->upload(submissions, submission, attachment, jwe);
}

Result<void> ApiClient::submit(std::string_view submission, std::string_view metadata_jwe,
                               std::string_view data_jwe) {
    return inside_->submit(submissions, submission, metadata_jwe, data_jwe);
}

Result<ItemPage> ApiClient::list_submissions(std::string_view destination, std::int64_t offset,
                                             std::int64_t limit) {
    std::string query = page_query(offset, limit);
    if (!destination.empty()) {
        query += "&destinationId=" + TRY(require_id(destination));
    }
    return inside_->list(submissions, std::move(query));
}

Result<FetchedItem> ApiClient::fetch_submission(std::string_view submission) {
    return inside_->fetch(submissions, submission);
}

Result<void> ApiClient::fetch_attachment(std::string_view submission, std::string_view attachment,
                                         DownloadTarget& into) {
    return inside_->fetch_attachment(submissions, submission, attachment, into);
}

// DEVIATION: no readable source has the JSON of replies; this mirrors submissions, as
// domain/fitconnect-api.md, section 6, proposes.
Result<ItemIds> ApiClient::announce_reply(const ReplyAnnouncement& announcement) {
    Json body;
    body.set("caseId", TRY(require_id(announcement.case_id)));
    body.set("destinationId", TRY(require_id(announcement.destination_id)));
    body.set("submissionId", TRY(require_id(announcement.submission_id)));
    body.set("announcedAttachments",
             internal::texts_as_json(TRY(require_ids(announcement.attachments))));
    const Json answer = TRY(inside_->load({.method = http::Method::Post,
                                           .url = inside_->submission_url("/replies"),
                                           .body = formats::write_json(body),
                                           .content_type = "application/json"}));
    return internal::read_item_ids(answer, "replyId");
}

Result<void> ApiClient::upload_reply_attachment(std::string_view reply, std::string_view attachment,
                                                const UploadSource& jwe) {
    return inside_->upload(replies, reply, attachment, jwe);
}

Result<void> ApiClient::submit_reply(std::string_view reply, std::string_view metadata_jwe,
                                     std::string_view data_jwe) {
    return inside_->submit(replies, reply, metadata_jwe, data_jwe);
}

Result<ItemPage> ApiClient::list_replies(std::int64_t offset, std::int64_t limit) {
    return inside_->list(replies, page_query(offset, limit));
}

Result<FetchedItem> ApiClient::fetch_reply(std::string_view reply) {
    return inside_->fetch(replies, reply);
}

Result<void> ApiClient::fetch_reply_attachment(std::string_view reply, std::string_view attachment,
                                               DownloadTarget& into) {
    return inside_->fetch_attachment(replies, reply, attachment, into);
}

}  // namespace gordion::fitconnect
