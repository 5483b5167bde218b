// SPDX-License-Identifier: EUPL-1.2
// All values of a package at a place, with where each comes from and what it overrides.
#include "reuse/overview.hpp"
#include "web/page.hpp"
#include "web/staff/case_view.hpp"
#include "web/staff/life_view.hpp"
#include "web/staff/offer_view.hpp"
#include "web/staff/staff_families.hpp"
#include "web/staff/value_view.hpp"

namespace gordion::web {
namespace {

using formats::Json;

std::string days_text(const reuse::ParameterValue& value) {
    return value.valid_from.to_german() +
           (value.valid_to ? " – " + value.valid_to->to_german() : " –");
}

std::string origin_text(const Exchange& exchange, const reuse::ParameterValue& value) {
    const std::string by = actor_text(exchange, value.tenant, value.set_by);
    return value.origin.empty() ? by : by + " (" + value.origin + ")";
}

Json stored_json(const Exchange& exchange, const reuse::ParameterDeclaration& declaration,
                 const reuse::ParameterValue& value, const std::string& where) {
    return Json::object({{"value", value.value ? value_lines(declaration, *value.value)
                                               : exchange.text("offers.taken_back")},
                         {"where", where},
                         {"days", days_text(value)},
                         {"by", origin_text(exchange, value)},
                         {"at", value.set_at.to_german()}});
}

// The first level that fits is what holds; the others are told below it.
Json overridden_json(const Exchange& exchange, const reuse::ExplainedValue& value) {
    const reuse::ParameterDeclaration& declaration = *value.effective.declaration;
    Json list = Json::array();
    bool found = false;
    for (const reuse::LevelValue& level : value.levels) {
        if (level.fits && !found) {
            found = true;
            continue;
        }
        std::string where = place_text(exchange, level.stored.region, level.level);
        if (!level.fits) {
            where += ", " + exchange.text("offers.unfit");
        }
        list.push(stored_json(exchange, declaration, level.stored, where));
    }
    const auto add = [&](const std::string& text, const char* source) {
        list.push(Json::object({{"value", text},
                                {"where", exchange.text(source)},
                                {"days", ""},
                                {"by", ""},
                                {"at", ""}}));
    };
    if (!value.directory.empty() && value.effective.source == reuse::ValueSource::Region) {
        add(value.directory, "offers.source_directory");
    }
    if (declaration.fallback && value.effective.source != reuse::ValueSource::Default) {
        add(value_lines(declaration, *declaration.fallback), "offers.source_default");
    }
    return list;
}

Json explained_json(const Exchange& exchange, const reuse::ExplainedValue& value) {
    const reuse::EffectiveValue& effective = value.effective;
    const reuse::ParameterDeclaration& declaration = *effective.declaration;
    Json history = Json::array();
    for (const reuse::ParameterValue& stored : value.history) {
        history.push(stored_json(exchange, declaration, stored, ""));
    }
    Json overridden = overridden_json(exchange, value);
    const bool is_set = effective.source == reuse::ValueSource::Region;
    const bool has_overridden = overridden.size() > 0;
    const bool has_history = history.size() > 0;
    return Json::object(
        {{"key", declaration.key},
         {"label", reuse::in_language(declaration.label, "de")},
         {"class", exchange.text(std::string("offers.class_") + declaration.parameter_class)},
         {"unit", declaration.unit},
         {"value", value_markup(exchange, declaration, effective.value).markup()},
         {"source", source_text(exchange, effective)},
         {"until", effective.valid_to
                       ? exchange.text("life.until", {{"date", effective.valid_to->to_german()}})
                       : ""},
         {"by", is_set ? actor_text(exchange, {effective.region.substr(0, 9)}, effective.set_by) +
                             (effective.origin.empty() ? "" : " (" + effective.origin + ")")
                       : ""},
         {"required", effective.is_required},
         {"is_missing", effective.is_required && effective.source == reuse::ValueSource::Absent},
         {"because", value.missing_because},
         {"overridden", std::move(overridden)},
         {"has_overridden", has_overridden},
         {"upcoming", upcoming_json(exchange, value)},
         {"history", std::move(history)},
         {"has_history", has_history}});
}

Result<http::Response> show_values(Exchange& exchange) {
    TRY(load_offered(exchange, exchange.path("package")));
    const auto reference = TRY(exchange.in.reference());
    const std::string area = chosen_area(exchange);
    const std::string_view asked = exchange.query("tag");
    const Result<Date> chosen =
        asked.empty() ? exchange.in.clock.today() : parse_german_date(asked);
    const Date day = chosen ? chosen.value() : exchange.in.clock.today();
    const std::string problem =
        chosen ? "" : exchange.site.texts().error_text(exchange.language, chosen.error());
    const auto place = TRY(reuse::Overview(exchange.in.reuse)
                               .explain_values(exchange.path("package"),
                                               std::string(exchange.query("version")), area, day));
    Json values = Json::array();
    for (const reuse::ExplainedValue& value : place.values) {
        values.push(explained_json(exchange, value));
    }
    const reuse::ServiceDeclaration& service = place.package->service();
    const regions::Region* region = reference->directory->find(area);
    Page page;
    page.title = exchange.text("offers.values_title",
                               {{"title", std::string(reuse::in_language(service.title, "de"))}});
    page.frame = Frame::Staff;
    page.back_url = "/backoffice/angebote/" + url_part(service.id) + "?gebiet=" + url_part(area);
    page.has_errors = !problem.empty();
    page.status = page.has_errors ? 422 : 200;
    page.body = exchange.site.render(
        "staff/values",
        Json::object(
            {{"title", page.title},
             {"version", service.version},
             {"day", problem.empty() ? day.to_german() : std::string(asked)},
             {"day_error", problem},
             {"errors",
              error_summary(exchange, problem.empty() ? std::vector<FieldError>{}
                                                      : std::vector<FieldError>{{"tag", problem}})
                  .markup()},
             {"areas", area_options(exchange, *reference, area)},
             {"area_name", region == nullptr ? area : region->name},
             {"url", "/backoffice/angebote/" + url_part(service.id) + "/werte"},
             {"values", std::move(values)}}),
        exchange.language);
    return show_page(exchange, page);
}

}  // namespace

std::vector<Endpoint> value_endpoints() {
    return {{http::Method::Get, "/backoffice/angebote/{package}/werte", Access::Staff,
             identity::Role::Administrator, show_values}};
}

}  // namespace gordion::web
