// SPDX-License-Identifier: EUPL-1.2
#include "zustelldienst/periods.hpp"

#include "zustelldienst/test_post.hpp"
#include "zustelldienst/transmission_store.hpp"

namespace gordion::zustelldienst {
namespace {

using fitconnect::EventVerb;
using fitconnect::SubjectKind;
using fitconnect::TransportState;

class CountedReminders final : public ContactReminder {
public:
    Result<void> remind(const KnownDestination&, const Transmission&, int day) override {
        days.push_back(day);
        return {};
    }
    std::vector<int> days;
};

class FitPeriodsTest : public OnPost {
protected:
    void pass_days(int days) {
        constexpr std::int64_t ms_per_day = 24LL * 3600 * 1000;
        clock.advance_ms(days * ms_per_day);
        ASSERT_TRUE(post->periods.run());
    }
    std::optional<Transmission> find(const std::string& id) {
        return database
            ->read(system_scope("test"),
                   [&](storage::Connection& connection) {
                       return find_transmission(connection, SubjectKind::Submission, id);
                   })
            .value();
    }
};
GORDION_ON_BOTH_DATABASES(FitPeriodsTest);

TEST_P(FitPeriodsTest, DeletesAfterADayWhatStaysIncomplete) {
    begin();
    const Transmission made = announce({attachment_a});
    const AttachmentKey key{SubjectKind::Submission, made.id, attachment_a};
    const std::string blob = blobs.put(jwe_shaped()).value();
    ASSERT_TRUE(post->desk.put_attachment(sender, key, {blob, 10, "t"}, silent));
    clock.advance_ms(24LL * 3600 * 1000 - 1);
    ASSERT_TRUE(post->periods.run());
    EXPECT_EQ(find(made.id)->state, TransportState::Incomplete);
    clock.advance_ms(1);
    ASSERT_TRUE(post->periods.run());
    EXPECT_EQ(find(made.id)->state, TransportState::Deleted);
    EXPECT_EQ(blobs.load(blob).error().code, "storage.blob_missing");
    EXPECT_EQ(verbs_of_case(made.case_id), (Verbs{"create-submission", "delete-submission"}));
    EXPECT_EQ(submit(sender, made.id).error().code, "zustelldienst.submission_missing");
}

TEST_P(FitPeriodsTest, HasDaysAsLongAsTheSettingsSay) {
    Settings settings;
    settings.day_seconds = 2;
    begin(settings);
    const Transmission made = announce();
    const Transmission other = submitted();
    clock.advance_ms(2 * 1000);
    ASSERT_TRUE(post->periods.run());
    EXPECT_EQ(find(made.id)->state, TransportState::Deleted);
    clock.advance_ms(12 * 2 * 1000);
    ASSERT_TRUE(post->periods.run());
    EXPECT_EQ(find(other.id)->state, TransportState::Submitted);
    clock.advance_ms(2 * 1000);
    ASSERT_TRUE(post->periods.run());
    EXPECT_EQ(find(other.id)->state, TransportState::Rejected) << "on day 14";
    EXPECT_EQ(post->periods_every_ms, 1000);
}

TEST_P(FitPeriodsTest, RemindsRejectsAndDeletesWhatNobodyAnswers) {
    CountedReminders counted;
    reminder = &counted;
    begin();
    const Transmission made = submitted();
    pass_days(2);
    EXPECT_TRUE(counted.days.empty());
    pass_days(1);
    pass_days(1);
    EXPECT_EQ(counted.days, std::vector<int>{3});
    pass_days(5);
    EXPECT_EQ(counted.days, (std::vector<int>{3, 9}));
    pass_days(5);
    EXPECT_EQ(find(made.id)->state, TransportState::Rejected);
    EXPECT_EQ(post_event(subscriber, answer(made, EventVerb::Accept)).error().code,
              "zustelldienst.event_state");
    pass_days(6);
    EXPECT_EQ(find(made.id)->state, TransportState::Rejected);
    pass_days(1);
    EXPECT_EQ(find(made.id)->state, TransportState::Deleted);
    EXPECT_EQ(verbs_of_case(made.case_id),
              (Verbs{"create-submission", "submit-submission", "notify-submission",
                     "reject-submission", "delete-submission"}));
    const auto content = database->read(system_scope("test"), [&](storage::Connection& connection) {
        return find_content(connection, made);
    });
    EXPECT_FALSE(content.value().has_value());
}

TEST_P(FitPeriodsTest, DoesNotRejectTwiceWhatALateNodeFinds) {
    begin();
    const Transmission made = submitted();
    pass_days(100);
    pass_days(100);
    EXPECT_EQ(find(made.id)->state, TransportState::Deleted);
    EXPECT_EQ(verbs_of_case(made.case_id).size(), 5U);
}

TEST_P(FitPeriodsTest, DeletesAWeekAfterAnAnswerAndTheLogAfterTwoYears) {
    begin();
    const Transmission made = submitted();
    pass_days(1);
    ASSERT_TRUE(post_event(subscriber, answer(made, EventVerb::Accept)));
    pass_days(6);
    EXPECT_EQ(find(made.id)->state, TransportState::Accepted);
    pass_days(1);
    EXPECT_EQ(find(made.id)->state, TransportState::Deleted);
    pass_days(729);
    EXPECT_EQ(verbs_of_case(made.case_id).size(), 5U);
    pass_days(1);
    EXPECT_FALSE(find(made.id).has_value());
    EXPECT_EQ(post->desk.read_case_log(sender, made.case_id, {}).error().code,
              "zustelldienst.case_missing");
}

TEST_P(FitPeriodsTest, KeepsTheLogWhileItsCaseGoesOn) {
    begin();
    const Transmission first = submitted();
    pass_days(14);
    pass_days(7);
    EXPECT_EQ(find(first.id)->state, TransportState::Deleted);
    pass_days(379);
    Announcement second = announcement();
    second.case_id = first.case_id;
    ASSERT_TRUE(post->desk.announce_submission(sender, second, silent));
    pass_days(1);
    pass_days(729);
    EXPECT_TRUE(find(first.id).has_value());
    pass_days(1);
    EXPECT_FALSE(find(first.id).has_value());
}

TEST_P(FitPeriodsTest, RunsAsAJobThatPlansTheNext) {
    begin();
    const Transmission made = announce();
    storage::JobRunner runner(*database, clock, random);
    post->add_handlers(runner);
    ASSERT_TRUE(post->plan_periods());
    ASSERT_TRUE(post->plan_periods());
    EXPECT_EQ(runner.run_due().value(), 1);
    EXPECT_EQ(runner.run_due().value(), 0);
    clock.advance_ms(25LL * 3600 * 1000);
    EXPECT_GE(runner.run_due().value(), 1);
    EXPECT_EQ(find(made.id)->state, TransportState::Deleted);
}

}  // namespace
}  // namespace gordion::zustelldienst
