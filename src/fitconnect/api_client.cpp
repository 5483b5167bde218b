// SPDX-License-Identifier: EUPL-1.2
#include "fitconnect/api_client.hpp"

#include "core/limits.hpp"
#include "fitconnect/internal/api_paths.hpp"
#include "http/percent.hpp"

namespace gordion::fitconnect {

using formats::Json;
using internal::require_id;

namespace internal {

Result<std::string> require_id(std::string_view text) {
    auto id = normalize_uuid(text);
    if (!id) {
        return Error{
            ErrorKind::Invalid, "fitconnect.id", "", {}, "An id of FIT-Connect is a UUID."};
    }
    return std::move(*id);
}

Json texts_as_json(const std::vector<std::string>& texts) {
    Json list = Json::array();
    for (const std::string& text : texts) {
        list.push(text);
    }
    return list;
}

Result<const Json::Array*> read_list(const Json& json, std::string_view name, std::size_t most) {
    const Json* list = json.find(name);
    if (list == nullptr || !list->is_array() || list->size() > most) {
        return answer_error(std::string(name));
    }
    return &list->as_array();
}

}  // namespace internal

std::string ApiClient::Inside::submission_url(std::string_view rest) const {
    const ApiSettings& settings = sender.settings();
    return settings.server.submission_url + (settings.version == ApiVersion::V1 ? "/v1" : "/v2") +
           std::string(rest);
}

std::string ApiClient::Inside::destination_url(std::string_view rest) const {
    return sender.settings().server.destination_url + "/v1" + std::string(rest);
}

std::string ApiClient::Inside::routing_url(std::string_view rest) const {
    return sender.settings().server.routing_url + "/v2" + std::string(rest);
}

Result<Json> ApiClient::Inside::load(const internal::ApiCall& call) {
    return internal::read_answer(TRY(sender.send(call)));
}

ApiClient::ApiClient(http::Client& http, const Clock& clock, ApiSettings settings)
    : inside_(new Inside{internal::CallSender(http, clock, std::move(settings))}) {}

ApiClient::~ApiClient() = default;

const ApiSettings& ApiClient::settings() const {
    return inside_->sender.settings();
}

Result<Destination> ApiClient::load_destination(std::string_view id) {
    return read_destination(TRY(
        inside_->load({.url = inside_->submission_url("/destinations/" + TRY(require_id(id)))})));
}

Result<Json> ApiClient::load_destination_key(std::string_view id, std::string_view kid) {
    return inside_->load({.url = inside_->submission_url("/destinations/" + TRY(require_id(id)) +
                                                         "/keys/" + http::percent_encode(kid)),
                          .authorization = internal::Authorization::None});
}

Result<Json> ApiClient::load_service_keys() {
    return inside_->load({.url = settings().server.event_issuer() + "/.well-known/jwks.json",
                          .authorization = internal::Authorization::None});
}

Result<std::vector<Destination>> ApiClient::list_destinations() {
    std::vector<Destination> all;
    for (;;) {
        const Json answer = TRY(inside_->load(
            {.url = inside_->destination_url(
                 "/destinations?limit=" + std::to_string(limits::fitconnect_page_items) +
                 "&offset=" + std::to_string(all.size()))}));
        const auto* items =
            TRY(internal::read_list(answer, "destinations", limits::fitconnect_page_items));
        for (const Json& item : *items) {
            all.push_back(TRY(read_destination(item)));
        }
        if (items->size() < limits::fitconnect_page_items ||
            all.size() >= limits::fitconnect_list_items) {
            return all;
        }
    }
}

Result<Destination> ApiClient::create_destination(const Json& body) {
    return read_destination(TRY(inside_->load({.method = http::Method::Post,
                                               .url = inside_->destination_url("/destinations"),
                                               .body = formats::write_json(body),
                                               .content_type = "application/json",
                                               .repeat = internal::Repeat::IfUntouched})));
}

Result<Destination> ApiClient::change_destination(std::string_view id, const Json& patch) {
    const std::string path = "/destinations/" + TRY(require_id(id));
    return read_destination(TRY(inside_->load({.method = http::Method::Patch,
                                               .url = inside_->destination_url(path),
                                               .body = formats::write_json(patch),
                                               .content_type = "application/merge-patch+json"})));
}

Result<void> ApiClient::add_destination_key(std::string_view id, const Json& jwk) {
    const std::string path = "/destinations/" + TRY(require_id(id)) + "/keys";
    TRY(inside_->sender.send({.method = http::Method::Post,
                              .url = inside_->destination_url(path),
                              .body = formats::write_json(jwk),
                              .content_type = "application/json"}));
    return {};
}

Result<std::vector<std::string>> ApiClient::list_case_events(std::string_view case_id) {
    const std::string path = "/cases/" + TRY(require_id(case_id)) +
                             "/events?limit=" + std::to_string(limits::fitconnect_page_items) +
                             "&offset=";
    std::vector<std::string> all;
    for (;;) {
        const Json answer =
            TRY(inside_->load({.url = inside_->submission_url(path + std::to_string(all.size()))}));
        const auto* tokens =
            TRY(internal::read_list(answer, "eventLog", limits::fitconnect_page_items));
        for (const Json& token : *tokens) {
            if (!token.is_string()) {
                return internal::answer_error("eventLog");
            }
            all.push_back(token.as_string());
        }
        if (tokens->size() < limits::fitconnect_page_items) {
            return all;
        }
        if (all.size() >= limits::fitconnect_case_events) {
            return internal::answer_error("eventLog");
        }
    }
}

// A second try of an event that got through is refused with 409 (same jti, or no such step any
// more): the caller looks at the log then.
Result<void> ApiClient::post_event(std::string_view case_id, std::string_view token) {
    const std::string path = "/cases/" + TRY(require_id(case_id)) + "/events";
    TRY(inside_->sender.send({.method = http::Method::Post,
                              .url = inside_->submission_url(path),
                              .body = std::string(token),
                              .content_type = "application/jose"}));
    return {};
}

Result<std::vector<ApiRoute>> ApiClient::find_routes(std::string_view leistungsschluessel,
                                                     std::string_view ars) {
    const Json answer =
        TRY(inside_->load({.url = inside_->routing_url(
                               "/routes?leikaKey=" + http::percent_encode(leistungsschluessel) +
                               "&ars=" + http::percent_encode(ars)),
                           .authorization = internal::Authorization::None}));
    std::vector<ApiRoute> routes;
    for (const Json& item :
         *TRY(internal::read_list(answer, "routes", limits::fitconnect_page_items))) {
        const auto id = normalize_uuid(item.text_at("destinationId"));
        if (!id) {
            return internal::answer_error("routes/destinationId");
        }
        routes.push_back(
            {*id, item.text_at("destinationSignature"), item.text_at("destinationName")});
    }
    return routes;
}

Result<Json> ApiClient::load_portal_keys() {
    return inside_->load({.url = settings().server.portal_url + "/.well-known/jwks.json",
                          .authorization = internal::Authorization::None});
}

Result<std::vector<ApiArea>> ApiClient::find_areas(std::string_view expression) {
    const Json answer =
        TRY(inside_->load({.url = inside_->routing_url("/areas?areaSearchexpression=" +
                                                       http::percent_encode(expression)),
                           .authorization = internal::Authorization::None}));
    std::vector<ApiArea> areas;
    for (const Json& item :
         *TRY(internal::read_list(answer, "areas", limits::fitconnect_page_items))) {
        areas.push_back({item.text_at("id"), item.text_at("name"), item.text_at("type")});
    }
    return areas;
}

}  // namespace gordion::fitconnect
