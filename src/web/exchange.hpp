// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "app/modules.hpp"
#include "http/form.hpp"
#include "http/message.hpp"
#include "identity/session_store.hpp"
#include "web/site.hpp"

namespace gordion::web {

struct AccountLine {
    std::string name;         ///< of who is signed in, or ""
    std::string csrf;         ///< for signing out
    std::string sign_in_url;  ///< comes back to this page
};

/// One request on its way through an endpoint: who asks, in which language, with what. Lives on the
/// worker's stack; not shared.
class Exchange {
public:
    Exchange(const http::Request& asked, const Site& the_site, app::Modules& modules)
        : request(asked), site(the_site), in(modules) {}

    const http::Request& request;
    const Site& site;
    app::Modules& in;
    const http::Metrics* metrics = nullptr;  ///< set by the endpoint table

    /// Parts of the path that the pattern names: "/antrag/{page}" → path("page").
    std::map<std::string, std::string, std::less<>> path_values;
    std::string language = "de";
    /// Filled by the endpoint table as the endpoint's access demands.
    std::optional<identity::StaffSession> staff;
    std::optional<identity::CitizenSession> citizen;
    std::string session_token;
    /// Who is signed in with an account in this browser, if anybody; whatever the endpoint's
    /// access.
    std::optional<identity::UserAccount> account;
    /// The line on top that says so, or where to sign in; nothing where nobody can.
    std::optional<AccountLine> account_line;
    /// The posted form, read before the endpoint runs; empty for GET and for JSON bodies.
    http::FormPost post;

    [[nodiscard]] const std::string& path(std::string_view name) const;
    [[nodiscard]] std::string_view posted(std::string_view name) const;  ///< trimmed, or ""
    [[nodiscard]] std::string_view query(std::string_view name) const;   ///< trimmed, or ""
    [[nodiscard]] std::string text(std::string_view code, const Values& values = {}) const;
    [[nodiscard]] std::string csrf() const;
    /// Whether cookies must be Secure: the base URL says https.
    [[nodiscard]] http::Cookie session_cookie(std::string_view name, std::string value) const;
    /// Ends the session of this request, takes the cookie back, and leads to `location`.
    Result<http::Response> leave_session(std::string_view cookie_name, std::string location) const;
    [[nodiscard]] http::Cookie gone_cookie(std::string_view name) const;
    /// The scope of the staff session with the mandates its team holds.
    Result<Scope> working_scope(std::string_view purpose) const;
};

/// Cookie names. Antrag and submission are apart, so that looking at an old matter does not end a
/// draft.
inline constexpr std::string_view staff_cookie = "gordion_staff";
inline constexpr std::string_view antrag_cookie = "gordion_antrag";
inline constexpr std::string_view submission_cookie = "gordion_vorgang";
inline constexpr std::string_view account_cookie = "gordion_konto";
inline constexpr std::string_view sign_in_cookie = "gordion_anmeldung";  ///< there and back
inline constexpr std::string_view language_cookie = "gordion_sprache";

}  // namespace gordion::web
