// SPDX-License-Identifier: EUPL-1.2
#include "audit/audit.hpp"
#include "web/components/components.hpp"
#include "web/page.hpp"
#include "web/staff/staff_families.hpp"

namespace gordion::web {
namespace {

using formats::Json;

http::Response show_form(const Exchange& exchange, const std::vector<FieldError>& errors) {
    Page page;
    page.title = exchange.text("staff.sign_in_title");
    page.frame = Frame::Staff;
    page.has_errors = !errors.empty();
    page.status = page.has_errors ? 422 : 200;
    page.body =
        exchange.site.render("staff/sign_in",
                             Json::object({{"errors", error_summary(exchange, errors).markup()},
                                           {"error", errors.empty() ? "" : errors.front().text},
                                           {"name", exchange.posted("name")},
                                           {"is_demo", exchange.in.config.demo}}),
                             exchange.language);
    return show_page(exchange, page);
}

Result<http::Response> show_sign_in(Exchange& exchange) {
    return show_form(exchange, {});
}

Result<void> note_sign_in(Exchange& exchange, const identity::Account& account) {
    const Scope scope{account.tenant, {account.id.value}, "identity.sign_in", {}, false};
    return exchange.in.database->write(scope, [&](storage::Connection& connection) {
        return audit::append(connection, scope, exchange.in.clock,
                             {"identity.signed_in", account.id.value, Json::object()});
    });
}

// The platform's chain, because a wrong name belongs to no tenant; never the name that was typed.
Result<void> note_refusal(Exchange& exchange, const Error& error) {
    const Scope scope = system_scope("identity.sign_in");
    return exchange.in.database->write(scope, [&](storage::Connection& connection) {
        return audit::append(
            connection, scope, exchange.in.clock,
            {"identity.sign_in_refused", "", Json::object({{"code", error.code}})});
    });
}

Result<http::Response> sign_in(Exchange& exchange) {
    const auto account = exchange.in.accounts.sign_in(exchange.posted("name"),
                                                      exchange.post.fields.find_or("password", ""));
    if (!account) {
        const Error& error = account.error();
        if (error.kind != ErrorKind::Unauthenticated && error.kind != ErrorKind::TooMany) {
            return error;
        }
        TRY(note_refusal(exchange, error));
        return show_form(exchange,
                         {{"name", exchange.site.texts().error_text(exchange.language, error)}});
    }
    TRY(note_sign_in(exchange, account.value()));
    const std::string token = TRY(exchange.in.sessions.open_staff_session(account.value()));
    auto response = http::Response::redirect("/backoffice");
    response.set_cookie(exchange.session_cookie(staff_cookie, token));
    return response;
}

Result<http::Response> sign_out(Exchange& exchange) {
    return exchange.leave_session(staff_cookie, "/backoffice/anmelden");
}

// Where the work of this account is.
Result<http::Response> enter(Exchange& exchange) {
    const auto token = exchange.request.find_cookie(staff_cookie).value_or("");
    const auto session = exchange.in.sessions.find_staff_session(token);
    if (!session) {
        return http::Response::redirect("/backoffice/anmelden");
    }
    const identity::Account& account = session.value().account;
    if (identity::has_role(account, identity::Role::CaseWorker)) {
        return http::Response::redirect("/backoffice/eingang");
    }
    return http::Response::redirect(identity::has_role(account, identity::Role::Administrator)
                                        ? "/backoffice/angebote"
                                        : "/backoffice/pakete");
}

}  // namespace

std::vector<Endpoint> sign_in_endpoints() {
    using http::Method;
    return {
        {Method::Get, "/backoffice", Access::Public, {}, enter},
        {Method::Get, "/backoffice/anmelden", Access::Public, {}, show_sign_in},
        {Method::Post, "/backoffice/anmelden", Access::Public, {}, sign_in},
        {Method::Post, "/backoffice/abmelden", Access::Staff, {}, sign_out},
    };
}

}  // namespace gordion::web
