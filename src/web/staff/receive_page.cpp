// SPDX-License-Identifier: EUPL-1.2
#include "app/receiving.hpp"
#include "web/page.hpp"
#include "web/staff/staff_families.hpp"

namespace gordion::web {
namespace {

using formats::Json;

constexpr std::int64_t soon_ms = 30LL * 24 * 3600 * 1000;

std::string keys_text(const Exchange& exchange, const std::optional<Instant>& end) {
    if (!end) {
        return exchange.text("receive.keys_unknown");
    }
    const std::string day = end->german_date().to_german();
    return end->ms - exchange.in.clock.now().ms < soon_ms
               ? exchange.text("receive.keys_soon", {{"at", day}})
               : day;
}

std::string fault_text(const Exchange& exchange, const std::optional<Error>& fault) {
    if (!fault) {
        return exchange.text("receive.no_fault");
    }
    return exchange.site.texts().has("de", fault->code)
               ? exchange.site.texts().error_text(exchange.language, *fault)
               : fault->code;
}

Result<http::Response> show_receiving(Exchange& exchange) {
    Json rows = Json::array();
    for (const app::ReceiveStatus& one : exchange.in.receiving->status()) {
        if (one.tenant != exchange.staff->account.tenant) {
            continue;
        }
        rows.push(Json::object({{"destination", one.destination},
                                {"server", one.server},
                                {"asked_at", one.asked_at ? one.asked_at->to_german()
                                                          : exchange.text("receive.never")},
                                {"accepted", static_cast<std::int64_t>(one.accepted)},
                                {"rejected", static_cast<std::int64_t>(one.rejected)},
                                {"waiting", static_cast<std::int64_t>(one.waiting)},
                                {"fault", fault_text(exchange, one.fault)},
                                {"keys", keys_text(exchange, one.keys_end_at)}}));
    }
    const bool has_rows = rows.size() > 0;
    Page page;
    page.title = exchange.text("receive.title");
    page.frame = Frame::Staff;
    page.body = exchange.site.render(
        "staff/receive", Json::object({{"has_rows", has_rows}, {"rows", std::move(rows)}}),
        exchange.language);
    return show_page(exchange, page);
}

}  // namespace

std::vector<Endpoint> receive_endpoints() {
    return {{http::Method::Get, "/backoffice/fitconnect", Access::Staff,
             identity::Role::Administrator, show_receiving}};
}

}  // namespace gordion::web
