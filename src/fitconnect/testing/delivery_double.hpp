// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "core/ids.hpp"
#include "core/text.hpp"
#include "fitconnect/api_client.hpp"
#include "fitconnect/event_log.hpp"
#include "fitconnect/testing/fit_keys.hpp"
#include "http/testing/raw_client.hpp"

namespace gordion::fitconnect::testing {

/// Plays a delivery server as far as tests of the client need it, and misbehaves on demand. It
/// checks nothing: how a real one behaves is tested with ours, in zustelldienst.
class DeliveryDouble {
public:
    struct Kept {
        ItemIds ids;
        formats::Json announced;
        std::map<std::string, std::string> attachments;
        std::string metadata_jwe;
        std::string data_jwe;
        std::vector<std::string> events;
        bool is_gone = false;
    };

    DeliveryDouble()
        : service_key(make_test_key("rsa_4096.jwk.json", "PS512", "service-key")),
          signing_key(make_test_key("rsa_4096_second.jwk.json", "PS512", "signing-key")),
          encryption_key(
              make_test_key("rsa_4096_second.jwk.json", "RSA-OAEP-256", "encryption-key")),
          server_([this](const http::Request& request) { return answer(request); }) {}

    [[nodiscard]] std::string origin() const {
        return "http://127.0.0.1:" + std::to_string(server_.server.port());
    }
    [[nodiscard]] std::string issuer() const { return origin() + "/submission-api"; }
    [[nodiscard]] ApiSettings settings() const {
        ApiSettings made;
        made.server = address_below(origin());
        made.client_id = "client";
        made.client_secret = Sensitive(std::string("secret"));
        made.pause = [](std::int64_t) {};
        return made;
    }
    static http::ClientConfig http_config() {
        http::ClientConfig config;
        config.plain_http = http::PlainHttp::Allow;
        return config;
    }

    /// Asked before every answer; what it returns is answered instead.
    std::function<std::optional<http::Response>(const http::Request&)> instead;

    /// A token of the service or, for a destination's id as issuer, of the destination.
    [[nodiscard]] std::string make_event(EventVerb verb, const Kept& about, const std::string& from,
                                         std::vector<Problem> problems = {},
                                         std::optional<AuthenticationTags> tags = {}) const {
        SecurityEvent event;
        event.schema = set_payload_schema;
        event.id = next_uuid();
        event.issuer = from;
        event.issued_at = {now.ms / 1000 * 1000};
        event.subject_id = about.ids.item_id;
        event.case_id = about.ids.case_id;
        event.type = {SubjectKind::Submission, verb};
        event.tags = std::move(tags);
        event.problems = std::move(problems);
        return sign_event(event, from == destination_id ? signing_key : service_key).value();
    }

    static AuthenticationTags tags_of(const Kept& kept) {
        AuthenticationTags tags;
        tags.metadata = authentication_tag(kept.metadata_jwe).value();
        if (!kept.data_jwe.empty()) {
            tags.data = authentication_tag(kept.data_jwe).value();
        }
        for (const auto& [id, jwe] : kept.attachments) {
            tags.attachments[id] = authentication_tag(jwe).value();
        }
        return tags;
    }

    void visit(const std::function<void(std::vector<Kept>&)>& look) {
        const std::lock_guard lock(mutex_);
        look(kept_);
    }
    [[nodiscard]] std::vector<std::string> calls() {
        const std::lock_guard lock(mutex_);
        return calls_;
    }

    std::string service = service_urn;  ///< that the destination offers, with its schema
    std::string schema = schema_uri;
    Instant now{1'763'900'000'000};
    crypto::PrivateKey service_key;
    crypto::PrivateKey signing_key;
    crypto::PrivateKey encryption_key;
    std::string status = "active";

private:
    using Json = formats::Json;
    static std::string next_uuid() {
        static SystemClock clock;
        static SystemRandom random;
        return make_uuid(clock, random);
    }

    static http::Response json(const Json& body, int status = 200) {
        return http::Response::json(formats::write_json(body), status);
    }
    static http::Response missing() {
        return json(Json::object({{"title", "Application not found"}}), 404);
    }

