// SPDX-License-Identifier: EUPL-1.2
#include "formats/toml.hpp"
#include "mail/mail.hpp"
#include "web/embedded.hpp"
#include "web/page.hpp"
#include "web/public/public_pages.hpp"

namespace gordion::web {
namespace {

using formats::Json;

constexpr std::size_t most_mails = 50;

http::Response show_text_page(const Exchange& exchange, std::string_view name, Json data) {
    Page page;
    page.title = exchange.text(std::string(name) + ".title");
    page.body = exchange.site.render("public/" + std::string(name), data, exchange.language);
    return show_page(exchange, page);
}

// data/attributions.toml, built in: what licences oblige us to show.
Result<Json> attributions() {
    const auto document = TRY(formats::parse_toml(find_embedded("data/attributions.toml")));
    Json list = Json::array();
    const Json* all = document.root.find("attribution");
    VERIFY(all != nullptr && all->is_array(), "the file is built in and tested");
    for (const Json& one : all->as_array()) {
        list.push(Json::object({{"data", one.text_at("data")},
                                {"text", one.text_at("text")},
                                {"date", one.text_at("date")},
                                {"licence", one.text_at("licence")},
                                {"url", one.text_at("url")}}));
    }
    return list;
}

Result<http::Response> show_about(Exchange& exchange) {
    Json list = TRY(attributions());
    return show_text_page(exchange, "about", Json::object({{"attributions", std::move(list)}}));
}

Result<http::Response> show_accessibility(Exchange& exchange) {
    return show_text_page(exchange, "accessibility", Json::object());
}

Result<http::Response> show_privacy(Exchange& exchange) {
    return show_text_page(exchange, "privacy", Json::object());
}

Result<http::Response> show_imprint(Exchange& exchange) {
    return show_text_page(exchange, "imprint", Json::object());
}

Result<http::Response> show_mails(Exchange& exchange) {
    if (!exchange.in.config.demo) {
        return Error{ErrorKind::NotFound, "web.page_missing", "", {}, "There is no such page."};
    }
    const auto captured = TRY(
        exchange.in.database->read(system_scope("demo.mails"), [](storage::Connection& connection) {
            return mail::list_captured(connection, most_mails);
        }));
    Json mails = Json::array();
    for (const mail::CapturedMail& one : captured) {
        mails.push(Json::object({{"at", one.at.to_german()},
                                 {"to", one.mail.to.reveal()},
                                 {"subject", one.mail.subject},
                                 {"text", one.mail.text}}));
    }
    return show_text_page(exchange, "mails", Json::object({{"mails", std::move(mails)}}));
}

Result<http::Response> show_robots(Exchange&) {
    return http::Response::text(
        "User-agent: *\nDisallow: /antrag/\nDisallow: /status/\nDisallow: /backoffice\n");
}

}  // namespace

std::vector<Endpoint> about_endpoints() {
    using http::Method;
    return {
        {Method::Get, "/ueber", Access::Public, {}, show_about},
        {Method::Get, "/barrierefreiheit", Access::Public, {}, show_accessibility},
        {Method::Get, "/datenschutz", Access::Public, {}, show_privacy},
        {Method::Get, "/impressum", Access::Public, {}, show_imprint},
        {Method::Get, "/demo/mails", Access::Public, {}, show_mails},
        {Method::Get, "/robots.txt", Access::Public, {}, show_robots},
    };
}

}  // namespace gordion::web
