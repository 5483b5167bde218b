// SPDX-License-Identifier: EUPL-1.2
#include "core/text.hpp"
#include "web/components/components.hpp"
#include "web/page.hpp"
#include "web/staff/staff_families.hpp"

namespace gordion::web {
namespace {

using formats::Json;

std::string name_of(const regions::Directory& directory, const TenantId& tenant) {
    const auto administration = directory.administration_of(tenant.value);
    return administration ? administration->name : tenant.value;
}

Json mandate_json(const Exchange& exchange, const regions::Directory& directory,
                  const cases::Mandate& mandate) {
    const std::string until = mandate.valid_to ? " – " + mandate.valid_to->to_german() : " –";
    const bool in_force = cases::is_in_force(mandate, exchange.in.clock.today());
    return Json::object(
        {{"id", mandate.id.value},
         {"team", name_of(directory, mandate.team)},
         {"principal", name_of(directory, mandate.tenant)},
         {"services", mandate.services.empty() ? exchange.text("mandates.all_services")
                                               : join(mandate.services, ", ")},
         {"power", exchange.text("mandates.power_" + std::string(cases::to_string(mandate.power)))},
         {"basis", mandate.legal_basis},
         {"days", mandate.valid_from.to_german() + until},
         {"revoked", mandate.revoked_at.has_value()},
         {"in_force", in_force}});
}

Result<http::Response> show_mandates_page(Exchange& exchange,
                                          const std::vector<FieldError>& errors) {
    const auto reference = TRY(exchange.in.reference());
    const Scope scope = identity::scope_of(*exchange.staff, "mandate.read");
    Json given = Json::array();
    for (const cases::Mandate& mandate :
         TRY(exchange.in.mandates.list_given(scope, scope.tenant))) {
        given.push(mandate_json(exchange, *reference->directory, mandate));
    }
    Json held = Json::array();
    for (const cases::Mandate& mandate : TRY(exchange.in.mandates.list_held(scope.tenant))) {
        held.push(mandate_json(exchange, *reference->directory, mandate));
    }
    Page page;
    page.title = exchange.text("mandates.title");
    page.frame = Frame::Staff;
    page.has_errors = !errors.empty();
    page.status = page.has_errors ? 422 : 200;
    page.body = exchange.site.render(
        "staff/mandates",
        Json::object({{"errors", error_summary(exchange, errors).markup()},
                      {"given", std::move(given)},
                      {"held", std::move(held)},
                      {"team", exchange.posted("team")},
                      {"services", exchange.posted("services")},
                      {"basis", exchange.posted("legal_basis")},
                      {"from", exchange.posted("valid_from").empty()
                                   ? exchange.in.clock.today().to_german()
                                   : std::string(exchange.posted("valid_from"))},
                      {"csrf", exchange.csrf()}}),
        exchange.language);
    return show_page(exchange, page);
}

Result<http::Response> show_mandates(Exchange& exchange) {
    return show_mandates_page(exchange, {});
}

Result<cases::Mandate> parse_mandate(const Exchange& exchange, const app::Reference& reference) {
    cases::Mandate mandate;
    mandate.tenant = exchange.staff->account.tenant;
    mandate.team = {std::string(exchange.posted("team"))};
    if (!reference.directory->is_administration(mandate.team)) {
        return Error{ErrorKind::Invalid,
                     "web.team_unknown",
                     "team",
                     {},
                     "No administration has this key of nine digits."};
    }
    for (const std::string& part : split(exchange.posted("services"), ',')) {
        if (!trim(part).empty()) {
            mandate.services.push_back(TRY(services::parse_leistungsschluessel(trim(part))).digits);
        }
    }
    mandate.power = TRY(cases::parse_power(exchange.posted("power")));
    mandate.legal_basis = std::string(exchange.posted("legal_basis"));
    mandate.valid_from = TRY(parse_german_date(exchange.posted("valid_from")));
    return mandate;
}

Result<http::Response> give(Exchange& exchange) {
    const auto reference = TRY(exchange.in.reference());
    const auto mandate = parse_mandate(exchange, *reference);
    const auto given =
        mandate ? exchange.in.mandates.give_mandate(
                      identity::scope_of(*exchange.staff, "mandate.give"), mandate.value())
                : Result<cases::Mandate>(mandate.error());
    if (given) {
        return http::Response::redirect("/backoffice/mandate");
    }
    const Error& error = given.error();
    if (error.kind != ErrorKind::Invalid) {
        return error;
    }
    return show_mandates_page(exchange, {{error.place.empty() ? "team" : error.place,
                                          exchange.site.texts().error_text("de", error)}});
}

Result<http::Response> revoke(Exchange& exchange) {
    TRY(exchange.in.mandates.revoke_mandate(identity::scope_of(*exchange.staff, "mandate.revoke"),
                                            {std::string(exchange.posted("mandate"))}));
    return http::Response::redirect("/backoffice/mandate");
}

}  // namespace

std::vector<Endpoint> mandate_endpoints() {
    using http::Method;
    constexpr auto administrator = identity::Role::Administrator;
    return {
        {Method::Get, "/backoffice/mandate", Access::Staff, administrator, show_mandates},
        {Method::Post, "/backoffice/mandate", Access::Staff, administrator, give},
        {Method::Post, "/backoffice/mandate/widerrufen", Access::Staff, administrator, revoke},
    };
}

}  // namespace gordion::web
