// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "app/modules.hpp"
#include "web/visit.hpp"

namespace gordion::web {

class PreviewDesk;

/// A request on its way through an endpoint of a running Gordion: a visit, and what it may use.
class Exchange : public Visit {
public:
    Exchange(const http::Request& asked, const Site& the_site, app::Modules& modules)
        : Visit(asked, the_site), in(modules) {
        is_demo = modules.config.demo;
    }

    app::Modules& in;
    const http::Metrics* metrics = nullptr;  ///< set by the endpoint table, as the next
    PreviewDesk* preview_desk = nullptr;     ///< answers of people who only look at a form

    /// Who is signed in with an account in this browser, if anybody; whatever the endpoint's
    /// access.
    std::optional<identity::UserAccount> account;

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

}  // namespace gordion::web
