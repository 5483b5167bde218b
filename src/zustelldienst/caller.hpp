// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "core/ids.hpp"
#include "core/scope.hpp"

namespace gordion::zustelldienst {

/// What an OAuth client may do. Both generations of scopes become this: "send:region:DE01" and the
/// like name their limits, ".../scopes/send-submissions" has none; which destinations a client
/// subscribes to or manages is kept at the client (domain/fitconnect-crypto.md, section 1).
struct Permissions {
    /// Where it may send: regions with a service each, "" for every service. Empty: nowhere.
    struct SendLimit {
        std::string region;   ///< "DE" is everywhere
        std::string service;  ///< identifier, or ""
        bool operator==(const SendLimit&) const = default;
    };
    using DestinationIds = std::set<std::string, std::less<>>;
    std::vector<SendLimit> send;
    DestinationIds subscribed;
    DestinationIds managed;
    bool may_create_destinations = false;
    bool operator==(const Permissions&) const = default;
};

/// Who calls, after his access token was checked. Cheap to copy: what he may do is shared with the
/// cache of clients.
struct Caller {
    std::string client_id;
    TenantId tenant;  ///< the body whose client it is
    std::shared_ptr<const Permissions> permissions = std::make_shared<Permissions>();

    [[nodiscard]] bool subscribes_to(std::string_view destination) const;
    [[nodiscard]] bool manages(std::string_view destination) const;
    [[nodiscard]] bool may_send(std::string_view service, std::string_view region) const;
    /// For stores: the client as actor. Requests name objects of any tenant by UUID alone, so the
    /// scope reaches all of them; what the caller may see is asked with the questions above.
    [[nodiscard]] Scope scope(std::string_view purpose) const;
};

}  // namespace gordion::zustelldienst
