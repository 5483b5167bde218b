// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include "core/random.hpp"
#include "core/time.hpp"
#include "crypto/master_key.hpp"
#include "storage/blobs.hpp"
#include "storage/database.hpp"

namespace gordion::zustelldienst {

/// What a delivery server stands on; all of it outlives the server.
struct Foundation {
    storage::Database& database;
    storage::BlobStore& blobs;
    const crypto::MasterKey& master_key;
    const Clock& clock;
    Random& random;
};

}  // namespace gordion::zustelldienst
