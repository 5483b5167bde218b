// SPDX-License-Identifier: EUPL-1.2
#include "web/account/account_pages.hpp"

#include <algorithm>

#include "app/accounts.hpp"
#include "core/log.hpp"
#include "core/text.hpp"
#include "crypto/hashes.hpp"
#include "web/account/demo_sign_in.hpp"
#include "web/account/provider_list.hpp"
#include "web/page.hpp"

namespace gordion::web {
namespace {

using formats::Json;

constexpr std::size_t longest_page = 300;
constexpr std::size_t longest_answer = 4096;  // of one value that a provider sends

identity::TrustLevel level_in(std::string_view text) {
    const auto level = identity::parse_trust_level(text);
    return level ? level.value() : identity::TrustLevel{};
}

std::string account_token(const Exchange& exchange) {
    return std::string(exchange.request.find_cookie(account_cookie).value_or(""));
}

Json account_json(const Exchange& exchange) {
    if (!exchange.account) {
        return {};
    }
    const identity::UserAccount& account = *exchange.account;
    return Json::object({{"name", account.display_name().reveal()},
                         {"provider", account.provider_title},
                         {"level", level_text(exchange, account.level)},
                         {"csrf", identity::csrf_token(account_token(exchange))}});
}

Result<http::Response> choose(Exchange& exchange) {
    const std::string back = safe_page(exchange.query("zurueck"));
    const ProviderWish wish{level_in(exchange.query("niveau")), {"citizen", "organisation"}, back};
    Page page;
    page.title = exchange.text("account.title");
    page.back_url = back;
    page.body =
        exchange.site.render("account/choose",
                             Json::object({{"providers", provider_list(exchange, wish).markup()},
                                           {"signed_in", account_json(exchange)}}),
                             exchange.language);
    return show_page(exchange, page);
}

// base_url is what providers were told; the address in the request is the visitor's to choose.
std::string return_address(const Exchange& exchange, std::string_view provider) {
    std::string_view base = exchange.in.config.base_url;
    while (base.ends_with('/')) {
        base.remove_suffix(1);
    }
    return std::string(base) + "/anmelden/zurueck/" + url_part(provider);
}

struct Failure {
    std::string provider;
    std::string back;
};

// A sentence for people, and both ways on: once more, or back to where they were.
http::Response show_failure(const Exchange& exchange, const Error& error, const Failure& failure) {
    log(LogLevel::Info, "account.sign_in_failed",
        {{"provider", failure.provider}, {"code", error.code}, {"request", exchange.request.id}});
    const bool is_known =
        identity::find_provider(exchange.in.account_providers, failure.provider) != nullptr;
    const std::string back = safe_page(failure.back);
    Page page;
    page.title = exchange.text("account.failed_title");
    page.status = status_of(error.kind);
    page.body = exchange.site.render(
        "account/failed",
        Json::object({{"text", exchange.site.texts().error_text(exchange.language, error)},
                      {"again_url", is_known ? sign_in_url(failure.provider, {}, back) : ""},
                      {"other_url", "/anmelden?zurueck=" + url_part(back)},
                      {"back_url", back},
                      {"is_draft", back.starts_with("/antrag/")},
                      {"code", error.code},
                      {"request", exchange.request.id}}),
        exchange.language);
    return show_page(exchange, page);
}

Result<http::Response> begin(Exchange& exchange) {
    const std::string& provider = exchange.path("provider");
    const std::string back = safe_page(exchange.query("zurueck"));
    const auto begun = exchange.in.sign_in_desk.begin(
        {provider, level_in(exchange.query("niveau")), exchange.language, back,
         return_address(exchange, provider),
         exchange.account ? identity::Prompt::Anew : identity::Prompt::AsUsual});
    if (!begun) {
        return show_failure(exchange, begun.error(), {provider, back});
    }
    auto response = http::Response::redirect(begun.value().url);
    response.set_cookie(exchange.session_cookie(sign_in_cookie, begun.value().token));
    return response;
}

Result<void> close(const Exchange& exchange, std::string_view cookie, http::Response& response) {
    const auto token = exchange.request.find_cookie(cookie);
    if (token) {
        TRY(exchange.in.sessions.end_session(*token));
        response.set_cookie(exchange.gone_cookie(cookie));
    }
    return {};
}

Result<void> close_what_is_open(const Exchange& exchange, http::Response& response) {
    TRY(close(exchange, antrag_cookie, response));
    return close(exchange, submission_cookie, response);
}

bool is_somebody_else(const Exchange& exchange, const identity::UserAccount& account) {
    const crypto::MasterKey& key = exchange.in.master_key;
    return identity::owner_of(*exchange.account, key) != identity::owner_of(account, key);
}

Result<http::Response> come_back(Exchange& exchange) {
    const std::string& provider = exchange.path("provider");
    const auto asked = [&exchange](std::string_view name) {
        return std::string(exchange.query(name).substr(0, longest_answer));
    };
    const identity::SignInAnswer answer{asked("state"), asked("code"), asked("error"), asked("iss"),
                                        ""};
    const auto token = exchange.request.find_cookie(sign_in_cookie).value_or("");
    auto finished = exchange.in.sign_in_desk.finish(provider, token, answer);
    if (!finished.outcome) {
        auto response = show_failure(exchange, finished.outcome.error(), {provider, finished.back});
        response.set_cookie(exchange.gone_cookie(sign_in_cookie));
        return response;
    }
    // A new session for each sign-in; what an earlier one could do ends here, and if it was
    // somebody else's, so does what they had open.
    TRY(exchange.in.sessions.end_session(account_token(exchange)));
    auto response = http::Response::redirect(safe_page(finished.back));
    if (exchange.account && is_somebody_else(exchange, finished.outcome.value().account)) {
        TRY(close_what_is_open(exchange, response));
    }
    response.set_cookie(
        exchange.session_cookie(account_cookie, finished.outcome.value().session_token));
    response.set_cookie(exchange.gone_cookie(sign_in_cookie));
    return response;
}

// On a shared device the next person must find nothing: a draft or matter that is open here ends
// with the account. Both can be opened again.
Result<http::Response> sign_out(Exchange& exchange) {
    // Also with a session that has ended meanwhile; so the endpoint is public and the token is
    // compared here.
    if (const std::string token = account_token(exchange);
        !token.empty() &&
        !crypto::equal_in_constant_time(exchange.posted("_csrf"), identity::csrf_token(token))) {
        return Error{ErrorKind::Forbidden, "web.forged", "", {}, "Another site's form."};
    }
    auto response = http::Response::redirect("/anmelden/ende");
    TRY(close(exchange, account_cookie, response));
    TRY(close_what_is_open(exchange, response));
    return response;
}

Result<http::Response> show_signed_out(Exchange& exchange) {
    Page page;
    page.title = exchange.text("account.signed_out_title");
    page.body = exchange.site.render("account/signed_out", Json::object(), exchange.language);
    return show_page(exchange, page);
}

}  // namespace

namespace {

std::string attribute_names_text(const Exchange& exchange,
                                 const identity::IdentityStatement& statement) {
    std::vector<std::string> names;
    for (const auto& [name, value] : statement.attributes.reveal()) {
        names.push_back(exchange.text("attribute." + name));
    }
    return join(names, ", ");
}

}  // namespace

void find_account(Exchange& exchange) {
    if (exchange.in.account_providers.empty() || exchange.request.path.starts_with("/assets/")) {
        return;
    }
    // Whatever is wrong with the session, nobody is signed in: the gate says what to do then.
    const std::string token = account_token(exchange);
    if (!token.empty()) {
        if (auto found = exchange.in.sessions.find_account_session(token)) {
            exchange.account = std::move(found).value();
        }
    }
    const auto& account = exchange.account;
    exchange.account_line = AccountLine{
        account ? account->display_name().reveal() : "", account ? identity::csrf_token(token) : "",
        "/anmelden?zurueck=" + url_part(page_to_return_to(exchange.request, {}))};
}

std::string safe_page(std::string_view address) {
    constexpr std::string_view marks = "/-_.~?=&%";
    const bool is_ours =
        address.size() <= longest_page && address.starts_with('/') && !address.starts_with("//") &&
        std::all_of(address.begin(), address.end(), [&](char c) {
            return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                   marks.find(c) != std::string_view::npos;
        });
    return is_ours ? std::string(address) : "/";
}

std::string account_told(const Exchange& exchange, const reuse::ServiceDeclaration& service) {
    if (!exchange.account) {
        return {};
    }
    const identity::UserAccount& account = *exchange.account;
    const auto statement = identity::make_statement(account, service.account.attributes);
    const Values values{{"account", account.provider_title},
                        {"level", level_text(exchange, account.level)},
                        {"attributes", attribute_names_text(exchange, statement)}};
    return exchange.text(
        statement.attributes.reveal().empty() ? "account.told" : "account.told_attributes", values);
}

std::string page_to_return_to(const http::Request& request, const http::FormPost& post) {
    if (request.method != http::Method::Post) {
        return safe_page(request.target);
    }
    if (request.path == "/antrag/start") {
        return safe_page("/leistung/" + std::string(trim(post.fields.find_or("key", ""))) + "/" +
                         std::string(trim(post.fields.find_or("ars", ""))));
    }
    if (request.path == "/antrag/absenden") {
        return "/antrag/pruefen";
    }
    if (request.path == "/antrag/merken") {
        return "/antrag/weiter";
    }
    return request.path.starts_with("/antrag/") ? safe_page(request.path) : "/";
}

bool is_account_error(const Error& error) {
    return error.code == "app.account_needed" || error.code == "app.account_kind" ||
           error.code == "app.account_level" || error.code == "app.account_other";
}

http::Response show_account_needed(const Exchange& exchange, const Error& error) {
    const auto value = [&error](std::string_view name) {
        const auto found = std::find_if(error.values.begin(), error.values.end(),
                                        [name](const auto& pair) { return pair.first == name; });
        return found == error.values.end() ? std::string() : found->second;
    };
    const std::string back = page_to_return_to(exchange.request, exchange.post);
    const identity::TrustLevel level = level_in(value("level"));
    const std::vector<std::string> kinds = split(value("kinds"), ' ');
    const bool for_citizens = std::find(kinds.begin(), kinds.end(), "citizen") != kinds.end();
    const std::string what =
        for_citizens ? kinds.size() > 1 ? "either" : "citizen" : "organisation";
    const bool has_level = level >= identity::TrustLevel{20};
    Page page;
    page.title = exchange.text("account.needed_title");
    page.status = status_of(error.kind);
    page.body = exchange.site.render(
        "account/needed",
        Json::object(
            {{"text", exchange.site.texts().error_text(exchange.language, error)},
             {"is_other", error.code != "app.account_needed"},
             {"why", exchange.text("account.why_" + what)},
             {"level", has_level ? level_text(exchange, level) : ""},
             {"level_help", has_level ? exchange.text("account.level_help_" + to_text(level)) : ""},
             {"providers", provider_list(exchange, {level, kinds, back}).markup()},
             {"is_draft", back.starts_with("/antrag/")},
             {"signed_in", account_json(exchange)}}),
        exchange.language);
    return show_page(exchange, page);
}

std::vector<Endpoint> account_endpoints() {
    using http::Method;
    return {
        {Method::Get, "/anmelden", Access::Public, {}, choose},
        {Method::Get, "/anmelden/ende", Access::Public, {}, show_signed_out},
        {Method::Get, "/anmelden/bei/{provider}", Access::Public, {}, begin},
        {Method::Get, "/anmelden/zurueck/{provider}", Access::Public, {}, come_back},
        {Method::Get, "/anmelden/demo/{provider}", Access::Public, {}, show_demo_people},
        {Method::Post, "/anmelden/demo/{provider}", Access::Public, {}, choose_demo_person},
        {Method::Post, "/abmelden", Access::Public, {}, sign_out},
    };
}

}  // namespace gordion::web
