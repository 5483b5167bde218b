// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/time.hpp"
#include "fitconnect/api_settings.hpp"
#include "fitconnect/destination.hpp"
#include "fitconnect/event.hpp"
#include "fitconnect/spooled_jwe.hpp"
#include "fitconnect/upload_source.hpp"
#include "http/client.hpp"

namespace gordion::fitconnect {

/// Whom a server calls when something is new.
struct CallbackTarget {
    std::string url;
    Sensitive<std::string> secret;
};

/// "POST /submissions": what is to come.
struct Announcement {
    std::string destination_id;
    std::vector<std::string> attachments;  ///< their ids, chosen by the sender
    std::string service_identifier;        ///< "urn:de:fim:leika:leistung:…"
    std::string service_name;
    std::string region = {};   ///< v2; "DE010545459"; may be empty
    std::string case_id = {};  ///< to continue a case
    std::optional<CallbackTarget> callback = {};
};

/// "POST /replies", by the subscriber.
struct ReplyAnnouncement {
    std::string case_id;
    std::string destination_id;
    std::string submission_id;
    std::vector<std::string> attachments;
};

/// A submission or reply by its ids.
struct ItemIds {
    std::string item_id;  ///< of the submission or reply
    std::string case_id;
    std::string destination_id;
    bool operator==(const ItemIds&) const = default;
};

struct ItemPage {
    std::vector<ItemIds> items;
    std::int64_t total = 0;  ///< of all pages
};

/// What a server has of a submission or reply; encrypted.
struct FetchedItem {
    ItemIds ids;
    std::string service_identifier;  ///< empty for a reply
    std::string service_name;
    std::string region;
    std::vector<std::string> attachments;
    std::string metadata_jwe;
    std::string data_jwe;  ///< v1: may be empty
};

struct ApiRoute {
    std::string destination_id;
    std::string destination_signature;
    std::string destination_name;
};

struct ApiArea {
    std::string id;
    std::string name;
    std::string type;
};

/// Speaks to one delivery server as one of its clients: ours or any other, v1 or v2. The token is
/// kept and renewed; what may be repeated within a call and what a job must try later stands at
/// internal::CallSender. Answers are bounded, members that we do not know are ignored. Ids are
/// lower case. Shared between threads.
///
/// Error codes of every function: fitconnect.refused (kind by status; values status, type, title,
/// detail), fitconnect.token, fitconnect.answer (Unavailable: unreadable), those of http::Client,
/// and fitconnect.id (an argument is no id).
class ApiClient {
public:
    /// `http` and `clock` outlive it.
    ApiClient(http::Client& http, const Clock& clock, ApiSettings settings);
    ~ApiClient();
    ApiClient(const ApiClient&) = delete;
    ApiClient& operator=(const ApiClient&) = delete;

    [[nodiscard]] const ApiSettings& settings() const;

    // Destinations and keys.
    Result<Destination> load_destination(std::string_view id);
    /// The JWK as it is published; nothing is checked. See key_check.hpp.
    Result<formats::Json> load_destination_key(std::string_view id, std::string_view kid);
    /// "<issuer>/.well-known/jwks.json" of the server itself.
    Result<formats::Json> load_service_keys();
    Result<std::vector<Destination>> list_destinations();
    /// The body as the Destination API wants it (write it with write_destination() and the keys).
    Result<Destination> create_destination(const formats::Json& body);
    /// A merge patch.
    Result<Destination> change_destination(std::string_view id, const formats::Json& patch);
    Result<void> add_destination_key(std::string_view id, const formats::Json& jwk);

    // Sending. Announcing again after an answer got lost leaves an incomplete submission that the
    // server deletes after a day.
    Result<ItemIds> announce(const Announcement& announcement);
    Result<void> upload_attachment(std::string_view submission, std::string_view attachment,
                                   const UploadSource& jwe);
    Result<void> submit(std::string_view submission, std::string_view metadata_jwe,
                        std::string_view data_jwe);

    // Receiving.
    /// Of one destination, or of all of this client if it is empty.
    Result<ItemPage> list_submissions(std::string_view destination, std::int64_t offset,
                                      std::int64_t limit);
    Result<FetchedItem> fetch_submission(std::string_view submission);
    /// Piece by piece; of at most attachment_jwe_bytes. Further error codes: those of `into`.
    Result<void> fetch_attachment(std::string_view submission, std::string_view attachment,
                                  DownloadTarget& into);

    // Events, as tokens of which nothing is proved: see event_log.hpp. Oldest first; at most
    // limits::fitconnect_case_events.
    Result<std::vector<std::string>> list_case_events(std::string_view case_id);
    Result<void> post_event(std::string_view case_id, std::string_view token);

    // Replies.
    Result<ItemIds> announce_reply(const ReplyAnnouncement& announcement);
    Result<void> upload_reply_attachment(std::string_view reply, std::string_view attachment,
                                         const UploadSource& jwe);
    Result<void> submit_reply(std::string_view reply, std::string_view metadata_jwe,
                              std::string_view data_jwe);
    Result<ItemPage> list_replies(std::int64_t offset, std::int64_t limit);
    Result<FetchedItem> fetch_reply(std::string_view reply);
    Result<void> fetch_reply_attachment(std::string_view reply, std::string_view attachment,
                                        DownloadTarget& into);

    // Routing; without a token.
    /// Of a Leistungsschluessel in the area of an ARS or a part of it.
    Result<std::vector<ApiRoute>> find_routes(std::string_view leistungsschluessel,
                                              std::string_view ars);
    /// "<portal_url>/.well-known/jwks.json": the keys that sign routes.
    Result<formats::Json> load_portal_keys();
    Result<std::vector<ApiArea>> find_areas(std::string_view expression);

private:
    struct Inside;
    std::unique_ptr<Inside> inside_;
};

}  // namespace gordion::fitconnect
