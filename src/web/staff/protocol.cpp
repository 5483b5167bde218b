// SPDX-License-Identifier: EUPL-1.2
#include "audit/audit.hpp"
#include "core/text.hpp"
#include "web/page.hpp"
#include "web/staff/staff_families.hpp"

namespace gordion::web {
namespace {

using formats::Json;

std::string event_text(const Exchange& exchange, const std::string& event) {
    const std::string code = "audit_event." + event;
    return exchange.site.texts().has("de", code) ? exchange.text(code) : event;
}

Result<http::Response> show_protocol(Exchange& exchange) {
    const Scope scope = identity::scope_of(*exchange.staff, "audit.read");
    audit::EntryQuery query;
    if (const auto before = exchange.query("vor"); is_digits(before) && before.size() < 16) {
        query.before_number = std::stoll(std::string(before));
    }
    const auto entries =
        TRY(exchange.in.database->read(scope, [&](storage::Connection& connection) {
            return audit::list_entries(connection, scope, query);
        }));
    const audit::ChainReport report =
        TRY(audit::verify(*exchange.in.database, scope, scope.tenant));
    Json rows = Json::array();
    for (const audit::AuditEntry& entry : entries) {
        rows.push(Json::object({{"number", entry.number},
                                {"at", entry.at.to_german()},
                                {"event", event_text(exchange, entry.event)},
                                {"subject", entry.subject},
                                {"actor", entry.actor.value},
                                {"purpose", entry.purpose}}));
    }
    const bool more = !entries.empty() && entries.back().number > 1;
    Page page;
    page.title = exchange.text("protocol.title");
    page.frame = Frame::Staff;
    page.body = exchange.site.render(
        "staff/protocol",
        Json::object(
            {{"entries", std::move(rows)},
             {"is_unbroken", report.is_unbroken()},
             {"report",
              report.is_unbroken()
                  ? exchange.text("protocol.unbroken",
                                  {{"entries", std::to_string(report.entries)}})
                  : exchange.text("protocol.broken",
                                  {{"number", std::to_string(report.first_broken_number)}})},
             {"more_url",
              more ? "/backoffice/protokoll?vor=" + std::to_string(entries.back().number) : ""}}),
        exchange.language);
    return show_page(exchange, page);
}

}  // namespace

std::vector<Endpoint> protocol_endpoints() {
    return {{http::Method::Get, "/backoffice/protokoll", Access::Staff,
             identity::Role::Administrator, show_protocol}};
}

}  // namespace gordion::web
