// SPDX-License-Identifier: EUPL-1.2
#include "web/page.hpp"

#include "http/percent.hpp"

namespace gordion::web {
using formats::Json;

bool wants_json(const http::Request& request) {
    const auto accept = request.find_header("Accept");
    const bool asked = accept && accept->find("application/json") != std::string_view::npos &&
                       accept->find("text/html") == std::string_view::npos;
    return asked || request.path.starts_with("/api/");
}

namespace {

Json language_links(const Visit& visit) {
    Json links = Json::array();
    for (const std::string_view language : languages) {
        links.push(Json::object({{"url", visit.request.path + "?lang=" + std::string(language)},
                                 {"code", language},
                                 {"html_lang", language == "en" ? "en" : "de"},
                                 {"name", visit.text("language." + std::string(language))},
                                 {"current", language == visit.language}}));
    }
    return links;
}

Json account_json(const AccountLine& line) {
    return Json::object(
        {{"name", line.name}, {"csrf", line.csrf}, {"sign_in_url", line.sign_in_url}});
}

Json authority_json(const ShownAuthority& authority) {
    return Json::object({{"name", authority.name},
                         {"address", authority.address},
                         {"email", authority.email},
                         {"phone", authority.phone}});
}

Json preview_json(const Visit& visit, const ShownPreview& preview) {
    Json links = Json::array();
    for (const std::string_view step :
         {"formular/weiter", "formular/pruefen", "fachdaten", "schema", "befunde"}) {
        const std::string url = preview.base + "/" + std::string(step);
        const auto slash = step.find('/');
        const std::string name(step.substr(slash == std::string_view::npos ? 0 : slash + 1));
        links.push(Json::object({{"url", url},
                                 {"name", visit.text("preview.link_" + name)},
                                 {"current", visit.request.path == url}}));
    }
    return Json::object({{"title", preview.title},
                         {"links", std::move(links)},
                         {"reset_url", preview.base + "/neu"}});
}

struct Header {
    std::string_view name;
    const char* value;
};

constexpr std::array<Header, 5> security_headers{
    {{"Content-Security-Policy",
      "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self' data:;"
      " script-src 'self'; connect-src 'self'; form-action 'self';"
      " base-uri 'none'; frame-ancestors 'none'"},
     {"X-Content-Type-Options", "nosniff"},
     {"Referrer-Policy", "same-origin"},
     {"Cross-Origin-Opener-Policy", "same-origin"},
     {"Cache-Control", "no-store"}}};

}  // namespace

void add_security_headers(http::Response& response) {
    for (const Header& header : security_headers) {
        if (!response.find_header(header.name)) {
            response.add_header(header.name, header.value);
        }
    }
}

http::Response show_page(const Visit& visit, const Page& page) {
    const bool staff = page.frame == Frame::Staff;
    Json data = Json::object(
        {{"language", visit.language == "en" ? "en" : "de"},
         {"title",
          (page.has_errors ? visit.text("page.error_prefix") : std::string()) + page.title},
         {"body", page.body.markup()},
         {"back_url", page.back_url},
         {"kern", visit.site.asset_url("kern.css")},
         {"styles", visit.site.asset_url("app.css")},
         {"script", visit.site.asset_url("app.js")},
         {"languages", language_links(visit)},
         {"is_staff", staff},
         {"is_sandbox", page.frame == Frame::Sandbox},
         {"csrf", visit.csrf()},
         {"is_demo", visit.is_demo}});
    data.set("account", !staff && visit.account_line ? account_json(*visit.account_line) : Json());
    data.set("preview", page.preview ? preview_json(visit, *page.preview) : Json());
    data.set("authority", page.authority ? authority_json(*page.authority) : Json());
    if (staff && visit.staff) {
        const auto& account = visit.staff->account;
        const auto role = [&](identity::Role wanted) {
            return identity::has_role(account, wanted);
        };
        data.set("staff", Json::object({{"name", account.display_name},
                                        {"works_on_cases", role(identity::Role::CaseWorker)},
                                        {"administers", role(identity::Role::Administrator)},
                                        {"publishes", role(identity::Role::Provider)},
                                        {"operates", role(identity::Role::Operator)}}));
    } else {
        data.set("staff", Json());
    }
    return http::Response::html(visit.site.render("layout/layout", data, visit.language).markup(),
                                page.status);
}

int status_of(ErrorKind kind) {
    switch (kind) {
        case ErrorKind::Invalid:
            return 422;
        case ErrorKind::Unauthenticated:
            return 401;
        case ErrorKind::Forbidden:
            return 403;
        case ErrorKind::NotFound:
            return 404;
        case ErrorKind::Conflict:
            return 409;
        case ErrorKind::TooLarge:
            return 413;
        case ErrorKind::TooMany:
            return 429;
        case ErrorKind::Unsupported:
            return 415;
        case ErrorKind::Unavailable:
            return 503;
        case ErrorKind::Deadline:
            return 504;
        case ErrorKind::Corrupt:
            return 500;
    }
    return 500;
}

http::Response show_error(const Visit& visit, const Error& error) {
    const int status = status_of(error.kind);
    const std::string text = visit.site.texts().error_text(visit.language, error);
    if (wants_json(visit.request)) {
        Json values = Json::object();
        for (const auto& [name, value] : error.values) {
            values.set(name, value);
        }
        const Json body = Json::object({{"code", error.code},
                                        {"text", text},
                                        {"place", error.place},
                                        {"values", values},
                                        {"request", visit.request.id}});
        return http::Response::json(formats::write_json(body), status);
    }
    const std::string kind(to_string(error.kind));
    const bool needs_sign_in = error.kind == ErrorKind::Unauthenticated;
    const Json data = Json::object({{"title", visit.text("kind." + kind + "_title")},
                                    {"text", text},
                                    {"needs_sign_in", needs_sign_in},
                                    {"staff_area", visit.request.path.starts_with("/backoffice")},
                                    {"code", error.code},
                                    {"request", visit.request.id}});
    Page page;
    page.title = visit.text("kind." + kind + "_title");
    page.body = visit.site.render("layout/error", data, visit.language);
    page.status = status;
    return show_page(visit, page);
}

std::string url_part(std::string_view text) {
    return http::percent_encode(text);
}

http::Request request_of(const http::Refusal& refusal) {
    http::Request request;
    request.path = refusal.path;
    request.id = refusal.incident;
    if (refusal.wants_json) {
        request.headers.add("Accept", "application/json");
    }
    return request;
}

http::Response show_refusal(const Visit& visit, const http::Refusal& refusal) {
    http::Response response = show_error(
        visit,
        {ErrorKind::Invalid, refusal.code, "", {{"incident", refusal.incident}}, refusal.message});
    response.status = refusal.status;
    add_security_headers(response);
    return response;
}

}  // namespace gordion::web
