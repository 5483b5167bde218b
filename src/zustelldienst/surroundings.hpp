// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "core/result.hpp"
#include "core/scope.hpp"
#include "crypto/jose.hpp"
#include "fitconnect/destination.hpp"

namespace gordion::zustelldienst {

struct KnownDestination {
    TenantId tenant;
    std::shared_ptr<const fitconnect::Destination> destination;
};

/// A public key for signatures and when it may sign: from the moment at which it was registered
/// here, and while each certificate that came with it is valid.
struct SignatureKey {
    crypto::PublicKey key;
    Instant from;
    std::optional<Instant> until;  ///< none: it has no certificate
};

/// What transmissions need to know of destinations, clients and keys, answered from memory as far
/// as possible: announcing asks on each call. Shared between threads.
class Surroundings {
public:
    virtual ~Surroundings() = default;
    /// Error code: zustelldienst.destination_missing.
    virtual Result<KnownDestination> load_destination(const Scope& scope, std::string_view id) = 0;
    /// The secret of the destination's callback; none: it wants no calls.
    virtual Result<std::optional<std::string>> find_callback_secret(const Scope& scope,
                                                                    std::string_view id) = 0;
    /// A destination's key for signatures, or none of that kid.
    virtual Result<std::optional<SignatureKey>> find_signature_key(const Scope& scope,
                                                                   std::string_view destination,
                                                                   std::string_view kid) = 0;
    /// A sender's key for signatures: only replies need one. None: the client registered none.
    virtual Result<std::optional<SignatureKey>> find_client_key(const Scope& scope,
                                                                std::string_view client,
                                                                std::string_view kid) = 0;
};

}  // namespace gordion::zustelldienst
