// SPDX-License-Identifier: EUPL-1.2
#include "web/account/own_matters_pages.hpp"

#include "app/own_matters.hpp"
#include "web/page.hpp"

namespace gordion::web {
namespace {

using formats::Json;

constexpr const char* own_page = "/meine-vorgaenge";

Json matter_json(const Exchange& exchange, const app::OwnMatter& matter) {
    const std::string state = matter.is_draft()
                                  ? exchange.text("own.draft")
                                  : exchange.text("state." + std::string(to_string(*matter.state)));
    return Json::object(
        {{"entry", matter.entry},
         {"number", matter.number},
         {"service", matter.service_name},
         {"place", matter.place_name},
         {"state", state},
         {"at", matter.at.to_german()},
         {"is_draft", matter.is_draft()},
         {"until", matter.expires_on ? matter.expires_on->to_german() : std::string()},
         {"status_url", "/status?nummer=" + url_part(matter.number)},
         {"csrf", exchange.csrf()}});
}

Result<http::Response> show_own(Exchange& exchange) {
    Json drafts = Json::array();
    Json submitted = Json::array();
    for (const app::OwnMatter& matter :
         TRY(app::list_own_matters(exchange.in, *exchange.account, exchange.language))) {
        (matter.is_draft() ? drafts : submitted).push(matter_json(exchange, matter));
    }
    const bool is_empty = drafts.size() == 0 && submitted.size() == 0;
    const bool has_drafts = drafts.size() > 0;
    const bool has_submitted = submitted.size() > 0;
    Page page;
    page.title = exchange.text("own.title");
    page.body = exchange.site.render("account/own_matters",
                                     Json::object({{"drafts", std::move(drafts)},
                                                   {"submitted", std::move(submitted)},
                                                   {"has_drafts", has_drafts},
                                                   {"has_submitted", has_submitted},
                                                   {"is_empty", is_empty}}),
                                     exchange.language);
    return show_page(exchange, page);
}

Result<http::Response> open_own(Exchange& exchange) {
    const std::string token =
        TRY(app::open_own_draft(exchange.in, *exchange.account, exchange.posted("entry")));
    auto response = http::Response::redirect("/antrag/weiter");
    response.set_cookie(exchange.session_cookie(antrag_cookie, token));
    return response;
}

Result<http::Response> remove_own(Exchange& exchange) {
    TRY(app::remove_own_matter(exchange.in, *exchange.account, exchange.posted("entry")));
    return http::Response::redirect(own_page);
}

}  // namespace

std::vector<Endpoint> own_matters_endpoints() {
    using http::Method;
    return {
        {Method::Get, own_page, Access::Account, {}, show_own},
        {Method::Post, "/meine-vorgaenge/oeffnen", Access::Account, {}, open_own},
        {Method::Post, "/meine-vorgaenge/entfernen", Access::Account, {}, remove_own},
    };
}

}  // namespace gordion::web
