// SPDX-License-Identifier: EUPL-1.2
#include "app/places.hpp"
#include "web/page.hpp"
#include "web/staff/staff_families.hpp"

namespace gordion::web {
namespace {

using formats::Json;

constexpr std::array<std::string_view, 7> states{
    "new", "in_progress", "waiting_for_citizen", "decided", "noted", "answered", "withdrawn"};

std::string service_title(Exchange& exchange, const cases::Case& found) {
    const auto package = exchange.in.reuse.load_package(found.package_id, found.package_version);
    return package ? std::string(reuse::in_language(package.value()->service().title, "de"))
                   : found.service;
}

Result<Json> case_json(Exchange& exchange, const regions::Directory& directory,
                       const cases::Case& found) {
    const regions::Region* place = directory.find(found.ars);
    const bool open = found.state == cases::CaseState::New ||
                      found.state == cases::CaseState::InProgress ||
                      found.state == cases::CaseState::WaitingForCitizen;
    const bool overdue = open && found.frist_on && *found.frist_on < exchange.in.clock.today();
    std::string authority = TRY(app::tenant_name(exchange.in, found.tenant));
    return Json::object(
        {{"url", "/backoffice/vorgang/" + found.tenant.value + "/" + found.id.value},
         {"number", found.number},
         {"service", service_title(exchange, found)},
         {"place", place == nullptr ? found.ars : place->name},
         {"authority", std::move(authority)},
         {"is_notice", found.kind == cases::CaseKind::Notice},
         {"is_consultation", found.kind == cases::CaseKind::Consultation},
         {"by_mandate", found.tenant != exchange.staff->account.tenant},
         {"state", exchange.text("inbox.state_" + std::string(cases::to_string(found.state)))},
         {"arrived", found.arrived_at.to_german()},
         {"frist", found.frist_on ? found.frist_on->to_german() : ""},
         {"overdue", overdue}});
}

Json state_options(const Exchange& exchange) {
    Json list = Json::array();
    for (const std::string_view state : states) {
        list.push(Json::object({{"code", state},
                                {"label", exchange.text("inbox.state_" + std::string(state))},
                                {"chosen", exchange.query("stand") == state}}));
    }
    return list;
}

Result<Json> tenant_options(const Exchange& exchange, const Scope& scope) {
    std::vector<TenantId> tenants{scope.tenant};
    tenants.insert(tenants.end(), scope.mandated.begin(), scope.mandated.end());
    Json list = Json::array();
    for (const TenantId& tenant : tenants) {
        std::string label = TRY(app::tenant_name(exchange.in, tenant));
        list.push(Json::object({{"code", tenant.value},
                                {"label", std::move(label)},
                                {"chosen", exchange.query("stelle") == tenant.value}}));
    }
    return list;
}

Result<http::Response> show_inbox(Exchange& exchange) {
    const auto reference = TRY(exchange.in.reference());
    const Scope scope = TRY(exchange.working_scope("case.inbox"));
    cases::InboxQuery query;
    if (const auto state = exchange.query("stand"); !state.empty()) {
        query.state = TRY(cases::parse_case_state(state));
    }
    query.tenant = std::string(exchange.query("stelle"));
    query.after = std::string(exchange.query("nach"));
    const cases::InboxPage found = TRY(exchange.in.back_office.inbox(scope, query));
    Json rows = Json::array();
    for (const cases::Case& one : found.cases) {
        rows.push(TRY(case_json(exchange, *reference->directory, one)));
    }
    const std::string more =
        found.next.empty()
            ? ""
            : "/backoffice/eingang?stand=" + url_part(exchange.query("stand")) +
                  "&stelle=" + url_part(query.tenant) + "&nach=" + url_part(found.next);
    Json tenants = TRY(tenant_options(exchange, scope));
    Page page;
    page.title = exchange.text("inbox.title");
    page.frame = Frame::Staff;
    page.body = exchange.site.render("staff/inbox",
                                     Json::object({{"cases", std::move(rows)},
                                                   {"states", state_options(exchange)},
                                                   {"tenants", std::move(tenants)},
                                                   {"more_url", more}}),
                                     exchange.language);
    return show_page(exchange, page);
}

}  // namespace

std::vector<Endpoint> inbox_endpoints() {
    return {{http::Method::Get, "/backoffice/eingang", Access::Staff, identity::Role::CaseWorker,
             show_inbox}};
}

}  // namespace gordion::web
