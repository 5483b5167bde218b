// SPDX-License-Identifier: EUPL-1.2
#include "app/joining.hpp"
#include "core/text.hpp"
#include "reuse/newest_versions.hpp"
#include "reuse/overview.hpp"
#include "reuse/succession.hpp"
#include "web/components/components.hpp"
#include "web/page.hpp"
#include "web/staff/case_view.hpp"
#include "web/staff/life_view.hpp"
#include "web/staff/offer_view.hpp"
#include "web/staff/staff_families.hpp"
#include "web/staff/value_view.hpp"

namespace gordion::web {
namespace {

using formats::Json;

std::string offer_url(std::string_view package) {
    return "/backoffice/angebote/" + url_part(package);
}

std::string levels_text(const Exchange& exchange, const reuse::ParameterDeclaration& declaration) {
    std::string text;
    for (const reuse::ParameterLevel level : declaration.levels) {
        text += (text.empty() ? "" : ", ") +
                exchange.text("offers.level_" + std::string(reuse::to_string(level)));
    }
    return text;
}

bool is_bool(const reuse::ParameterDeclaration& declaration) {
    return declaration.type == reuse::ParameterType::Bool;
}

Json choices_json(const Exchange& exchange, const reuse::ParameterDeclaration& declaration,
                  std::string_view chosen) {
    Json list = Json::array();
    const auto add = [&](const std::string& code, std::string_view label) {
        list.push(Json::object({{"code", code}, {"label", label}, {"chosen", code == chosen}}));
    };
    if (is_bool(declaration)) {
        add("true", exchange.text("offers.yes"));
        add("false", exchange.text("offers.no"));
    }
    for (const reuse::ParameterChoice& choice : declaration.choices) {
        add(choice.value, reuse::in_language(choice.label, "de"));
    }
    return list;
}

// How a list or table is typed; "" for everything that is plain to see.
std::string format_hint(const Exchange& exchange, const reuse::ParameterDeclaration& declaration) {
    if (declaration.type == reuse::ParameterType::ListText) {
        return exchange.text("offers.list_hint");
    }
    if (declaration.type != reuse::ParameterType::Table) {
        return "";
    }
    std::string header;
    for (const reuse::ParameterColumn& column : declaration.columns) {
        header += (header.empty() ? "" : ";") + column.key;
    }
    return exchange.text("offers.table_hint", {{"header", header}});
}

// What was posted for this parameter and refused is shown again; else what holds and from today.
void put_typed(Json& data, const Exchange& exchange, const reuse::EffectiveValue& value,
               bool is_refused) {
    const reuse::ParameterDeclaration& declaration = *value.declaration;
    const std::string typed =
        is_refused ? std::string(exchange.posted("value")) : typed_text(declaration, value.value);
    const bool is_long = declaration.type == reuse::ParameterType::Table ||
                         declaration.type == reuse::ParameterType::ListText || typed.size() > 60;
    data.set("typed", typed);
    data.set("is_long", is_long);
    data.set("choices", choices_json(exchange, declaration,
                                     is_refused ? exchange.posted("value") : value.value));
    data.set("has_choices", !declaration.choices.empty() || is_bool(declaration));
    data.set("from", is_refused ? std::string(exchange.posted("from"))
                                : exchange.in.clock.today().to_german());
    data.set("to", is_refused ? std::string(exchange.posted("to")) : std::string());
}

Json value_json(const Exchange& exchange, const reuse::ExplainedValue& explained,
                const std::string& area, const std::vector<FieldError>& errors) {
    const reuse::EffectiveValue& value = explained.effective;
    const reuse::ParameterDeclaration& declaration = *value.declaration;
    const auto error = std::find_if(errors.begin(), errors.end(), [&](const FieldError& known) {
        return known.place == declaration.key;
    });
    const bool failed = error != errors.end();
    const bool allowed = reuse::is_allowed_at(declaration, area);
    Json data = Json::object(
        {{"key", declaration.key},
         {"label", reuse::in_language(declaration.label, "de")},
         {"help", reuse::in_language(declaration.help, "de")},
         {"format", format_hint(exchange, declaration)},
         {"unit", declaration.unit},
         {"legal", declaration.legal_ground},
         {"required", value.is_required},
         {"is_missing", value.is_required && value.source == reuse::ValueSource::Absent},
         {"because", explained.missing_because},
         {"value", value_markup(exchange, declaration, value.value).markup()},
         {"source",
          source_text(exchange, value) +
              (value.valid_to
                   ? " " + exchange.text("life.until", {{"date", value.valid_to->to_german()}})
                   : "")},
         {"upcoming", upcoming_json(exchange, explained)},
         {"allowed", allowed},
         {"not_here", allowed ? ""
                              : exchange.text("offers.not_here",
                                              {{"levels", levels_text(exchange, declaration)}})},
         {"error", failed ? error->text : std::string()}});
    const std::string field = "w-" + declaration.key;
    data.set("described", (data.text_at("format").empty() ? "" : field + "-form ") +
                              (failed ? field + "-fehler" : ""));
    put_typed(data, exchange, value, failed && exchange.posted("key") == declaration.key);
    return data;
}

// What is missing, in words, each parameter once; each leads to where it is set.
Json missing_json(const Exchange& exchange, const Findings& findings, const std::string& base) {
    Json list = Json::array();
    std::set<std::string> seen;
    for (const Finding& finding : findings) {
        if (finding.code == "reuse.parameter_missing") {
            const std::string& key = finding.values.front().second;
            if (!seen.insert(key).second) {
                continue;
            }
            list.push(Json::object(
                {{"text", exchange.text("offers.missing", values_in_words(exchange, finding))},
                 {"url", base + "&gebiet=" + url_part(finding.place) + "#" + url_part(key)}}));
        }
    }
    return list;
}

std::string joined_text(const Exchange& exchange, const reuse::AdoptionLife& life) {
    return life.current
               ? exchange.text("offers.joined", {{"version", life.current->version},
                                                 {"date", life.current->valid_from.to_german()}})
               : exchange.text("offers.not_joined");
}

// The newer version that an administration does not use yet: what it changes and what it needs.
Result<Json> update_json(Exchange& exchange, const reuse::AdoptionLife& life,
                         const std::string& newest) {
    const bool is_newer = life.current && compare_versions(life.current->version, newest) < 0;
    if (!is_newer) {
        return Json(false);
    }
    const std::string& package = life.current->package_id;
    const TenantId& tenant = life.current->tenant;
    const auto changes = TRY(
        reuse::Succession(exchange.in.reuse).diff_versions(package, life.current->version, newest));
    const Findings missing =
        TRY(exchange.in.reuse.judge_version(tenant, package, newest, exchange.in.clock.today()));
    const std::string values_url = offer_url(package) + "?version=" + url_part(newest);
    std::string held;
    for (const reuse::RolloutResult& result :
         TRY(exchange.in.rollouts.list_results(tenant, package))) {
        if (result.outcome == reuse::RolloutOutcome::Held && held.empty()) {
            held = exchange.text("offers.held_back",
                                 {{"date", result.judged_at.german_date().to_german()}});
        }
    }
    Json list = missing_json(exchange, missing, values_url);
    const bool is_ready = !has_faults(missing);
    return Json::object({{"version", newest},
                         {"effect", effect_text(exchange, reuse::effect_of(changes))},
                         {"missing", std::move(list)},
                         {"is_ready", is_ready},
                         {"held", is_ready ? "" : held},
                         {"values_url", values_url},
                         {"changes_url", offer_url(package) + "/aenderungen"}});
}

Result<http::Response> list_offers(Exchange& exchange) {
    Json offers = Json::array();
    for (const reuse::Offer& offer : reuse::newest_versions(TRY(
             exchange.in.reuse.list_offers(identity::scope_of(*exchange.staff, "offer.read"))))) {
        const std::string behind =
            offer.is_private
                ? TRY(behind_text(exchange, *TRY(load_offered(exchange, offer.package_id))))
                : std::string();
        const auto life = TRY(exchange.in.reuse.view_adoption(
            exchange.staff->account.tenant, offer.package_id, exchange.in.clock.today()));
        offers.push(Json::object({{"behind", behind},
                                  {"url", offer_url(offer.package_id)},
                                  {"title", offer.title},
                                  {"version", offer.version},
                                  {"provider", offer.provider_name},
                                  {"terms", offer.terms},
                                  {"joined", joined_text(exchange, life)}}));
    }
    Page page;
    page.title = exchange.text("offers.title");
    page.frame = Frame::Staff;
    page.body = exchange.site.render("staff/offers", Json::object({{"offers", std::move(offers)}}),
                                     exchange.language);
    return show_page(exchange, page);
}

// The summary leads to the fields, whose ids begin with "w-": the sections have the bare keys.
std::vector<FieldError> at_fields(std::vector<FieldError> errors) {
    for (FieldError& error : errors) {
        error.place = "w-" + error.place;
    }
    return errors;
}

// The version whose values are looked at: a named one, the one in use, or the newest.
std::string chosen_version(const Exchange& exchange, const reuse::AdoptionLife& life) {
    std::string version(exchange.query("version"));
    if (version.empty()) {
        version = exchange.posted("version");
    }
    return version.empty() && life.current ? life.current->version : version;
}

Result<Json> offer_json(Exchange& exchange, const reuse::AdoptionLife& life,
                        const reuse::LoadedPackage& package) {
    const reuse::ServiceDeclaration& service = package.service();
    const auto newest = TRY(exchange.in.reuse.load_package(service.id, ""));
    const auto complete = TRY(reuse::Overview(exchange.in.reuse)
                                  .find_completeness(exchange.staff->account.tenant, service.id,
                                                     service.version, exchange.in.clock.today()));
    Json missing = missing_json(exchange, complete.missing,
                                offer_url(service.id) + "?version=" + url_part(service.version));
    const bool has_missing = missing.size() > 0;
    Json update = TRY(update_json(exchange, life, newest->service().version));
    return Json::object(
        {{"title", std::string(reuse::in_language(service.title, "de"))},
         {"version", service.version},
         {"provider", service.provider_name},
         {"joined", joined_text(exchange, life)},
         {"is_joined", life.current.has_value()},
         {"planned", life.planned ? life_planned_text(exchange, *life.planned) : ""},
         {"pin", life.pin ? life.pin->reason : ""},
         {"update", std::move(update)},
         {"complete",
          exchange.text("offers.complete", {{"filled", std::to_string(complete.filled)},
                                            {"required", std::to_string(complete.required)}})},
         {"missing", std::move(missing)},
         {"has_missing", has_missing},
         {"missing_title",
          exchange.text(life.current ? "offers.missing_now" : "offers.missing_title")},
         {"url", offer_url(service.id)}});
}

Result<http::Response> show_offer_page(Exchange& exchange, const std::vector<FieldError>& errors) {
    const auto newest = TRY(load_offered(exchange, exchange.path("package")));
    const auto reference = TRY(exchange.in.reference());
    const std::string area = chosen_area(exchange);
    const Date today = exchange.in.clock.today();
    const auto life = TRY(exchange.in.reuse.view_adoption(exchange.staff->account.tenant,
                                                          exchange.path("package"), today));
    const auto place = TRY(
        reuse::Overview(exchange.in.reuse)
            .explain_values(exchange.path("package"), chosen_version(exchange, life), area, today));
    const regions::Region* region = reference->directory->find(area);
    Json values = Json::array();
    for (const reuse::ExplainedValue& value : place.values) {
        values.push(value_json(exchange, value, area, errors));
    }
    Json data = TRY(offer_json(exchange, life, *place.package));
    data.set("is_copy", newest->service().origin.has_value());
    data.set("behind", TRY(behind_text(exchange, *newest)));
    data.set("errors", error_summary(exchange, at_fields(errors)).markup());
    data.set("areas", area_options(exchange, *reference, area));
    data.set("area", area);
    data.set("area_name", region == nullptr ? area : region->name);
    data.set("values", std::move(values));
    data.set("csrf", exchange.csrf());
    Page page;
    page.title = data.text_at("title");
    page.frame = Frame::Staff;
    page.back_url = "/backoffice/angebote";
    page.has_errors = !errors.empty();
    page.status = page.has_errors ? 422 : 200;
    page.body = exchange.site.render("staff/offer", data, exchange.language);
    return show_page(exchange, page);
}

Result<http::Response> show_offer(Exchange& exchange) {
    return show_offer_page(exchange, {});
}

Result<void> set_as_posted(Exchange& exchange) {
    const std::string_view text = exchange.posted("value");
    const Date from = TRY(parse_german_date(exchange.posted("from")));
    reuse::ParameterChange change{
        exchange.path("package"), chosen_area(exchange), std::string(exchange.posted("key")),
        text.empty() ? std::nullopt : std::optional(std::string(text)), from};
    change.valid_to = TRY(posted_day(exchange, "to"));
    TRY(exchange.in.reuse.set_parameter(identity::scope_of(*exchange.staff, "parameter.set"),
                                        change));
    return {};
}

Result<http::Response> set_value(Exchange& exchange) {
    const std::string key(exchange.posted("key"));
    const Result<void> set = set_as_posted(exchange);
    if (set) {
        const std::string_view version = exchange.posted("version");
        return http::Response::redirect(
            offer_url(exchange.path("package")) + "?gebiet=" + url_part(chosen_area(exchange)) +
            (version.empty() ? "" : "&version=" + url_part(version)) + "#" + url_part(key));
    }
    if (set.error().kind == ErrorKind::Unavailable) {
        return set.error();
    }
    return show_offer_page(
        exchange, {{key, exchange.site.texts().error_text(exchange.language, set.error())}});
}

Result<http::Response> join(Exchange& exchange) {
    const Scope scope = identity::scope_of(*exchange.staff, "adoption.add");
    const auto joined = TRY(
        app::join_offer(exchange.in, scope,
                        {scope.tenant, exchange.path("package"), "", exchange.in.clock.today()}));
    if (joined.value) {
        return http::Response::redirect(offer_url(exchange.path("package")));
    }
    std::vector<FieldError> errors;
    for (const Finding& finding : joined.findings) {
        std::string place;
        for (const auto& [name, value] : finding.values) {
            place = name == "key" ? value : place;
        }
        errors.push_back({place, reason_text(exchange, finding)});
    }
    return show_offer_page(exchange, errors);
}

}  // namespace

std::vector<Endpoint> offer_endpoints() {
    using http::Method;
    constexpr auto administrator = identity::Role::Administrator;
    return {
        {Method::Get, "/backoffice/angebote", Access::Staff, administrator, list_offers},
        {Method::Get, "/backoffice/angebote/{package}", Access::Staff, administrator, show_offer},
        {Method::Post, "/backoffice/angebote/{package}/wert", Access::Staff, administrator,
         set_value},
        {Method::Post, "/backoffice/angebote/{package}/beitreten", Access::Staff, administrator,
         join},
    };
}

}  // namespace gordion::web
