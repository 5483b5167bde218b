// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "zustelldienst/caller.hpp"

namespace gordion::zustelldienst {

// OAuth scopes of both generations. Source: Submission API 1.1.3, security schemes;
// domain/fitconnect-crypto.md, section 1.

/// Whether one of the two generations knows such a scope: "send:region:DE01",
/// "send:region:DE01+send:service:urn:…", "subscribe:destination:<id>", "manage:destination:<id>",
/// "create:destination", or one of the three URIs.
[[nodiscard]] bool is_scope(std::string_view scope);

/// The texts between blanks.
std::vector<std::string> split_scopes(std::string_view scopes);

/// What scopes permit to a client with these bound destinations. The new scopes and
/// "create:destination" reach what is bound, the old ones what they name. Unknown ones permit
/// nothing.
Permissions permissions_of(const std::vector<std::string>& scopes,
                           const Permissions::DestinationIds& subscribed,
                           const Permissions::DestinationIds& managed);

/// What both permit.
Permissions narrow(const Permissions& held, const Permissions& wanted);

}  // namespace gordion::zustelldienst
