// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <string>

#include "crypto/jose.hpp"
#include "formats/json.hpp"
#include "zustelldienst/foundation.hpp"

namespace gordion::zustelldienst {

/// What the server signs with: event tokens, and – as the portal that vouches for destinations –
/// the destinationSignatures of routes. Two keys, so that neither can stand in for the other.
enum class ServerKey { Events, Portal };

struct ServerKeys {
    crypto::PrivateKey events;
    crypto::PrivateKey portal;
    /// {"keys": […]} as published: RSA, "verify", PS512, x5c; ready to send.
    std::string events_jwks;
    std::string portal_jwks;
};

/// RSA-4096 keys, sealed under the master key in the database, each with a certificate in which it
/// vouches for itself. Made the first time; of nodes that start at once, one wins and all use its
/// keys. Making both takes some seconds.
/// Error codes: crypto.seal_broken (another master key), those of storage.
Result<ServerKeys> load_or_make_server_keys(const Foundation& foundation, std::string_view host);

/// The same with keys that are there already: for the sandbox, which must not wait for new ones.
Result<ServerKeys> adopt_server_keys(const Foundation& foundation, crypto::PrivateKey events,
                                     crypto::PrivateKey portal, std::string_view host);

}  // namespace gordion::zustelldienst
