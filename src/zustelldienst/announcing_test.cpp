// SPDX-License-Identifier: EUPL-1.2
#include "zustelldienst/test_post.hpp"

// What is refused before anything is written; what is taken stands in transmission_desk_test.cpp.
namespace gordion::zustelldienst {
namespace {

using fitconnect::ApiVersion;
using fitconnect::DestinationStatus;

constexpr const char* unknown_id = "99999999-9999-4999-8999-999999999999";

class FitAnnouncingTest : public OnPost {
protected:
    Error refusal_of(const Announcement& wanted) {
        return post->desk.announce_submission(sender, wanted, silent).error();
    }
    Error refusal_of(const ReplyAnnouncement& wanted) {
        return post->desk.announce_reply(subscriber, wanted, silent).error();
    }
    std::int64_t stored() {
        const auto row = database->read(scope_of(town), [](storage::Connection& connection) {
            return connection.find_row("SELECT count(*) FROM fitconnect_transmissions");
        });
        return row.value()->integer(0);
    }
    std::vector<std::string> too_many() {
        std::vector<std::string> ids;
        for (std::size_t i = 0; i <= server->settings.attachments; ++i) {
            ids.push_back(make_uuid(clock, random));
        }
        return ids;
    }
};
GORDION_ON_BOTH_DATABASES(FitAnnouncingTest);

TEST_P(FitAnnouncingTest, KeepsACaseAtItsDestination) {
    begin();
    const Transmission first = submitted();
    const auto other = server->destinations.create_destination(
        scope_of(town), {some_destination(), std::nullopt, {}, ""}, {});
    Announcement wanted = announcement();
    wanted.destination_id = other.value().destination.id;
    wanted.case_id = first.case_id;
    const Error refused = refusal_of(wanted);
    EXPECT_EQ(refused.code, "zustelldienst.case_differs");
    EXPECT_EQ(refused.kind, ErrorKind::Invalid);
    EXPECT_EQ(refused.place, "caseId");
    EXPECT_EQ(stored(), 1);
    wanted.case_id.reset();
    EXPECT_TRUE(post->desk.announce_submission(sender, wanted, silent));
}

TEST_P(FitAnnouncingTest, TakesCallbackSecretsOf32To512Characters) {
    begin();
    Announcement wanted = announcement();
    for (const std::size_t length : {0U, 31U, 513U, 4'000U}) {
        wanted.callback = NewCallback{"https://hooks.example/hook", std::string(length, 's')};
        const Error refused = refusal_of(wanted);
        EXPECT_EQ(refused.code, "zustelldienst.callback_secret") << length;
        EXPECT_EQ(refused.place, "callback.secret");
    }
    EXPECT_EQ(stored(), 0);
    for (const std::size_t length : {32U, 512U}) {
        wanted.callback = NewCallback{"https://hooks.example/hook", std::string(length, 's')};
        EXPECT_TRUE(post->desk.announce_submission(sender, wanted, silent)) << length;
    }
}

TEST_P(FitAnnouncingTest, BringsNothingToADestinationThatIsNotActive) {
    begin();
    for (const DestinationStatus status : {DestinationStatus::Created, DestinationStatus::Inactive,
                                           DestinationStatus::Decommissioned}) {
        ASSERT_TRUE(server->destinations.change_destination(
            scope_of(town), destination, [&](DestinationChange& change) -> Result<void> {
                change.stored.destination.status = status;
                return {};
            }));
        const Error refused = refusal_of(announcement());
        EXPECT_EQ(refused.code, "zustelldienst.destination_state");
        EXPECT_EQ(refused.values, (Values{{"status", std::string(fitconnect::to_string(status))}}));
    }
    EXPECT_EQ(stored(), 0);
}

TEST_P(FitAnnouncingTest, BindsTheNumberOfAttachmentsOfSubmissionsAndReplies) {
    begin();
    const Transmission made = submitted();
    const std::vector<std::string> ids = too_many();
    for (const Error& refused :
         {refusal_of(announcement(ids)),
          refusal_of(ReplyAnnouncement{ApiVersion::V2, made.case_id, ids})}) {
        EXPECT_EQ(refused.code, "zustelldienst.attachments_many");
        EXPECT_EQ(refused.kind, ErrorKind::TooLarge);
        EXPECT_EQ(refused.values, (Values{{"most", "100"}}));
    }
    const std::vector<std::string> most(ids.begin(), ids.end() - 1);
    EXPECT_TRUE(post->desk.announce_submission(sender, announcement(most), silent));
    EXPECT_TRUE(
        post->desk.announce_reply(subscriber, {ApiVersion::V2, made.case_id, most}, silent));
}

TEST_P(FitAnnouncingTest, RepliesOnlyToWhatWasSubmitted) {
    begin();
    const Error unknown = refusal_of(ReplyAnnouncement{ApiVersion::V2, unknown_id, {}});
    EXPECT_EQ(unknown.code, "zustelldienst.case_missing");
    EXPECT_EQ(unknown.kind, ErrorKind::NotFound);
    // The receiver does not know of it yet.
    const Transmission incomplete = announce();
    EXPECT_EQ(refusal_of(ReplyAnnouncement{ApiVersion::V2, incomplete.case_id, {}}).code,
              "zustelldienst.case_missing");
    ASSERT_TRUE(submit(sender, incomplete.id));
    EXPECT_TRUE(
        post->desk.announce_reply(subscriber, {ApiVersion::V2, incomplete.case_id, {}}, silent));
}

}  // namespace
}  // namespace gordion::zustelldienst
