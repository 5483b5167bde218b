// SPDX-License-Identifier: EUPL-1.2
#include "app/joining.hpp"
#include "web/components/components.hpp"
#include "web/page.hpp"
#include "web/staff/case_view.hpp"
#include "web/staff/staff_families.hpp"

namespace gordion::web {
namespace {

using formats::Json;

std::string offer_url(std::string_view package) {
    return "/backoffice/angebote/" + url_part(package);
}

// The area whose values are looked at: the administration itself or one of its municipalities.
std::string chosen_area(const Exchange& exchange) {
    const TenantId& tenant = exchange.staff->account.tenant;
    std::string area(exchange.query("gebiet"));
    if (area.empty()) {
        area = std::string(exchange.posted("area"));
    }
    return area.starts_with(tenant.value) ? area : tenant.value;
}

Json area_options(const Exchange& exchange, const app::Reference& reference,
                  const std::string& chosen) {
    const TenantId& tenant = exchange.staff->account.tenant;
    Json list = Json::array();
    const auto administration = reference.directory->administration_of(tenant.value);
    const std::string name = administration ? administration->name : tenant.value;
    list.push(Json::object(
        {{"code", tenant.value}, {"label", name}, {"chosen", chosen == tenant.value}}));
    const auto municipalities = reference.directory->municipalities_of(tenant);
    for (const regions::Region* one : municipalities) {
        if (municipalities.size() > 1) {
            list.push(Json::object(
                {{"code", one->ars}, {"label", one->name}, {"chosen", chosen == one->ars}}));
        }
    }
    return list;
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
    const Json shown = reuse::to_display(*value.declaration, value.value, "de");
    return shown.is_string() ? shown.as_string() : formats::write_json(shown);
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
         {"required", declaration.required},
         {"value", value.source == reuse::ValueSource::Absent ? "" : shown_value(value)},
         {"source", source_text(exchange, value)},
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

Json missing_json(const Exchange& exchange, const reuse::Reuse::ParameterView& view) {
    Json list = Json::array();
    for (const reuse::EffectiveValue& value : view.values.value) {
        if (value.declaration->required && value.source == reuse::ValueSource::Absent) {
            list.push(exchange.text(
                "offers.missing",
                {{"label", std::string(reuse::in_language(value.declaration->label, "de"))},
                 {"levels", levels_text(exchange, *value.declaration)}}));
        }
    }
    return list;
}

Result<std::optional<reuse::Adoption>> own_adoption(Exchange& exchange, std::string_view package) {
    const Scope scope = identity::scope_of(*exchange.staff, "offer.read");
    std::optional<reuse::Adoption> own;
    for (reuse::Adoption& adoption : TRY(exchange.in.reuse.list_adoptions(scope))) {
        const bool newer = !own || own->adopted_at < adoption.adopted_at;
        if (adoption.tenant == scope.tenant && adoption.package_id == package && newer) {
            own = std::move(adoption);
        }
    }
    return own;
}

std::string joined_text(const Exchange& exchange, const std::optional<reuse::Adoption>& adoption) {
    return adoption ? exchange.text("offers.joined", {{"version", adoption->version},
                                                      {"date", adoption->valid_from.to_german()}})
                    : exchange.text("offers.not_joined");
}

Result<http::Response> list_offers(Exchange& exchange) {
    Json offers = Json::array();
    std::set<std::string> seen;
    for (const reuse::Offer& offer :
         TRY(exchange.in.reuse.list_offers(identity::scope_of(*exchange.staff, "offer.read")))) {
        if (!seen.insert(offer.package_id).second) {
            continue;
        }
        offers.push(Json::object(
            {{"url", offer_url(offer.package_id)},
             {"title", offer.title},
             {"version", offer.version},
             {"provider", offer.provider_name},
             {"terms", offer.terms},
             {"joined", joined_text(exchange, TRY(own_adoption(exchange, offer.package_id)))}}));
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

Result<http::Response> show_offer_page(Exchange& exchange, const std::vector<FieldError>& errors) {
    const auto reference = TRY(exchange.in.reference());
    const std::string area = chosen_area(exchange);
    const auto view = TRY(exchange.in.reuse.view_parameters(exchange.path("package"), "", area,
                                                            exchange.in.clock.today()));
    const auto adoption = TRY(own_adoption(exchange, exchange.path("package")));
    const regions::Region* region = reference->directory->find(area);
    Json missing = missing_json(exchange, view);
    const bool has_missing = missing.size() > 0;
    Json values = Json::array();
    for (const reuse::EffectiveValue& value : view.values.value) {
        values.push(value_json(exchange, value, area, errors));
    }
    const reuse::ServiceDeclaration& service = view.package->service();
    Page page;
    page.title = reuse::in_language(service.title, "de");
    page.frame = Frame::Staff;
    page.back_url = "/backoffice/angebote";
    page.has_errors = !errors.empty();
    page.status = page.has_errors ? 422 : 200;
    page.body = exchange.site.render(
        "staff/offer",
        Json::object({{"errors", error_summary(exchange, at_fields(errors)).markup()},
                      {"title", page.title},
                      {"version", service.version},
                      {"provider", service.provider_name},
                      {"joined", joined_text(exchange, adoption)},
                      {"is_joined", adoption.has_value() && adoption->version == service.version},
                      {"missing", std::move(missing)},
                      {"has_missing", has_missing},
                      {"areas", area_options(exchange, *reference, area)},
                      {"area", area},
                      {"area_name", region == nullptr ? area : region->name},
                      {"today", exchange.in.clock.today().to_german()},
                      {"values", std::move(values)},
                      {"url", offer_url(service.id)},
                      {"csrf", exchange.csrf()}}),
        exchange.language);
    return show_page(exchange, page);
}

Result<http::Response> show_offer(Exchange& exchange) {
    return show_offer_page(exchange, {});
}

Result<http::Response> set_value(Exchange& exchange) {
    const Scope scope = identity::scope_of(*exchange.staff, "parameter.set");
    const std::string key(exchange.posted("key"));
    const auto from = parse_german_date(exchange.posted("from"));
    const std::string_view text = exchange.posted("value");
    const auto set =
        from ? exchange.in.reuse.set_parameter(
                   scope,
                   {exchange.path("package"), chosen_area(exchange), key,
                    text.empty() ? std::nullopt : std::optional(std::string(text)), from.value()})
             : Result<reuse::ParameterValue>(from.error());
    if (set) {
        return http::Response::redirect(offer_url(exchange.path("package")) + "?gebiet=" +
                                        url_part(chosen_area(exchange)) + "#" + url_part(key));
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