    http::Response answer(const http::Request& request) {
        const std::lock_guard lock(mutex_);
        calls_.push_back(std::string(http::to_string(request.method)) + " " + request.path);
        if (instead) {
            if (auto other = instead(request)) {
                return std::move(*other);
            }
        }
        const std::vector<std::string> path = split(request.path.substr(1), '/');
        if (path[0] == "token") {
            return json(Json::object({{"access_token", "t"}, {"expires_in", 1800}}));
        }
        if (path.size() == 3 && path[1] == ".well-known") {
            return json(Json::object({{"keys", Json::array({publish_key(service_key, now)})}}));
        }
        if (path.size() < 3) {
            return missing();
        }
        if (path[2] == "destinations" || path[2] == "cases") {
            return path[2] == "cases" ? events(request, path) : destination(path);
        }
        return path[2] == "submissions" ? submissions(request, path) : missing();
    }

    http::Response destination(const std::vector<std::string>& path) {
        if (path.size() == 6) {
            return json(publish_key(path[5] == "signing-key" ? signing_key : encryption_key, now));
        }
        Json schemas =
            Json::array({Json::object({{"schemaUri", schema}, {"mimeType", "application/json"}})});
        Json offered = Json::object({{"identifier", service},
                                     {"regions", Json::array({"DE01"})},
                                     {"submissionSchemas", std::move(schemas)}});
        return json(Json::object({{"destinationId", destination_id},
                                  {"status", status},
                                  {"encryptionKid", "encryption-key"},
                                  {"metadataVersions", Json::array({"2.1.0"})},
                                  {"publicServices", Json::array({std::move(offered)})}}));
    }

    http::Response events(const http::Request& request, const std::vector<std::string>& path) {
        Json log = Json::array();
        for (Kept& kept : kept_) {
            if (kept.ids.case_id == path[3]) {
                if (request.method == http::Method::Post) {
                    kept.events.push_back(request.body);
                    return http::Response::empty(204);
                }
                for (const std::string& event : kept.events) {
                    log.push(event);
                }
            }
        }
        return log.size() == 0 ? missing() : json(Json::object({{"eventLog", std::move(log)}}));
    }

    http::Response announce(const http::Request& request) {
        Kept kept;
        kept.announced = formats::parse_json(request.body).value();
        kept.ids = {next_uuid(), next_uuid(), kept.announced.text_at("destinationId")};
        kept.events.push_back(make_event(EventVerb::Create, kept, issuer()));
        kept_.push_back(kept);
        return json(ids_json(kept), 201);
    }

    static Json ids_json(const Kept& kept) {
        return Json::object({{"submissionId", kept.ids.item_id},
                             {"caseId", kept.ids.case_id},
                             {"destinationId", kept.ids.destination_id}});
    }

    http::Response list() {
        Json waiting = Json::array();
        for (const Kept& kept : kept_) {
            if (!kept.metadata_jwe.empty() && kept.events.size() == 2) {
                waiting.push(ids_json(kept));
            }
        }
        const std::size_t total = waiting.size();
        return json(Json::object({{"submissions", std::move(waiting)}, {"totalCount", total}}));
    }

    http::Response submissions(const http::Request& request, const std::vector<std::string>& path) {
        if (path.size() == 3) {
            return request.method == http::Method::Post ? announce(request) : list();
        }
        for (Kept& kept : kept_) {
            if (kept.ids.item_id == path[3] && !kept.is_gone) {
                return one(request, path, kept);
            }
        }
        return missing();
    }

    http::Response one(const http::Request& request, const std::vector<std::string>& path,
                       Kept& kept) {
        const bool is_put = request.method == http::Method::Put;
        if (path.size() == 6) {
            if (is_put) {
                kept.attachments[path[5]] = request.body;
                return http::Response::empty(204);
            }
            return http::Response::bytes(kept.attachments[path[5]], "application/jose");
        }
        if (is_put) {
            const Json body = formats::parse_json(request.body).value();
            kept.metadata_jwe = body.text_at("encryptedMetadata");
            kept.data_jwe = body.text_at("encryptedData");
            kept.events.push_back(make_event(EventVerb::Submit, kept, issuer(), {}, tags_of(kept)));
            return json(ids_json(kept), 200);
        }
        Json body = ids_json(kept);
        body.set("publicService", *kept.announced.find("publicService"));
        body.set("region", kept.announced.text_at("region"));
        body.set("attachments", *kept.announced.find("announcedAttachments"));
        body.set("encryptedMetadata", kept.metadata_jwe);
        body.set("encryptedData", kept.data_jwe);
        return json(body);
    }

    std::mutex mutex_;
    std::vector<Kept> kept_;
    std::vector<std::string> calls_;
    http::testing::TestServer server_;
};

}  // namespace gordion::fitconnect::testing
