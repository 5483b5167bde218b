// SPDX-License-Identifier: EUPL-1.2
#include "app/contact_reminder.hpp"

#include "zustelldienst/test_post.hpp"

namespace gordion::app {
namespace {

using fitconnect::EventVerb;
using zustelldienst::Transmission;

class KeptMails final : public mail::MailSender {
public:
    Result<void> send(const mail::Mail& mail) override {
        if (fails_with) {
            return *fails_with;
        }
        sent.push_back(mail);
        return {};
    }
    std::vector<mail::Mail> sent;
    std::optional<Error> fails_with;
};

// The server is made before the mails that it shall send.
class Forwarding final : public zustelldienst::ContactReminder {
public:
    Result<void> remind(const zustelldienst::KnownDestination& destination,
                        const Transmission& waiting, int day) override {
        return to->remind(destination, waiting, day);
    }
    ContactMails* to = nullptr;
};

class ContactMailsTest : public zustelldienst::OnPost {
protected:
    void begin_reminding() {
        reminder = &forwarding;
        begin();
        mails = std::make_unique<ContactMails>(
            ContactMails::Parts{*database, clock, random, sender_of_mail, server->settings});
        forwarding.to = mails.get();
        runner = std::make_unique<storage::JobRunner>(*database, clock, random);
        mails->add_handler(*runner, server->destinations, [&](const Reminder& told) {
            reminders.push_back(told);
            return mail::Mail{{}, "Zustellpunkt", told.submission};
        });
    }
    void pass_days(int days) {
        constexpr std::int64_t day_ms = 24LL * 3600 * 1000;
        clock.advance_ms(days * day_ms);
        ASSERT_TRUE(post->periods.run());
        ASSERT_TRUE(runner->run_due());
    }
    void TearDown() override {
        runner.reset();
        zustelldienst::OnPost::TearDown();
    }

    Forwarding forwarding;
    KeptMails sender_of_mail;
    std::unique_ptr<ContactMails> mails;
    std::unique_ptr<storage::JobRunner> runner;
    std::vector<Reminder> reminders;
};
GORDION_ON_BOTH_DATABASES(ContactMailsTest);

TEST_P(ContactMailsTest, RemindsTheContactOnceForEachStep) {
    begin_reminding();
    const Transmission waiting = submitted();
    pass_days(2);
    EXPECT_TRUE(sender_of_mail.sent.empty());
    pass_days(1);
    ASSERT_EQ(sender_of_mail.sent.size(), 1U);
    EXPECT_EQ(sender_of_mail.sent.front().to.reveal(), "amt@example.org");
    EXPECT_EQ(reminders.front().submission, waiting.id);
    EXPECT_EQ(reminders.front().case_id, waiting.case_id);
    EXPECT_EQ(reminders.front().destination, destination);
    EXPECT_EQ(reminders.front().destination_name, "Steueramt");
    EXPECT_EQ(reminders.front().days, 3);
    EXPECT_EQ(reminders.front().rejected_on,
              waiting.submitted_at.plus_ms(14LL * 24 * 3600 * 1000).german_date());
    pass_days(1);
    EXPECT_EQ(sender_of_mail.sent.size(), 1U);
    // Another node that comes to the same step.
    const auto known = post->periods.run();
    ASSERT_TRUE(known);
    ASSERT_TRUE(mails->remind({zustelldienst::town, std::make_shared<fitconnect::Destination>()},
                              waiting, 9));
    ASSERT_TRUE(mails->remind({zustelldienst::town, std::make_shared<fitconnect::Destination>()},
                              waiting, 9));
    ASSERT_TRUE(runner->run_due());
    EXPECT_EQ(sender_of_mail.sent.size(), 2U);
    EXPECT_EQ(reminders.back().days, 9);
}

TEST_P(ContactMailsTest, DoesNotRemindOfWhatWasAnsweredMeanwhile) {
    begin_reminding();
    const Transmission made = submitted();
    constexpr std::int64_t day_ms = 24LL * 3600 * 1000;
    clock.advance_ms(3 * day_ms);
    ASSERT_TRUE(post->periods.run());
    ASSERT_TRUE(post_event(subscriber, answer(made, EventVerb::Accept)));
    ASSERT_TRUE(runner->run_due());
    EXPECT_TRUE(sender_of_mail.sent.empty());
}

TEST_P(ContactMailsTest, TriesAgainUntilTheMailServerTakesIt) {
    begin_reminding();
    submitted();
    sender_of_mail.fails_with = Error{ErrorKind::Unavailable, "mail.unavailable", "", {}, ""};
    pass_days(3);
    EXPECT_TRUE(sender_of_mail.sent.empty());
    sender_of_mail.fails_with.reset();
    pass_days(1);
    EXPECT_EQ(sender_of_mail.sent.size(), 1U);
    EXPECT_EQ(reminders.back().days, 3);
}

TEST_P(ContactMailsTest, GivesUpAnAddressThatTheMailServerRefuses) {
    begin_reminding();
    submitted();
    sender_of_mail.fails_with = Error{ErrorKind::Invalid, "mail.refused", "", {}, ""};
    pass_days(3);
    const auto failed = database
                            ->read(system_scope("test"),
                                   [&](storage::Connection& connection) {
                                       return storage::list_failed_jobs(connection, 10);
                                   })
                            .value();
    ASSERT_EQ(failed.size(), 1U);
    EXPECT_EQ(failed.front().error_code, "mail.refused");
}

}  // namespace
}  // namespace gordion::app
