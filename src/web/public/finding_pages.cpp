// SPDX-License-Identifier: EUPL-1.2
#include "app/accounts.hpp"
#include "app/places.hpp"
#include "core/text.hpp"
#include "web/account/provider_list.hpp"
#include "web/page.hpp"
#include "web/public/public_pages.hpp"

namespace gordion::web {
namespace {

using formats::Json;

constexpr std::size_t most_hits = 12;
constexpr std::size_t most_places = 30;

std::string catalogue_date(const app::Reference& reference) {
    return reference.catalogue->date().to_german();
}

Json service_json(const app::Reference& reference, const services::PublicService& service,
                  const std::set<std::string>& offered) {
    const services::Bundle* bundle = reference.catalogue->bundle_of(service);
    return Json::object({{"name", service.name},
                         {"url", service.key.empty() ? "" : "/leistung/" + service.key.digits},
                         {"bundle", bundle == nullptr ? "" : bundle->name},
                         {"is_online", offered.contains(service.key.digits)}});
}

Json offered_services(const app::Reference& reference, const std::set<std::string>& offered) {
    Json list = Json::array();
    for (const std::string& key : offered) {
        if (const services::PublicService* service = reference.catalogue->find(key)) {
            list.push(service_json(reference, *service, offered));
        }
    }
    return list;
}

Result<http::Response> show_start(Exchange& exchange) {
    const auto reference = TRY(exchange.in.reference());
    const auto offered = TRY(app::offered_keys(exchange.in));
    const auto counts = reference->catalogue->counts();
    Page page;
    page.title = exchange.text("start.title");
    page.body = exchange.site.render(
        "public/start",
        Json::object({{"offered", offered_services(*reference, offered)},
                      {"services", counts.services},
                      {"municipalities", reference->directory->counts().municipalities},
                      {"catalogue_date", catalogue_date(*reference)}}),
        exchange.language);
    return show_page(exchange, page);
}

Result<http::Response> show_search(Exchange& exchange) {
    const auto reference = TRY(exchange.in.reference());
    const auto offered = TRY(app::offered_keys(exchange.in));
    const std::string query(exchange.query("q").substr(0, 200));
    const auto answer = reference->search->search({query, most_hits, &offered});
    Json hits = Json::array();
    for (const services::ServiceHit& hit : answer.hits) {
        hits.push(service_json(*reference, *hit.service, offered));
    }
    Page page;
    page.title = exchange.text("search.title", {{"query", query}});
    page.back_url = "/";
    page.body = exchange.site.render(
        "public/search",
        Json::object({{"query", query},
                      {"corrected", answer.corrected},
                      {"hits", std::move(hits)},
                      {"count", exchange.text("search.count",
                                              {{"count", std::to_string(answer.hits.size())}})},
                      {"catalogue_date", catalogue_date(*reference)}}),
        exchange.language);
    return show_page(exchange, page);
}

Result<const services::PublicService*> load_service(const app::Reference& reference,
                                                    std::string_view text) {
    const auto key = TRY(services::parse_leistungsschluessel(text));
    const services::PublicService* service = reference.catalogue->find(key);
    if (service == nullptr) {
        return Error{ErrorKind::NotFound,
                     "app.service_missing",
                     "",
                     {{"key", key.digits}},
                     "The catalogue has no service with this Leistungsschluessel."};
    }
    return service;
}

Json place_json(const std::string& key, const regions::PlaceHit& hit) {
    return Json::object({{"url", "/leistung/" + key + "/" + hit.region->ars},
                         {"ars", hit.region->ars},
                         {"name", hit.region->name},
                         {"kreis", hit.kreis_name},
                         {"land", hit.land_name}});
}

http::Response show_service_page(const Exchange& exchange, const app::Reference& reference,
                                 const services::PublicService& service,
                                 const std::vector<regions::PlaceHit>& places) {
    const std::string query(exchange.query("q").substr(0, 100));
    const bool asked = exchange.request.query.has("q");
    Json hits = Json::array();
    for (const regions::PlaceHit& hit : places) {
        hits.push(place_json(service.key.digits, hit));
    }
    const std::string error =
        asked && places.empty()
            ? exchange.text(query.empty() ? "place.empty" : "place.none", {{"query", query}})
            : std::string();
    const services::Bundle* bundle = reference.catalogue->bundle_of(service);
    Page page;
    page.title = service.name;
    page.back_url = "/";
    page.has_errors = !error.empty();
    page.body =
        exchange.site.render("public/service",
                             Json::object({{"name", service.name},
                                           {"key_text", service.key.to_text()},
                                           {"key", service.key.digits},
                                           {"bundle", bundle == nullptr ? "" : bundle->name},
                                           {"legal_grounds", service.legal_grounds},
                                           {"query", query},
                                           {"error", error},
                                           {"places", std::move(hits)},
                                           {"many", places.size() > 1},
                                           {"catalogue_date", catalogue_date(reference)}}),
                             exchange.language);
    return show_page(exchange, page);
}

Result<http::Response> show_service(Exchange& exchange) {
    const auto reference = TRY(exchange.in.reference());
    const auto* service = TRY(load_service(*reference, exchange.path("key")));
    return show_service_page(exchange, *reference, *service, {});
}

// One place leads straight on; several are a choice, told apart by Kreis and Land.
Result<http::Response> choose_place(Exchange& exchange) {
    const auto reference = TRY(exchange.in.reference());
    const auto* service = TRY(load_service(*reference, exchange.path("key")));
    const auto hits = reference->directory->search(exchange.query("q").substr(0, 100), most_places);
    const bool sure = hits.size() == 1 && hits.front().match != regions::PlaceMatch::Typo;
    if (sure) {
        return http::Response::redirect("/leistung/" + service->key.digits + "/" +
                                        hits.front().region->ars);
    }
    return show_service_page(exchange, *reference, *service, hits);
}

// Who offers the service for its area has said itself that it is competent.
std::string_view certainty_code(const app::ServiceAtPlace& found) {
    if (found.adoption != nullptr) {
        return "competent.confirmed";
    }
    switch (found.competent.certainty) {
        case services::Certainty::Rule:
            return "competent.rule";
        case services::Certainty::Assumption:
            return "competent.assumption";
        case services::Certainty::Unclear:
            return "competent.unclear";
    }
    return "competent.unclear";
}

// Whether one has to sign in, before anybody begins.
std::string account_text(const Exchange& exchange, const app::ServiceAtPlace& found) {
    if (!found.adoption) {
        return {};
    }
    const app::AccountNeed need = app::account_need(found.adoption->package->service());
    if (need.kinds.none) {
        return exchange.text("competent.no_account");
    }
    const char* code = !need.kinds.organisation ? "competent.citizen_account"
                       : need.kinds.citizen     ? "competent.any_account"
                                                : "competent.organisation_account";
    return exchange.text(code, {{"level", level_text(exchange, need.level)}});
}

// Somebody is signed in, but not with enough: better said here than after "begin".
std::string account_warning(const Exchange& exchange, const app::ServiceAtPlace& found) {
    if (!found.adoption || !exchange.account) {
        return {};
    }
    const auto checked =
        app::check_account(app::account_need(found.adoption->package->service()), exchange.account);
    return checked ? "" : exchange.site.texts().error_text(exchange.language, checked.error());
}

Result<http::Response> show_authority(Exchange& exchange) {
    const app::ServiceAtPlace found =
        TRY(app::look_up_service(exchange.in, exchange.path("key"), exchange.path("ars")));
    const app::Authority& authority = found.authority;
    const bool known =
        found.adoption != nullptr || found.competent.certainty != services::Certainty::Unclear;
    const std::string title =
        found.adoption ? std::string(reuse::in_language(found.adoption->package->service().title,
                                                        exchange.language))
                       : found.service->name;
    Page page;
    page.title = title;
    page.back_url = "/leistung/" + found.service->key.digits;
    if (known) {
        page.authority =
            ShownAuthority{authority.name, authority.one_line(), authority.email, authority.phone};
    }
    page.body = exchange.site.render(
        "public/authority",
        Json::object(
            {{"title", title},
             {"place", found.place->name},
             {"known", known},
             {"name", authority.name},
             {"address", authority.one_line()},
             {"email", authority.email},
             {"phone", authority.phone},
             {"hours", authority.hours},
             {"reason", exchange.text(found.competent.reason, found.competent.values)},
             {"certainty", exchange.text(certainty_code(found))},
             {"directory_date", found.reference->directory->date().to_german()},
             {"catalogue_date", catalogue_date(*found.reference)},
             {"is_online", found.adoption != nullptr},
             {"account", account_text(exchange, found)},
             {"account_warning", account_warning(exchange, found)},
             {"frist_days", found.adoption ? found.adoption->package->service().frist_days : 0},
             {"has_frist",
              found.adoption != nullptr && found.adoption->package->service().frist_days > 0},
             {"key", found.service->key.digits},
             {"ars", found.place->ars}}),
        exchange.language);
    return show_page(exchange, page);
}

}  // namespace

std::vector<Endpoint> finding_endpoints() {
    using http::Method;
    return {
        {Method::Get, "/", Access::Public, {}, show_start},
        {Method::Get, "/suche", Access::Public, {}, show_search},
        {Method::Get, "/leistung/{key}", Access::Public, {}, show_service},
        {Method::Get, "/leistung/{key}/ort", Access::Public, {}, choose_place},
        {Method::Get, "/leistung/{key}/{ars}", Access::Public, {}, show_authority},
    };
}

}  // namespace gordion::web
