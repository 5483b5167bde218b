// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include "core/random.hpp"
#include "core/time.hpp"
#include "crypto/master_key.hpp"
#include "storage/blobs.hpp"
#include "storage/database.hpp"
#include "zustelldienst/client_store.hpp"
#include "zustelldienst/destination_store.hpp"
#include "zustelldienst/settings.hpp"

namespace gordion::zustelldienst {

/// What a delivery server stands on; all of it outlives the server.
struct Foundation {
    storage::Database& database;
    storage::BlobStore& blobs;
    const crypto::MasterKey& master_key;
    const Clock& clock;
    Random& random;
};

/// All parts of one delivery server, wired to each other, without HTTP and without the rest of
/// Gordion: the sandbox has nothing else. Made once, shared between threads; the members are
/// shared-safe by themselves, and their order is the order of their making. The database has
/// zustelldienst_migrations() and storage::job_migrations().
struct Zustelldienst {
    Zustelldienst(const Foundation& foundation, Settings settings);
    Zustelldienst(const Zustelldienst&) = delete;
    Zustelldienst& operator=(const Zustelldienst&) = delete;

    const Settings settings;
    storage::Database& database;
    storage::BlobStore& blobs;
    const crypto::MasterKey& master_key;
    const Clock& clock;
    Random& random;
    ClientStore clients;
    DestinationStore destinations;
};

}  // namespace gordion::zustelldienst
