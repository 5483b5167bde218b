// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "http/form.hpp"
#include "http/message.hpp"
#include "identity/session_store.hpp"
#include "web/site.hpp"

namespace gordion::web {

/// The line on top of a page that says who is signed in, or where to sign in.
struct AccountLine {
    std::string name;         ///< of who is signed in, or ""
    std::string csrf;         ///< for signing out
    std::string sign_in_url;  ///< comes back to this page
};

/// One request as the pages see it: what came, who asks, in which language, and what pages are made
/// of. It knows no database, so a preview can show the same pages without one. Lives on the
/// worker's stack; not shared.
class Visit {
public:
    Visit(const http::Request& asked, const Site& the_site) : request(asked), site(the_site) {}

    const http::Request& request;
    const Site& site;

    /// Parts of the path that the pattern names: "/antrag/{page}" → path("page").
    std::map<std::string, std::string, std::less<>> path_values;
    std::string language = "de";
    /// Filled as the endpoint's access demands.
    std::optional<identity::StaffSession> staff;
    std::optional<identity::CitizenSession> citizen;
    std::string session_token;
    std::optional<AccountLine> account_line;  ///< nothing where nobody can sign in
    /// The posted form, read before the endpoint runs; empty for GET and for JSON bodies.
    http::FormPost post;
    bool is_demo = false;  ///< shown on every page

    [[nodiscard]] const std::string& path(std::string_view name) const;
    [[nodiscard]] std::string_view posted(std::string_view name) const;  ///< trimmed, or ""
    [[nodiscard]] std::string_view query(std::string_view name) const;   ///< trimmed, or ""
    [[nodiscard]] std::string text(std::string_view code, const Values& values = {}) const;
    [[nodiscard]] std::string csrf() const;
};

inline constexpr std::string_view language_cookie = "gordion_sprache";

/// What the address or the cookie asks for, else German.
std::string choose_language(const http::Request& request);
/// Whether a form was sent by a page of another site (Fetch Metadata, RFC 6454).
bool is_from_elsewhere(const http::Request& request);
/// web.forged, Forbidden.
Error forged_form();

}  // namespace gordion::web
