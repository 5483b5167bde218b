// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <functional>
#include <string>

#include "delivery/notices.hpp"
#include "mail/mail.hpp"
#include "storage/jobs.hpp"
#include "zustelldienst/destination_store.hpp"
#include "zustelldienst/periods.hpp"

namespace gordion::app {

/// What the contact of a destination is reminded of. Ids and days, nothing of the matter.
struct Reminder {
    std::string destination;  ///< UUID
    std::string destination_name;
    std::string submission;
    std::string case_id;
    int days = 0;      ///< that it has been waiting
    Date rejected_on;  ///< if nobody answers
};

/// Who words mails: web, which has the texts.
struct MailWriters {
    delivery::NoticeWriter notice;
    std::function<mail::Mail(const Reminder&)> reminder;
};

/// Reminds the contact of a destination of this delivery server by mail of what nobody has answered
/// (domain/fitconnect.md, section 4: on day 3 and day 9). Each step is a job that is named after
/// it, so that it is mailed once, and again only if the mail server did not take it. What was
/// answered meanwhile is not reminded of; replies wait for senders, who have no contact here.
class ContactMails final : public zustelldienst::ContactReminder {
public:
    struct Parts {
        storage::Database& database;
        const Clock& clock;
        Random& random;
        mail::MailSender& sender;
        const zustelldienst::Settings& settings;
    };
    explicit ContactMails(Parts parts) : parts_(parts) {}

    Result<void> remind(const zustelldienst::KnownDestination& destination,
                        const zustelldienst::Transmission& waiting, int day) override;
    /// `destinations` and this outlive the runner.
    void add_handler(storage::JobRunner& jobs, zustelldienst::DestinationStore& destinations,
                     std::function<mail::Mail(const Reminder&)> writer);

private:
    Result<void> send(const storage::Job& job, zustelldienst::DestinationStore& destinations,
                      const std::function<mail::Mail(const Reminder&)>& writer);

    Parts parts_;
};

}  // namespace gordion::app
