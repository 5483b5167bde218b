// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <functional>

#include "crypto/master_key.hpp"
#include "delivery/submission_store.hpp"
#include "mail/mail.hpp"
#include "storage/jobs.hpp"

namespace gordion::delivery {

/// Why somebody gets a notice; the text never says more than that there is something new.
enum class NoticeReason { Submitted, QuestionAsked, BescheidIssued };

/// Subject and text of a notice. Given by the door that knows languages and URLs.
using NoticeWriter = std::function<mail::Mail(const Submission&, NoticeReason)>;

/// E-mails to citizens who gave an address. The address lies sealed under the master key and is
/// opened only for sending. Shared between threads.
class Notices {
public:
    Notices(SubmissionStore& submissions, const crypto::MasterKey& master_key,
            mail::MailSender& sender, NoticeWriter writer);

    /// The handler of "delivery.notify" jobs.
    storage::JobVerdict send(const storage::Job& job);

private:
    Result<void> send_notice(const Scope& scope, const storage::Job& job);

    SubmissionStore* submissions_;
    const crypto::MasterKey* master_key_;
    mail::MailSender* sender_;
    NoticeWriter writer_;
};

/// Inside the caller's transaction. Costs one job even where no address was given: whether there is
/// one is nobody's business but the sender's.
Result<void> enqueue_notice(storage::Connection& connection, const Clock& clock, Random& random,
                            const Submission& submission, NoticeReason reason);

}  // namespace gordion::delivery
