// SPDX-License-Identifier: EUPL-1.2
#include "app/joining.hpp"
#include "core/text.hpp"
#include "reuse/overview.hpp"
#include "reuse/succession.hpp"
#include "web/components/components.hpp"
#include "web/page.hpp"
#include "web/staff/case_view.hpp"
#include "web/staff/life_view.hpp"
#include "web/staff/offer_view.hpp"
#include "web/staff/staff_families.hpp"

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

std::string shown_value(const reuse::EffectiveValue& value) {
    return reuse::display_text(*value.declaration, value.value, "de");
}

// What an input field begins with: the display form for simple types, the stored one for tables.
std::string typed_value(const reuse::EffectiveValue& value) {
    const bool table = value.declaration->type == reuse::ParameterType::Table ||
                       value.declaration->type == reuse::ParameterType::ListText;
    return table ? value.value : shown_value(value);
}

Json choices_json(const reuse::ParameterDeclaration& declaration, std::string_view chosen) {
    Json list = Json::array();
    for (const reuse::ParameterChoice& choice : declaration.choices) {
        list.push(Json::object({{"code", choice.value},
                                {"label", reuse::in_language(choice.label, "de")},
                                {"chosen", choice.value == chosen}}));
    }
    return list;
}

Json value_json(const Exchange& exchange, const reuse::EffectiveValue& value,
                const std::string& area, const std::vector<FieldError>& errors) {
    const reuse::ParameterDeclaration& declaration = *value.declaration;
    const auto error = std::find_if(errors.begin(), errors.end(), [&](const FieldError& known) {
        return known.place == declaration.key;
    });
    const bool failed = error != errors.end();
    const bool allowed = reuse::is_allowed_at(declaration, area);
    const bool posted = exchange.posted("key") == declaration.key;
    return Json::object(
        {{"key", declaration.key},
         {"label", reuse::in_language(declaration.label, "de")},
         {"help", reuse::in_language(declaration.help, "de")},
         {"unit", declaration.unit},
         {"legal", declaration.legal_ground},
         {"required", value.is_required},
         {"value", value.source == reuse::ValueSource::Absent ? "" : shown_value(value)},
         {"source",
          source_text(exchange, value) +
              (value.valid_to
                   ? " " + exchange.text("life.until", {{"date", value.valid_to->to_german()}})
                   : "")},
         {"allowed", allowed},
         {"not_here", allowed ? ""
                              : exchange.text("offers.not_here",
                                              {{"levels", levels_text(exchange, declaration)}})},
         {"is_long", declaration.type == reuse::ParameterType::Table ||
                         declaration.type == reuse::ParameterType::ListText ||
                         typed_value(value).size() > 60},
         {"choices", choices_json(declaration, value.value)},
         {"has_choices", !declaration.choices.empty()},
         {"typed", posted && failed ? std::string(exchange.posted("value")) : typed_value(value)},
         {"error", failed ? error->text : std::string()}});
}

std::string levels_in_words(const Exchange& exchange, std::string_view names) {
    std::string words;
    for (const std::string& name : split(names, ',')) {
        words +=
            (words.empty() ? "" : ", ") + exchange.text("offers.level_" + std::string(trim(name)));
    }
    return words;
}

// What is missing, in words; each leads to the field in which it is set.
Json missing_json(const Exchange& exchange, const Findings& findings, const std::string& base) {
    Json list = Json::array();
    for (const Finding& finding : findings) {
        if (finding.code == "reuse.parameter_missing") {
            const std::string& key = finding.values.front().second;
            Values values = finding.values;
            for (auto& [name, value] : values) {
                value = name == "levels" ? levels_in_words(exchange, value) : value;
            }
            list.push(Json::object({{"text", exchange.text("offers.missing", values)},
                                    {"url", base.empty() ? "" : base + "#w-" + url_part(key)}}));
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
    std::set<std::string> seen;
    for (const reuse::Offer& offer :
         TRY(exchange.in.reuse.list_offers(identity::scope_of(*exchange.staff, "offer.read")))) {
        if (!seen.insert(offer.package_id).second) {
            continue;
        }
        const std::string behind =
            offer.is_private
                ? TRY(behind_text(exchange, *TRY(load_offered(exchange, offer.package_id))))
                : std::string();
        offers.push(Json::object(
            {{"behind", behind},
             {"url", offer_url(offer.package_id)},
             {"title", offer.title},
             {"version", offer.version},
             {"provider", offer.provider_name},
             {"terms", offer.terms},
             {"joined", joined_text(exchange, TRY(exchange.in.reuse.view_adoption(
                                                  exchange.staff->account.tenant, offer.package_id,
                                                  exchange.in.clock.today())))}}));
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
                        const reuse::Reuse::ParameterView& view) {
    const reuse::ServiceDeclaration& service = view.package->service();
    const auto newest = TRY(exchange.in.reuse.load_package(service.id, ""));
    const auto complete = TRY(reuse::Overview(exchange.in.reuse)
                                  .find_completeness(exchange.staff->account.tenant, service.id,
                                                     service.version, exchange.in.clock.today()));
    Json missing = life.current ? Json::array() : missing_json(exchange, view.values.findings, "");
    const bool has_missing = missing.size() > 0;
    return Json::object(
        {{"title", std::string(reuse::in_language(service.title, "de"))},
         {"version", service.version},
         {"provider", service.provider_name},
         {"joined", joined_text(exchange, life)},
         {"is_joined", life.current.has_value()},
         {"planned", life.planned ? life_planned_text(exchange, *life.planned) : ""},
         {"pin", life.pin ? life.pin->reason : ""},
         {"update", TRY(update_json(exchange, life, newest->service().version))},
         {"complete",
          exchange.text("offers.complete", {{"filled", std::to_string(complete.filled)},
                                            {"required", std::to_string(complete.required)}})},
         {"missing", std::move(missing)},
         {"has_missing", has_missing},
         {"url", offer_url(service.id)}});
}

Result<http::Response> show_offer_page(Exchange& exchange, const std::vector<FieldError>& errors) {
    const auto newest = TRY(load_offered(exchange, exchange.path("package")));
    const auto reference = TRY(exchange.in.reference());
    const std::string area = chosen_area(exchange);
    const Date today = exchange.in.clock.today();
    const auto life = TRY(exchange.in.reuse.view_adoption(exchange.staff->account.tenant,
                                                          exchange.path("package"), today));
    const auto view = TRY(exchange.in.reuse.view_parameters(
        exchange.path("package"), chosen_version(exchange, life), area, today));
    const regions::Region* region = reference->directory->find(area);
    Json values = Json::array();
    for (const reuse::EffectiveValue& value : view.values.value) {
        values.push(value_json(exchange, value, area, errors));
    }
    Json data = TRY(offer_json(exchange, life, view));
    data.set("is_copy", newest->service().origin.has_value());
    data.set("behind", TRY(behind_text(exchange, *newest)));
    data.set("errors", error_summary(exchange, at_fields(errors)).markup());
    data.set("areas", area_options(exchange, *reference, area));
    data.set("area", area);
    data.set("area_name", region == nullptr ? area : region->name);
    data.set("today", today.to_german());
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
    reuse::ParameterChange change{exchange.path("package"), chosen_area(exchange),
                                  std::string(exchange.posted("key")),
                                  text.empty() ? std::nullopt : std::optional(std::string(text)),
                                  TRY(parse_german_date(exchange.posted("from")))};
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
        errors.push_back({place, exchange.text(finding.code, finding.values)});
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
