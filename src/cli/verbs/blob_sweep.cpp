// SPDX-License-Identifier: EUPL-1.2
#include "app/blob_sweep.hpp"
#include "cli/verbs/number_option.hpp"
#include "cli/verbs/verbs.hpp"

namespace gordion::cli {
namespace {

Result<Exit> run(Call& call) {
    const auto in = TRY(call.open());
    app::BlobSweepWish wish;
    wish.grace_days = TRY(parse_number_option(call, "grace-days", {app::blob_grace_days}));
    wish.deed =
        call.has("remove") ? storage::BlobSweep::Deed::Remove : storage::BlobSweep::Deed::Show;
    std::uint64_t bytes = 0;
    wish.take = [&](const storage::OrphanedBlob& blob) {
        bytes += blob.bytes;
        call.out << blob.id << "  " << blob.written_at.to_iso() << "  " << blob.bytes << " bytes\n";
    };
    const char* deed = call.has("remove") ? " Removed.\n" : " Kept; --remove removes them.\n";
    const std::uint64_t orphans = TRY(app::sweep_blobs(*in, std::move(wish)));
    call.out << orphans << " blobs of " << bytes << " bytes are named by no row."
             << (orphans == 0 ? "\n" : deed);
    return Exit::Done;
}

}  // namespace

Verb blob_sweep_verb() {
    return {"blob sweep",
            "",
            0,
            0,
            "Show files of attachments that nothing names any more, or remove them",
            {{"grace-days", "so old they must be (default: 7, as the daily job has it)"},
             {"remove", "remove them now", true}},
            run};
}

}  // namespace gordion::cli
