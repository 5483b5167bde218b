// SPDX-License-Identifier: EUPL-1.2
#include "web/exchange.hpp"

namespace gordion::web {

http::Cookie Exchange::session_cookie(std::string_view name, std::string value) const {
    http::Cookie cookie;
    cookie.name = std::string(name);
    cookie.value = std::move(value);
    cookie.transport = in.config.base_url.starts_with("https://")
                           ? http::CookieTransport::SecureOnly
                           : http::CookieTransport::AlsoPlain;
    return cookie;
}

Result<http::Response> Exchange::leave_session(std::string_view cookie_name,
                                               std::string location) const {
    TRY(in.sessions.end_session(session_token));
    auto response = http::Response::redirect(std::move(location));
    response.set_cookie(gone_cookie(cookie_name));
    return response;
}

http::Cookie Exchange::gone_cookie(std::string_view name) const {
    http::Cookie gone = session_cookie(name, "");
    gone.max_age_seconds = 0;
    return gone;
}

Result<Scope> Exchange::working_scope(std::string_view purpose) const {
    VERIFY(staff.has_value(), "only endpoints for staff ask for a working scope");
    return in.back_office.working_scope(identity::scope_of(*staff, purpose));
}

}  // namespace gordion::web
