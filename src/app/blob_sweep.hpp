// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <string_view>

#include "app/modules.hpp"
#include "storage/blob_sweep.hpp"

namespace gordion::app {

/// Name of the daily job; payload "{}".
inline constexpr std::string_view blob_sweep_job = "app.sweep_blobs";
/// So old is an orphan before the job removes it: longer than any upload and any look at a fault.
inline constexpr int blob_grace_days = 7;

/// All modules whose rows name blobs.
std::vector<storage::FindNamedBlobs> blob_namers();

/// The sweep of this Gordion's folder; returns how many orphans there were. Errors as
/// storage::sweep_blobs().
struct BlobSweepWish {
    int grace_days = blob_grace_days;
    storage::BlobSweep::Deed deed = storage::BlobSweep::Deed::Show;
    std::function<void(const storage::OrphanedBlob&)> take = {};
};
Result<std::uint64_t> sweep_blobs(Modules& in, BlobSweepWish wish);

/// One run per day, named after it, so that several nodes plan it once.
Result<void> plan_blob_sweep(Modules& in, Date day);
/// Removes what is old enough and plans the next day's run.
Result<void> run_blob_sweep(Modules& in);

}  // namespace gordion::app
