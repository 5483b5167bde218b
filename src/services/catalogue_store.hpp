// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/import_source.hpp"
#include "core/scope.hpp"
#include "core/time.hpp"
#include "services/catalogue.hpp"
#include "storage/database.hpp"

namespace gordion::services {

struct CatalogueVersion {
    std::int64_t number = 0;  ///< counts from 1
    Date date;
    std::string sha256;
    std::string source;
    Instant imported_at;
    bool current = false;
    CatalogueCounts counts;
};

struct CatalogueImport {
    bool changed = false;  ///< false: the same bytes are already current, nothing was written
    CatalogueVersion version;
    std::optional<Date> previous;
};

/// Keeps the current catalogue and the list of its versions. Reference data: one for all tenants.
/// Shared between threads.
class CatalogueStore {
public:
    CatalogueStore(storage::Database& database, const Clock& clock);

    /// Replaces the catalogue in one transaction. Error codes: services.catalogue_older (Conflict),
    /// services.catalogue_incomplete (Invalid).
    Result<CatalogueImport> import_catalogue(const Scope& scope, const CatalogueContent& content,
                                             const ImportSource& source,
                                             Overwrite overwrite = Overwrite::No);
    /// Error code: services.catalogue_missing (NotFound: nothing was imported yet).
    Result<std::shared_ptr<const Catalogue>> load_catalogue(const Scope& scope);
    /// Newest first.
    Result<std::vector<CatalogueVersion>> list_versions(const Scope& scope);

private:
    storage::Database* database_;
    const Clock* clock_;
};

}  // namespace gordion::services
