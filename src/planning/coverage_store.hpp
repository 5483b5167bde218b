// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/import_source.hpp"
#include "core/scope.hpp"
#include "core/time.hpp"
#include "planning/coverage_csv.hpp"
#include "storage/database.hpp"

namespace gordion::planning {

/// One list of somebody, as it is to be kept.
struct CoverageList {
    std::string source;   ///< who says so; a newer list of it takes the older one's place
    ImportSource file;    ///< its name and hash
    std::string mapping;  ///< the TOML it was read with, or ""
    std::vector<std::string>
        covers;  ///< areas about which it speaks completely, from its first day
    CoverageImport content;
};

/// A list that was imported. None is ever removed.
struct CoverageImportRecord {
    std::int64_t number = 0;  ///< counts from 1
    std::string source;
    ImportSource file;
    std::string mapping;
    std::vector<std::string> covers;
    Instant imported_at;
    std::string imported_by;
    std::int64_t rows = 0;
    std::int64_t facts = 0;
    std::int64_t refused = 0;
    Date first_day;  ///< on which one of its facts begins
    std::optional<Instant> superseded_at;
    std::int64_t superseded_by = 0;  ///< the newer one; 0: none, or it was withdrawn

    [[nodiscard]] bool holds_at(Instant at) const {
        return imported_at <= at && (!superseded_at || at < *superseded_at);
    }
};

struct CoverageChange {
    bool has_changed = false;  ///< false: the same list is there already
    CoverageImportRecord record;
    std::optional<CoverageImportRecord> previous;  ///< whose place it takes
    std::size_t added = 0;                         ///< facts that were not in it
    std::size_t removed = 0;
};

/// What others say about coverage: lists with their origin, and which of them hold. Reference data,
/// one for all tenants, changed only by scopes over all of them. Shared between threads.
class CoverageStore {
public:
    CoverageStore(storage::Database& database, const Clock& clock)
        : database_(&database), clock_(&clock) {}

    /// Keeps the list; an older one of the same source holds no longer, but stays. The same bytes
    /// with the same mapping and areas change nothing. Error codes: planning.coverage_scope
    /// (Forbidden), planning.coverage_source (Invalid: no name, or longer than 100 characters),
    /// planning.coverage_area (Invalid: `covers` holds what is no ARS).
    Result<CoverageChange> import_list(const Scope& scope, const CoverageList& list);
    /// The same without writing anything.
    Result<CoverageChange> judge_list(const Scope& scope, const CoverageList& list);
    /// The list holds no longer. Error codes: planning.coverage_scope, planning.coverage_import
    /// (NotFound: there is none of this number that holds).
    Result<CoverageImportRecord> withdraw(const Scope& scope, std::int64_t number);

    /// Newest first, with those that hold no longer.
    Result<std::vector<CoverageImportRecord>> list_imports(const Scope& scope);
    /// Of one list. Error code: planning.coverage_import.
    Result<std::vector<CoverageFact>> load_facts(const Scope& scope, std::int64_t number);
    /// The refused rows of one list; "" where all were read. Error code: planning.coverage_import.
    Result<std::string> load_refused(const Scope& scope, std::int64_t number);
    /// Another text after each change; cheap.
    Result<std::string> load_state(const Scope& scope);

private:
    storage::Database* database_;
    const Clock* clock_;
};

/// From when on each source speaks about an area completely.
std::vector<CoverageStatement> statements_of(const std::vector<CoverageImportRecord>& imports);

}  // namespace gordion::planning
