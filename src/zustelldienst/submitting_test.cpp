// SPDX-License-Identifier: EUPL-1.2
#include "zustelldienst/test_post.hpp"
#include "zustelldienst/transmission_store.hpp"

// Uploading and submitting what is too large, gone, or for somebody who is gone.
namespace gordion::zustelldienst {
namespace {

using fitconnect::SubjectKind;
using fitconnect::TransportState;

constexpr std::int64_t day_ms = 24LL * 3600 * 1000;

class FitSubmittingTest : public OnPost {
protected:
    // Without the door, which would not have let it in: as if something happened meanwhile.
    Result<void> name_blob(const AttachmentKey& key, const std::string& blob, std::int64_t bytes) {
        return post->desk.put_attachment(sender, key, {blob, bytes, "tag"}, silent);
    }
};
GORDION_ON_BOTH_DATABASES(FitSubmittingTest);

TEST_P(FitSubmittingTest, RefusesAnAttachmentThatIsTooLargeAlone) {
    const std::string most = jwe_shaped("file");
    Settings settings;
    settings.attachment_bytes = static_cast<std::int64_t>(most.size());
    begin(settings);
    const AttachmentKey key{SubjectKind::Submission, announce({attachment_a}).id, attachment_a};
    const std::string larger = jwe_shaped("files");
    ASSERT_GT(larger.size(), most.size());
    const Error refused = upload(sender, key, larger).error();
    EXPECT_EQ(refused.code, "zustelldienst.transmission_too_large");
    EXPECT_EQ(refused.kind, ErrorKind::TooLarge);
    EXPECT_EQ(refused.values, (Values{{"most", std::to_string(most.size())}}));
    const std::string blob = blobs.put(larger).value();
    EXPECT_FALSE(name_blob(key, blob, settings.attachment_bytes + 1));
    EXPECT_EQ(blobs.load(blob).error().code, "storage.blob_missing");
    EXPECT_EQ(submit(sender, key.id).error().code, "zustelldienst.attachments_incomplete");
    EXPECT_TRUE(upload(sender, key, most));
    EXPECT_TRUE(submit(sender, key.id));
}

TEST_P(FitSubmittingTest, CountsMetadataAndDataAsWellAsAttachments) {
    const auto bytes = [](const std::string& mark) {
        return static_cast<std::int64_t>(jwe_shaped(mark).size());
    };
    Settings settings;
    settings.submission_bytes = bytes("file") + bytes("ma") + bytes("da");
    begin(settings);
    const AttachmentKey key{SubjectKind::Submission, announce({attachment_a}).id, attachment_a};
    ASSERT_TRUE(upload(sender, key, jwe_shaped("file")));
    const Error refused = submit(sender, key.id, "aaaa").error();
    EXPECT_EQ(refused.code, "zustelldienst.transmission_too_large");
    EXPECT_EQ(refused.kind, ErrorKind::TooLarge);
    EXPECT_EQ(refused.values, (Values{{"most", std::to_string(settings.submission_bytes)}}));
    EXPECT_TRUE(submit(sender, key.id));
}

TEST_P(FitSubmittingTest, CountsMetadataAndDataWhereThereIsNothingElse) {
    Settings settings;
    settings.submission_bytes = static_cast<std::int64_t>(jwe_shaped("ma").size() * 2) - 1;
    begin(settings);
    EXPECT_EQ(submit(sender, announce().id).error().code, "zustelldienst.transmission_too_large");
}

TEST_P(FitSubmittingTest, TakesNoUploadForWhatWasDeleted) {
    begin();
    const AttachmentKey key{SubjectKind::Submission, announce({attachment_a}).id, attachment_a};
    ASSERT_TRUE(post->desk.admit_attachment(sender, key, silent));
    const std::string blob = blobs.put(jwe_shaped("late")).value();
    clock.advance_ms(day_ms);
    ASSERT_TRUE(post->periods.run());
    EXPECT_EQ(post->desk.admit_attachment(sender, key, silent).error().code,
              "zustelldienst.submission_missing");
    const Error late = name_blob(key, blob, 100).error();
    EXPECT_EQ(late.code, "zustelldienst.submission_missing");
    EXPECT_EQ(late.kind, ErrorKind::NotFound);
    EXPECT_EQ(blobs.load(blob).error().code, "storage.blob_missing");
    const AttachmentKey never{SubjectKind::Reply, key.id, attachment_a};
    EXPECT_EQ(post->desk.admit_attachment(sender, never, silent).error().code,
              "zustelldienst.reply_missing");
}

TEST_P(FitSubmittingTest, TakesNoUploadForWhatWasSubmittedMeanwhile) {
    begin();
    const AttachmentKey key{SubjectKind::Submission, announce({attachment_a}).id, attachment_a};
    ASSERT_TRUE(upload(sender, key, jwe_shaped("first")));
    ASSERT_TRUE(post->desk.admit_attachment(sender, key, silent));
    ASSERT_TRUE(submit(sender, key.id));
    const std::string blob = blobs.put(jwe_shaped("second")).value();
    EXPECT_EQ(name_blob(key, blob, 100).error().code, "zustelldienst.state_invalid");
    EXPECT_EQ(blobs.load(blob).error().code, "storage.blob_missing");
    const auto kept = post->desk.find_attachment(subscriber, key, silent).value();
    EXPECT_EQ(blobs.load(kept.blob_id).value(), jwe_shaped("first"));
}

TEST_P(FitSubmittingTest, NamesTheBlobsOfItsAttachmentsUntilTheyAreDeleted) {
    begin();
    const AttachmentKey key{SubjectKind::Submission, announce({attachment_a}).id, attachment_a};
    const std::string first = blobs.put(jwe_shaped("first")).value();
    const std::string second = blobs.put(jwe_shaped("second")).value();
    const std::vector<std::string> asked{first, second, std::string(32, '0')};
    const auto named = [&] {
        return database
            ->read(system_scope("test"),
                   [&](storage::Connection& connection) {
                       return find_named_blobs(connection, asked);
                   })
            .value();
    };
    ASSERT_TRUE(name_blob(key, first, 100));
    EXPECT_EQ(named(), std::vector<std::string>{first});
    ASSERT_TRUE(name_blob(key, second, 100));
    EXPECT_EQ(named(), std::vector<std::string>{second});
    EXPECT_EQ(blobs.load(first).error().code, "storage.blob_missing");
    clock.advance_ms(day_ms);
    ASSERT_TRUE(post->periods.run());
    EXPECT_EQ(named(), std::vector<std::string>{});
}

TEST_P(FitSubmittingTest, SubmitsNothingToADestinationThatIsGone) {
    begin();
    const Transmission made = announce();
    begin_again();
    ASSERT_TRUE(server->destinations.remove_destination(
        scope_of(town), destination, [](DestinationChange&) { return Result<void>(); }));
    EXPECT_EQ(submit(sender, made.id).error().code, "zustelldienst.destination_missing");
    const auto found = database->read(scope_of(town), [&](storage::Connection& connection) {
        return find_transmission(connection, SubjectKind::Submission, made.id);
    });
    EXPECT_EQ(found.value()->state, TransportState::Incomplete);
    EXPECT_EQ(verbs_of_case(made.case_id), Verbs{"create-submission"});
}

TEST_P(FitSubmittingTest, AsksAgainForADestinationThatItForgot) {
    begin();
    const Transmission made = announce();
    begin_again();
    EXPECT_TRUE(submit(sender, made.id));
    const Transmission second = announce();
    clock.advance_ms(server->settings.cache_seconds * 1'000 + 1);
    EXPECT_TRUE(submit(sender, second.id));
    EXPECT_EQ(verbs_of_case(second.case_id).size(), 3U);
}

}  // namespace
}  // namespace gordion::zustelldienst
