// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include "zustelldienst/client_store.hpp"
#include "zustelldienst/destination_store.hpp"
#include "zustelldienst/foundation.hpp"
#include "zustelldienst/rate_limiter.hpp"
#include "zustelldienst/route_board.hpp"
#include "zustelldienst/route_source.hpp"
#include "zustelldienst/server_keys_store.hpp"
#include "zustelldienst/settings.hpp"
#include "zustelldienst/token_desk.hpp"
#include "zustelldienst/transmissions.hpp"

namespace gordion::zustelldienst {

/// All parts of one delivery server, wired to each other, without HTTP and without the rest of
/// Gordion: the sandbox has nothing else. Made once, shared between threads; the members are
/// shared-safe by themselves, and their order is the order of their making. The database has
/// zustelldienst_migrations() and storage::job_migrations().
struct Zustelldienst {
    /// The signing key of `wiring` is that of `keys`.
    Zustelldienst(const Foundation& foundation, Settings settings, ServerKeys keys,
                  Transmissions::Config wiring = {});
    Zustelldienst(const Zustelldienst&) = delete;
    Zustelldienst& operator=(const Zustelldienst&) = delete;

    const Settings settings;
    storage::Database& database;
    storage::BlobStore& blobs;
    const crypto::MasterKey& master_key;
    const Clock& clock;
    Random& random;
    const ServerKeys keys;
    ClientStore clients;
    DestinationStore destinations;
    TokenDesk tokens;
    OwnDestinations own_routes;
    RouteBoard routes;  ///< has own_routes as a source; further ones are added at the start
    Transmissions transmissions;
    RateLimiter rate_limiter;  ///< calls per client, or per address where there is no token
};

}  // namespace gordion::zustelldienst
