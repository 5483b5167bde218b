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
#include "regions/directory.hpp"
#include "regions/directory_reader.hpp"
#include "storage/database.hpp"

namespace gordion::regions {

/// One import that took place; versions are never removed from the list.
struct DirectoryVersion {
    std::int64_t number = 0;  ///< counts from 1
    Date date;
    std::string sha256;
    std::string source;
    Instant imported_at;
    bool current = false;
    DirectoryCounts counts;
};

struct DirectoryImport {
    bool changed = false;  ///< false: the same bytes are already current, nothing was written
    DirectoryVersion version;
    std::optional<Date> previous;
    std::int64_t added = 0;    ///< regions that were not there
    std::int64_t altered = 0;  ///< regions with another name, seat, kind or figure
    std::int64_t removed = 0;
};

/// Keeps the current directory and the list of its versions. Reference data: one for all tenants.
/// Shared between threads.
class DirectoryStore {
public:
    DirectoryStore(storage::Database& database, const Clock& clock);

    /// Replaces the directory in one transaction. Error codes: regions.directory_older (Conflict:
    /// the draft is older than what is there; Overwrite::Yes does it all the same),
    /// regions.directory_incomplete (Invalid: a draft without Länder or municipalities).
    Result<DirectoryImport> import_directory(const Scope& scope, const GvDraft& draft,
                                             const ImportSource& source,
                                             Overwrite overwrite = Overwrite::No);
    /// Replaces all postcodes; returns how many pairs are stored, 0 if the same bytes already are.
    Result<std::int64_t> import_postcodes(const Scope& scope, const PostcodeDraft& draft,
                                          const ImportSource& source);

    /// Error code: regions.directory_missing (NotFound: nothing was imported yet).
    Result<std::shared_ptr<const Directory>> load_directory(const Scope& scope);
    /// Newest first.
    Result<std::vector<DirectoryVersion>> list_versions(const Scope& scope);

private:
    storage::Database* database_;
    const Clock* clock_;
};

}  // namespace gordion::regions
