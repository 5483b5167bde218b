// SPDX-License-Identifier: EUPL-1.2
#include "delivery/dispatcher.hpp"

#include "core/limits.hpp"
#include "core/log.hpp"
#include "formats/json.hpp"

namespace gordion::delivery {
namespace {

// What the receiver refuses for good; everything else may pass with time.
bool is_final(const Error& error) {
    return error.kind == ErrorKind::Invalid || error.kind == ErrorKind::Unsupported ||
           error.kind == ErrorKind::NotFound;
}

}  // namespace

Dispatcher::Dispatcher(storage::Database& database, const Clock& clock, Channels channels)
    : database_(&database), clock_(&clock), channels_(std::move(channels)) {}

Result<void> Dispatcher::note(const Scope& scope, const Submission& submission, EventKind kind,
                              Values details) {
    TRY(database_->write(scope, [&](storage::Connection& connection) {
        return append_event(connection, submission, {0, kind, clock_->now(), details});
    }));
    return {};
}

Result<void> Dispatcher::deliver_submission(const Scope& scope, const Submission& submission,
                                            const std::stop_token& lost) {
    const auto channel = std::find_if(
        channels_.begin(), channels_.end(),
        [&](const std::unique_ptr<Channel>& known) { return known->name() == submission.channel; });
    if (channel == channels_.end()) {
        return Error{ErrorKind::Unsupported,
                     "delivery.channel_unknown",
                     "",
                     {{"channel", submission.channel}},
                     "No such channel is built in."};
    }
    TRY((*channel)->deliver(submission, lost));
    return note(scope, submission, EventKind::Forwarded, {{"channel", submission.channel}});
}

storage::JobVerdict Dispatcher::deliver(const storage::Job& job) {
    const Scope scope{job.tenant, {"system"}, "delivery.deliver", {}, false};
    const auto payload = formats::parse_json(job.payload);
    VERIFY(payload.has_value(), "the payload was written by HandoverDesk");
    SubmissionStore store(*database_, *clock_);
    const auto submission =
        store.load_submission(scope, job.tenant, {payload.value().text_at("submission")});
    if (!submission) {
        return {storage::JobOutcome::GiveUp, submission.error().code};
    }
    if (submission.value().state != SubmissionState::Submitted) {
        return {};
    }
    const Result<void> outcome = deliver_submission(scope, submission.value(), job.lease_lost);
    if (outcome) {
        return {};
    }
    const Error& error = outcome.error();
    log(LogLevel::Warning, "delivery.failed",
        {{"submission", submission.value().id.value}, {"code", error.code}});
    // Whoever has the job now says what became of it.
    if (job.lease_lost.stop_requested() || error.code == "delivery.transfer_elsewhere") {
        return {storage::JobOutcome::Retry, error.code};
    }
    const bool give_up = is_final(error) || job.attempts >= limits::job_attempts;
    const Result<void> noted =
        note(scope, submission.value(), give_up ? EventKind::Rejected : EventKind::Delayed,
             {{"code", error.code}});
    if (!noted) {
        return {storage::JobOutcome::Retry, noted.error().code};
    }
    return {give_up ? storage::JobOutcome::GiveUp : storage::JobOutcome::Retry, error.code};
}

}  // namespace gordion::delivery
