// SPDX-License-Identifier: EUPL-1.2
#include "app/blob_sweep.hpp"

#include "core/log.hpp"
#include "delivery/blob_names.hpp"
#include "forms/blob_names.hpp"
#include "zustelldienst/transmission_store.hpp"

namespace gordion::app {
namespace {

constexpr std::int64_t ms_per_day = 24LL * 3600 * 1000;

}  // namespace

std::vector<storage::FindNamedBlobs> blob_namers() {
    return {forms::find_named_blobs, delivery::find_named_blobs, zustelldienst::find_named_blobs};
}

Result<std::uint64_t> sweep_blobs(Modules& in, BlobSweepWish wish) {
    return storage::sweep_blobs(*in.database,
                                {in.config.data_folder / "blobs", blob_namers(),
                                 wish.grace_days * ms_per_day, wish.deed, std::move(wish.take)},
                                in.clock.now());
}

Result<void> plan_blob_sweep(Modules& in, Date day) {
    return in.database->write(system_scope(blob_sweep_job), [&](storage::Connection& connection) {
        return storage::enqueue(connection, in.clock, in.random,
                                {std::string(blob_sweep_job) + "." + day.to_iso(),
                                 {"00"},
                                 std::string(blob_sweep_job),
                                 "{}",
                                 {day.days_since_epoch() * ms_per_day},
                                 0});
    });
}

Result<void> run_blob_sweep(Modules& in) {
    std::uint64_t bytes = 0;
    const std::uint64_t orphans =
        TRY(sweep_blobs(in, {blob_grace_days, storage::BlobSweep::Deed::Remove,
                             [&](const storage::OrphanedBlob& blob) { bytes += blob.bytes; }}));
    log(LogLevel::Info, "app.blobs_swept",
        {{"orphans", std::to_string(orphans)}, {"bytes", std::to_string(bytes)}});
    return plan_blob_sweep(in, in.clock.today().plus_days(1));
}

}  // namespace gordion::app
