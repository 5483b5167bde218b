// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <string>
#include <vector>

#include "core/result.hpp"
#include "core/scope.hpp"
#include "crypto/jose.hpp"
#include "crypto/master_key.hpp"
#include "routing/destination.hpp"
#include "storage/database.hpp"

namespace gordion::routing {

/// Destinations and their keys. Private keys lie sealed under the master key and bound to their
/// destination; open_private_key() is called by `cases` alone, which audits each opening.
/// Shared between threads.
class DestinationStore {
public:
    DestinationStore(storage::Database& database, const crypto::MasterKey& master_key,
                     Random& random);

    /// Stores the destination with its key pair. The id and public_jwk are filled in here if empty.
    /// Error code: routing.area_foreign (the area is not the tenant's).
    Result<Destination> create_destination(const Scope& scope, Destination destination,
                                           const crypto::PrivateKey& key, const Clock& clock);
    /// From that day on nothing more is routed here; what came before can still be opened.
    Result<void> end_destination(const Scope& scope, const DestinationId& id, Date last_day);

    Result<std::vector<Destination>> list_destinations(const Scope& scope, const TenantId& tenant);
    /// All destinations whose area could contain the municipality.
    Result<std::vector<Destination>> list_candidates(const Scope& scope, std::string_view ars);
    Result<crypto::PrivateKey> open_private_key(const Scope& scope, const TenantId& tenant,
                                                const DestinationId& id);

private:
    storage::Database* database_;
    const crypto::MasterKey* master_key_;
    Random* random_;
};

std::vector<storage::Migration> routing_migrations();

}  // namespace gordion::routing
