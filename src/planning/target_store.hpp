// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/ids.hpp"
#include "core/scope.hpp"
#include "core/time.hpp"
#include "planning/target_picture.hpp"
#include "storage/database.hpp"

namespace gordion::planning {

/// A picture that somebody keeps here.
struct StoredPicture {
    TenantId tenant;  ///< whose it is: an administration, a Kreis, a Land, the Bund
    TargetPicture picture;
    std::string toml;  ///< as it was given
    Instant kept_at;
    std::string kept_by;
};

/// Target pictures of tenants, in versions: id and version name one for ever. They are public like
/// any decision of a council; changing them needs a tenant. Shared between threads.
class TargetStore {
public:
    TargetStore(storage::Database& database, const Clock& clock)
        : database_(&database), clock_(&clock) {}

    /// The same text again changes nothing. Error codes: those of read_target_picture,
    /// planning.target_tenant (Forbidden: the scope does not reach the tenant),
    /// planning.target_taken (Conflict: id and version are known with another text, here, at
    /// somebody else or built in).
    Result<StoredPicture> keep_picture(const Scope& scope, const TenantId& tenant,
                                       std::string_view toml);
    /// All of everybody, by tenant, id and version, the built-in ones first (tenant "").
    Result<std::vector<StoredPicture>> list_pictures();
    /// "" as version: the newest by its day of validity, then by its number. Error code:
    /// planning.target_missing (NotFound).
    Result<StoredPicture> find_picture(std::string_view id, std::string_view version);

private:
    storage::Database* database_;
    const Clock* clock_;
};

}  // namespace gordion::planning
