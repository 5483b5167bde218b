// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "core/result.hpp"
#include "core/scope.hpp"
#include "core/sensitive.hpp"
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

    /// Stores the destination with its key pair, and in the same transaction what `also` writes.
    /// The id and public_jwk are filled in here if empty.
    /// Error codes: routing.area_foreign (the area is not the tenant's), routing.receiver_invalid.
    using AlsoWrite = std::function<Result<void>(storage::Connection&, const Destination&)>;
    Result<Destination> create_destination(const Scope& scope, Destination destination,
                                           const crypto::PrivateKey& key, const Clock& clock,
                                           const AlsoWrite& also = {});
    /// Stores a destination whose private key somebody else has: public_jwk, channel and
    /// channel_settings are the caller's. The channel's secret lies sealed like a key.
    /// Error codes: as create_destination().
    Result<Destination> create_remote_destination(const Scope& scope, Destination destination,
                                                  const Sensitive<std::string>& channel_secret,
                                                  const Clock& clock, const AlsoWrite& also = {});
    /// The key or the addresses of a remote destination have changed; what was encrypted before
    /// stays as it is. Error code: routing.destination_missing.
    Result<void> change_remote_destination(const Scope& scope, const Destination& destination);
    /// Empty where there is none. Error code: routing.destination_missing.
    Result<Sensitive<std::string>> open_channel_secret(const Scope& scope, const TenantId& tenant,
                                                       const DestinationId& id);
    /// After that day nothing more is routed here; what came before can still be opened. The tenant
    /// is the scope's; the same transaction writes what `also` does. Error code:
    /// routing.destination_missing.
    Result<void> end_destination(const Scope& scope, const DestinationId& id, Date last_day,
                                 const AlsoWrite& also = {});

    Result<std::vector<Destination>> list_destinations(const Scope& scope, const TenantId& tenant);
    /// All destinations for competent authorities whose area could contain the municipality.
    Result<std::vector<Destination>> list_candidates(const Scope& scope, std::string_view ars);
    /// All of them, for looking at many municipalities. The scope reaches all tenants.
    Result<std::vector<Destination>> list_all_candidates(const Scope& scope);
    /// The same for one kind of receiver, of whatever tenant. The scope reaches all tenants.
    Result<std::vector<Destination>> list_receivers(const Scope& scope, std::string_view receiver,
                                                    std::string_view ars);
    /// Those for competent authorities that are reached over this channel, of whatever day, in the
    /// order of their making. The scope reaches all tenants.
    Result<std::vector<Destination>> list_of_channel(const Scope& scope, std::string_view channel);
    /// Another text whenever some destination is another, here or on another node. Reads one row.
    Result<std::string> state_of_all(const Scope& scope);
    /// Error code: routing.destination_missing.
    Result<Destination> load_destination(const Scope& scope, const TenantId& tenant,
                                         const DestinationId& id);
    /// Error codes: routing.destination_missing, routing.key_elsewhere (a remote destination).
    Result<crypto::PrivateKey> open_private_key(const Scope& scope, const TenantId& tenant,
                                                const DestinationId& id);

private:
    struct Secrets;
    Result<Destination> insert(const Scope& scope, Destination destination, const Secrets& secrets,
                               const Clock& clock, const AlsoWrite& also);

    storage::Database* database_;
    const crypto::MasterKey* master_key_;
    Random* random_;
};

std::vector<storage::Migration> routing_migrations();

}  // namespace gordion::routing
