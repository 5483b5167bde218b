// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/random.hpp"
#include "core/time.hpp"
#include "storage/database.hpp"

namespace gordion::sandbox {

/// A named stretch of time whose calls become one report.
struct Recording {
    std::string id;    ///< UUID
    std::string name;  ///< as somebody called it; "since the start" is made by the sandbox
    Instant begun_at;
    std::optional<Instant> ended_at;
    bool operator==(const Recording&) const = default;
};

/// The recordings of a sandbox, in its database: what was recorded survives with a kept folder.
/// Several may run at once. Shared between threads.
/// Error codes: sandbox.recording_name (Invalid: empty or over 120 bytes, or not UTF-8),
/// sandbox.recording_missing (NotFound), sandbox.recordings_many (TooMany), those of storage.
class Recordings {
public:
    Recordings(storage::Database& database, const Clock& clock, Random& random);

    Result<Recording> begin(const Scope& scope, std::string name);
    /// Ending twice is no error: the first end holds.
    Result<Recording> end(const Scope& scope, std::string_view id);
    Result<Recording> load(const Scope& scope, std::string_view id);
    /// Newest first.
    Result<std::vector<Recording>> list(const Scope& scope);

private:
    storage::Database* database_;
    const Clock* clock_;
    Random* random_;
};

std::vector<storage::Migration> recording_migrations();

}  // namespace gordion::sandbox
