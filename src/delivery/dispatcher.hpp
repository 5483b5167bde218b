// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include "delivery/channels/channel.hpp"
#include "delivery/submission_store.hpp"
#include "storage/jobs.hpp"

namespace gordion::delivery {

/// Brings each submission to its destination, provably once: the job is written with the
/// submission, the channel is idempotent, and the event "forward-submission" can be appended only
/// once because the transition table allows it only from Submitted. Shared between threads.
class Dispatcher {
public:
    Dispatcher(storage::Database& database, const Clock& clock, Channels channels);

    /// The handler of "delivery.deliver" jobs.
    storage::JobVerdict deliver(const storage::Job& job);

private:
    Result<void> deliver_submission(const Scope& scope, const Submission& submission,
                                    const std::stop_token& lost);
    Result<void> note(const Scope& scope, const Submission& submission, EventKind kind,
                      Values details);

    storage::Database* database_;
    const Clock* clock_;
    Channels channels_;
};

}  // namespace gordion::delivery
