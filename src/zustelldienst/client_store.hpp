// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/sensitive.hpp"
#include "zustelldienst/caller.hpp"
#include "zustelldienst/destination_key.hpp"
#include "zustelldienst/foundation.hpp"
#include "zustelldienst/recent_copies.hpp"

namespace gordion::zustelldienst {

/// An OAuth client: a program of one body.
struct Client {
    std::string id;  ///< UUID
    TenantId tenant;
    std::string name;
    std::vector<std::string> scopes;         ///< granted; see scopes.hpp
    Permissions::DestinationIds subscribed;  ///< bound destinations
    Permissions::DestinationIds managed;
    bool is_disabled = false;
    Instant created_at;
};

/// A client as calls need it: shared, never changed.
struct KnownClient {
    Client client;
    std::string secret_check;
    std::shared_ptr<const Permissions> permissions;  ///< all that its scopes permit
};

struct NewClient {
    TenantId tenant;
    std::string name;
    std::vector<std::string> scopes;
    std::string id;                 ///< empty: made here
    Sensitive<std::string> secret;  ///< empty: made here; only the sandbox brings its own
};

/// Shown once; the server keeps a check of the secret only.
struct ClientCredentials {
    std::string client_id;
    Sensitive<std::string> secret;
};

enum class Binding { Subscribes, Manages };

/// Clients, their secrets and the destinations bound to them.
///
/// Calls ask find_known(), which answers from memory: what changes here is seen at once, what
/// another process changes after at most Settings::cache_seconds. Shared between threads.
/// Error codes: zustelldienst.client_missing (NotFound), zustelldienst.client_scope (Invalid, value
/// scope), zustelldienst.client_name (Invalid), zustelldienst.client_secret (Invalid: shorter than
/// 32 characters), those of storage.
class ClientStore {
public:
    ClientStore(const Foundation& foundation, std::int64_t cache_seconds);

    Result<ClientCredentials> create_client(const Scope& scope, NewClient wanted);
    /// The old secret ends at once; tokens live on until they end.
    Result<ClientCredentials> rotate_secret(const Scope& scope, const TenantId& tenant,
                                            const std::string& id);
    enum class Standing { Enabled, Disabled };
    /// A disabled client gets no token, and those it has stop working.
    Result<void> set_standing(const Scope& scope, const TenantId& tenant, const std::string& id,
                              Standing standing);
    Result<void> set_scopes(const Scope& scope, const TenantId& tenant, const std::string& id,
                            std::vector<std::string> scopes);
    Result<std::vector<Client>> list_clients(const Scope& scope, const TenantId& tenant);

    struct BindingKey {
        TenantId tenant;  ///< of the client
        std::string client_id;
        std::string destination_id;
        Binding binding = Binding::Subscribes;
    };
    /// Binding twice and releasing what is not bound are no errors.
    Result<void> bind_destination(const Scope& scope, const BindingKey& key);
    Result<void> release_destination(const Scope& scope, const BindingKey& key);
    /// A public key for signatures, for a client that answers replies without a destination of its
    /// own. The same key twice is no error. Error codes besides: zustelldienst.key_role (an
    /// encryption key), key_taken (the kid names another key), keys_many.
    Result<void> add_signing_key(const Scope& scope, const TenantId& tenant, const std::string& id,
                                 const DestinationKey& key);
    /// The key of that kid, of whatever tenant the client is.
    Result<std::optional<DestinationKey>> find_signing_key(const Scope& scope,
                                                           std::string_view client,
                                                           std::string_view kid);

    /// Inside another store's transaction; call forget() after its commit.
    static Result<void> bind_in(storage::Connection& connection, const BindingKey& key);

    /// From memory, or from the database if it is not there or too old. Error code:
    /// zustelldienst.client_missing.
    Result<std::shared_ptr<const KnownClient>> find_known(std::string_view id);
    void forget(std::string_view id) { known_.forget(id); }
    [[nodiscard]] bool is_secret(const KnownClient& client, std::string_view secret) const;

private:
    [[nodiscard]] std::string check_of(std::string_view id, std::string_view secret) const;

    storage::Database* database_;
    const Clock* clock_;
    Random* random_;
    std::string secret_key_;
    RecentCopies<KnownClient> known_;
};

}  // namespace gordion::zustelldienst
