// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "fitconnect/destination.hpp"
#include "zustelldienst/client_store.hpp"
#include "zustelldienst/destination_key.hpp"
#include "zustelldienst/recent_copies.hpp"

namespace gordion::zustelldienst {

struct StoredDestination {
    fitconnect::Destination destination;
    TenantId tenant;  ///< the body that owns it
    bool has_callback_secret = false;
    Instant created_at;
    Instant changed_at;
    std::optional<Instant> inactive_since;
};

/// A secret that the receiver of callbacks shares with us; never given back to clients.
using CallbackSecret = std::optional<Sensitive<std::string>>;

struct NewDestination {
    fitconnect::Destination destination;  ///< an empty id is made here
    CallbackSecret callback_secret;
    std::vector<DestinationKey> keys;
    std::string client_id;  ///< bound as managing, in the same transaction
};

/// What a change may look at and set. `callback_secret` stays as it is where nothing is set; it is
/// dropped when the callback url is.
struct DestinationChange {
    StoredDestination stored;
    std::vector<std::string> encryption_kids;  ///< that `encryption_kid` may name
    CallbackSecret callback_secret;
};

struct Page {
    std::size_t offset = 0;
    std::size_t limit = 100;
};

struct DestinationPage {
    std::vector<std::shared_ptr<const StoredDestination>> destinations;
    std::size_t total = 0;
};

/// Zustellpunkte, their keys, and the secrets of their callbacks (sealed under the master key).
///
/// load_destination() answers from memory: what changes here is seen at once, what another process
/// changes after at most Settings::cache_seconds. Requests name a destination by its UUID alone, so
/// scopes reach all tenants; who may see or change it is the caller's to ask. Shared between
/// threads. Error codes: zustelldienst.destination_missing and key_missing (NotFound),
/// destinations_many (Conflict, value most), key_taken (Conflict: the kid names another key),
/// those of storage.
class DestinationStore {
public:
    DestinationStore(const Foundation& foundation, ClientStore& clients,
                     std::int64_t cache_seconds);

    /// How many destinations of one kind there may be already.
    struct Quota {
        std::size_t per_owner = 5'000;
        std::size_t per_client = 500;
    };
    Result<StoredDestination> create_destination(const Scope& scope, NewDestination wanted,
                                                 const Quota& quota);
    Result<std::shared_ptr<const StoredDestination>> load_destination(const Scope& scope,
                                                                      std::string_view id);
    /// Those of `ids` that there are, in the order of their ids.
    Result<DestinationPage> list_destinations(const Scope& scope,
                                              const Permissions::DestinationIds& ids,
                                              const Page& page);
    /// Loads, lets `change` judge and set, and stores, in one transaction; `change` may run more
    /// than once. id, tenant and times are not changed by it.
    using Change = std::function<Result<void>(DestinationChange&)>;
    Result<StoredDestination> change_destination(const Scope& scope, std::string_view id,
                                                 const Change& change);
    /// With its keys and bindings. For destinations that nobody ever sent to; `judge` may refuse.
    Result<void> remove_destination(const Scope& scope, std::string_view id, const Change& judge);

    /// The key for encryption first, then the order in which they were added.
    Result<std::vector<DestinationKey>> list_keys(const Scope& scope, std::string_view id);
    Result<DestinationKey> load_key(const Scope& scope, std::string_view id, std::string_view kid);
    /// The same key twice is no error.
    Result<void> add_key(const Scope& scope, std::string_view id, const DestinationKey& key);

    /// For sending a callback; none: this destination has no secret.
    Result<CallbackSecret> load_callback_secret(const Scope& scope, std::string_view id);

    /// Every active destination, one after the other, in pages: for building routes.
    using Take = std::function<void(const StoredDestination&)>;
    Result<void> visit_active(const Scope& scope, const Take& take);
    /// Changes whenever some destination does, here or elsewhere. Reads one row.
    Result<std::string> state_of_all(const Scope& scope);

private:
    [[nodiscard]] storage::Value seal_secret(const CallbackSecret& secret,
                                             std::string_view id) const;

    storage::Database* database_;
    const Clock* clock_;
    Random* random_;
    ClientStore* clients_;
    std::string secret_key_;
    RecentCopies<StoredDestination> known_;
};

}  // namespace gordion::zustelldienst
