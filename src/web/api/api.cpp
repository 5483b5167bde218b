// SPDX-License-Identifier: EUPL-1.2
#include "web/api/api.hpp"

#include "app/antraege.hpp"
#include "core/text.hpp"
#include "web/finding_words.hpp"
#include "web/page.hpp"

namespace gordion::web {
namespace {

using formats::Json;

constexpr std::size_t most_places = 30;
constexpr std::size_t most_services = 20;
constexpr std::size_t least_idempotency_key = 16;

http::Response answer_json(const Json& json, int status = 200) {
    return http::Response::json(formats::write_json(json), status);
}

Json region_json(const regions::Region& region) {
    return Json::object(
        {{"ars", region.ars}, {"name", region.name}, {"population", region.population}});
}

Result<http::Response> list_places(Exchange& exchange) {
    const auto reference = TRY(exchange.in.reference());
    Json places = Json::array();
    if (const auto postcode = exchange.query("postcode"); !postcode.empty()) {
        if (postcode.size() != 5 || !is_digits(postcode)) {
            return Error{ErrorKind::Invalid,
                         "web.postcode_invalid",
                         "postcode",
                         {},
                         "A postcode has five digits."};
        }
        for (const regions::Region* region : reference->directory->find_by_postcode(postcode)) {
            places.push(region_json(*region));
        }
    } else {
        for (const regions::PlaceHit& hit :
             reference->directory->search(exchange.query("q").substr(0, 100), most_places)) {
            Json place = region_json(*hit.region);
            place.set("kreis", hit.kreis_name);
            place.set("land", hit.land_name);
            places.push(std::move(place));
        }
    }
    return answer_json(Json::object({{"directory_date", reference->directory->date().to_iso()},
                                     {"places", std::move(places)}}));
}

Result<http::Response> list_services(Exchange& exchange) {
    const auto reference = TRY(exchange.in.reference());
    const auto offered = TRY(app::offered_keys(exchange.in));
    const auto found = reference->search->search(
        {std::string(exchange.query("q").substr(0, 200)), most_services, &offered});
    Json services = Json::array();
    for (const services::ServiceHit& hit : found.hits) {
        services.push(Json::object({{"key", hit.service->key.digits},
                                    {"name", hit.service->name},
                                    {"offered", offered.contains(hit.service->key.digits)}}));
    }
    return answer_json(Json::object({{"catalogue_date", reference->catalogue->date().to_iso()},
                                     {"corrected", found.corrected},
                                     {"services", std::move(services)}}));
}

Result<http::Response> show_service_at(Exchange& exchange) {
    const app::ServiceAtPlace found =
        TRY(app::look_up_service(exchange.in, exchange.path("key"), exchange.path("ars")));
    Json schema;
    if (found.adoption) {
        schema = found.adoption->package->form->json_schema();
    }
    return answer_json(Json::object(
        {{"service",
          Json::object({{"key", found.service->key.digits}, {"name", found.service->name}})},
         {"place", region_json(*found.place)},
         {"authority", Json::object({{"tenant", found.authority.tenant.value},
                                     {"name", found.authority.name},
                                     {"address", found.authority.one_line()}})},
         {"reason", exchange.text(found.competent.reason, found.competent.values)},
         {"online", found.adoption != nullptr},
         {"schema", std::move(schema)}}));
}

Json worded(const Exchange& exchange, const forms::Form& form, const Findings& findings) {
    return findings_json(exchange.site.texts(), exchange.language, form, findings);
}

Error body_invalid(std::string_view member) {
    return {ErrorKind::Invalid,
            "web.body_invalid",
            std::string(member),
            {{"member", std::string(member)}},
            "The body needs service and ars as text and answers as an object, and nothing else."};
}

// {"service": "99…", "ars": "0105…", "answers": {…}, "notify": "…"}
Result<app::DirectAntrag> parse_body(std::string_view body) {
    const Json json = TRY(formats::parse_json(body));
    if (!json.is_object()) {
        return body_invalid("");
    }
    app::DirectAntrag antrag;
    for (const auto& [name, value] : json.as_object()) {
        if (name == "service" && value.is_string()) {
            antrag.leistungsschluessel = value.as_string();
        } else if (name == "ars" && value.is_string()) {
            antrag.ars = value.as_string();
        } else if (name == "answers" && value.is_object()) {
            antrag.answers = value;
        } else if (name == "notify" && value.is_string()) {
            antrag.wish.notify_address = value.as_string();
        } else {
            return body_invalid(name);
        }
    }
    if (antrag.leistungsschluessel.empty() || antrag.ars.empty() || antrag.answers.is_null()) {
        return body_invalid("service, ars, answers");
    }
    return antrag;
}

// {"answers": {…}}: judged as they would be on submit; nothing is stored.
Result<http::Response> check(Exchange& exchange) {
    const Json body = TRY(formats::parse_json(exchange.request.body));
    const Json* answers = body.find("answers");
    if (answers == nullptr || !answers->is_object() || body.size() != 1) {
        return Error{ErrorKind::Invalid,
                     "web.check_body",
                     "answers",
                     {},
                     "The body needs answers as an object, and nothing else."};
    }
    const app::CheckedAnswers checked =
        TRY(app::check_answers(exchange.in, exchange.path("key"), exchange.path("ars"), *answers));
    return answer_json(
        Json::object({{"valid", !has_faults(checked.findings)},
                      {"findings", worded(exchange, *checked.form, checked.findings)}}));
}

Result<http::Response> submit(Exchange& exchange) {
    app::DirectAntrag antrag = TRY(parse_body(exchange.request.body));
    antrag.wish.idempotency_key =
        std::string(exchange.request.find_header("Idempotency-Key").value_or(""));
    if (antrag.wish.idempotency_key.size() < least_idempotency_key) {
        return Error{ErrorKind::Invalid,
                     "web.idempotency_key",
                     "Idempotency-Key",
                     {{"least", std::to_string(least_idempotency_key)}},
                     "The header Idempotency-Key is missing or too short."};
    }
    const auto submitted = TRY(app::submit_directly(exchange.in, antrag));
    if (!submitted.value) {
        const auto found =
            TRY(app::look_up_service(exchange.in, antrag.leistungsschluessel, antrag.ars));
        VERIFY(found.adoption != nullptr, "answers were just checked with its form");
        const forms::Form& form = *found.adoption->package->form;
        return answer_json(Json::object({{"code", "app.answers_incomplete"},
                                         {"text", exchange.text("app.answers_incomplete")},
                                         {"findings", worded(exchange, form, submitted.findings)}}),
                           422);
    }
    const delivery::Receipt& receipt = *submitted.value;
    return answer_json(Json::object({{"number", receipt.number},
                                     {"code", receipt.code},
                                     {"submitted_at", receipt.submitted_at.to_iso()}}),
                       201);
}

// For authorities that prove a statement about who signed in themselves (RFC 7517).
Result<http::Response> list_keys(Exchange& exchange) {
    Json keys = Json::array();
    keys.push(identity::statement_key(exchange.in.master_key).public_key().to_jwk());
    return answer_json(Json::object({{"keys", std::move(keys)}}));
}

}  // namespace

std::vector<Endpoint> api_endpoints() {
    using http::Method;
    return {
        {Method::Get, "/api/v1/places", Access::Public, {}, list_places},
        {Method::Get, "/api/v1/services", Access::Public, {}, list_services},
        {Method::Get, "/api/v1/services/{key}/at/{ars}", Access::Public, {}, show_service_at},
        {Method::Get, "/api/v1/keys", Access::Public, {}, list_keys},
        {Method::Post,
         "/api/v1/services/{key}/at/{ars}/check",
         Access::Public,
         {},
         check,
         Body::Json},
        {Method::Post, "/api/v1/antraege", Access::Public, {}, submit, Body::Json},
    };
}

}  // namespace gordion::web
