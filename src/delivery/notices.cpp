// SPDX-License-Identifier: EUPL-1.2
#include "delivery/notices.hpp"

#include "core/log.hpp"
#include "crypto/sealing.hpp"
#include "formats/json.hpp"

namespace gordion::delivery {
namespace {

using formats::Json;

// A mail server that refuses an address will refuse it again.
bool is_final(const Error& error) {
    return error.kind == ErrorKind::Invalid || error.kind == ErrorKind::NotFound;
}

}  // namespace

Notices::Notices(SubmissionStore& submissions, const crypto::MasterKey& master_key,
                 mail::MailSender& sender, NoticeWriter writer)
    : submissions_(&submissions),
      master_key_(&master_key),
      sender_(&sender),
      writer_(std::move(writer)) {}

Result<void> Notices::send_notice(const Scope& scope, const storage::Job& job) {
    const Json payload = TRY(formats::parse_json(job.payload));
    const auto reason = static_cast<NoticeReason>(payload.find("reason")->as_int());
    const Submission submission =
        TRY(submissions_->load_submission(scope, job.tenant, {payload.text_at("submission")}));
    const std::string sealed = TRY(submissions_->load_sealed_notify_address(scope, submission));
    if (sealed.empty()) {
        return {};
    }
    mail::Mail notice = writer_(submission, reason);
    notice.to =
        Sensitive(TRY(crypto::unseal(master_key_->key_for("notify"), sealed, submission.id.value)));
    return sender_->send(notice);
}

storage::JobVerdict Notices::send(const storage::Job& job) {
    const Scope scope{job.tenant, {"system"}, "delivery.notify", {}, false};
    const Result<void> sent = send_notice(scope, job);
    if (sent) {
        return {};
    }
    log(LogLevel::Warning, "delivery.notice_failed",
        {{"job", job.id}, {"code", sent.error().code}});
    return {is_final(sent.error()) ? storage::JobOutcome::GiveUp : storage::JobOutcome::Retry,
            sent.error().code};
}

Result<void> enqueue_notice(storage::Connection& connection, const Clock& clock, Random& random,
                            const Submission& submission, NoticeReason reason) {
    const Json payload = Json::object(
        {{"submission", submission.id.value}, {"reason", static_cast<std::int64_t>(reason)}});
    return storage::enqueue(
        connection, clock, random,
        {"", submission.tenant, "delivery.notify", formats::write_json(payload), clock.now(), 0});
}

}  // namespace gordion::delivery
