// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "core/result.hpp"
#include "core/time.hpp"
#include "storage/database.hpp"

namespace gordion::storage {

/// Which of these blobs the rows of one module name. Every module whose rows name blobs has one.
using FindNamedBlobs = Result<std::vector<std::string>> (*)(Connection& connection,
                                                            std::span<const std::string> ids);

/// A blob that no row names: what came with it was cut off between the blob and its row.
struct OrphanedBlob {
    std::string id;
    std::uint64_t bytes = 0;
    Instant written_at;
};

struct BlobSweep {
    std::filesystem::path folder;  ///< of the BlobStore
    std::vector<FindNamedBlobs> namers;
    /// Younger ones may yet get their row.
    std::int64_t grace_ms = 0;
    enum class Deed { Show, Remove } deed = Deed::Show;
    /// Hears of each orphan, in no order; before it is removed.
    std::function<void(const OrphanedBlob&)> take = {};
};

/// Looks through the folder and removes, or only shows, what is older than the grace and named by
/// nobody; returns how many there were. Asks in groups, so that memory does not grow with the
/// folder. If one namer fails, nothing of its group is removed. Error codes: storage.blob_write,
/// those of the namers.
Result<std::uint64_t> sweep_blobs(Database& database, const BlobSweep& sweep, Instant now);

/// For a namer: asks one statement with the parameter $1 for each id, and returns those that have a
/// row.
Result<std::vector<std::string>> find_with_rows(Connection& connection, std::string_view sql,
                                                std::span<const std::string> ids);

}  // namespace gordion::storage
