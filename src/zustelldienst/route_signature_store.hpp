// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <functional>

#include "crypto/jose.hpp"
#include "zustelldienst/foundation.hpp"
#include "zustelldienst/route_entry.hpp"
#include "zustelldienst/settings.hpp"

namespace gordion::zustelldienst {

/// The destinationSignatures that this server, as portal, has made: each once, for all nodes and
/// restarts. Shared between threads.
class RouteSignatureStore {
public:
    RouteSignatureStore(const Foundation& foundation, const Settings& settings,
                        crypto::PrivateKey portal_key);

    /// One after the other: destination, content and signature. Those of another portal key are
    /// left out.
    struct Kept {
        std::string destination_id;
        std::string content;
        std::string signature;
    };
    Result<void> visit(const std::function<void(const Kept&)>& take);

    /// Signs as PS512 and keeps the signature. Where keeping fails, the signature is good
    /// nevertheless and the failure is logged.
    Result<std::string> sign(const RouteEntry::Claims& claims);

private:
    storage::Database* database_;
    const Clock* clock_;
    Random* random_;
    std::string issuer_;
    std::string host_;
    crypto::PrivateKey key_;
};

}  // namespace gordion::zustelldienst
