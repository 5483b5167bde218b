// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <string>
#include <string_view>

#include "core/result.hpp"
#include "zustelldienst/settings.hpp"

namespace gordion::zustelldienst {

/// The host of "https://host:port/path", lower case, brackets of an IPv6 address removed; empty if
/// the text is no such URL or names a user.
std::string host_of_url(std::string_view url);

/// Refuses at announcement what can be recognized as pointing inside: another scheme than https, a
/// user, "localhost", a literal address that is not public. What a name resolves to is asked again
/// for each call (allows_callback_address). Error code: zustelldienst.callback_url (value reason).
Result<void> check_callback_url(std::string_view url, const Settings& settings);

/// Whether a host stands in Settings::callback_hosts by its name; then its address is not judged.
bool is_allowed_host(std::string_view host, const Settings& settings);
/// Whether a numeric address may be called: public, in an allowed network ("10.1.0.0/16") of
/// Settings::callback_hosts, or anything if private addresses are allowed.
bool allows_callback_address(std::string_view address, const Settings& settings);

}  // namespace gordion::zustelldienst
