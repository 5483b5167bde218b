// SPDX-License-Identifier: EUPL-1.2
#include "zustelldienst/test_post.hpp"

// What nobody finds, however he asks.
namespace gordion::zustelldienst {
namespace {

using fitconnect::ApiVersion;
using fitconnect::EventVerb;
using fitconnect::SubjectKind;

class FitPickingUpTest : public OnPost {
protected:
    Error attachment_error(const Caller& caller, const AttachmentKey& key) {
        return post->desk.find_attachment(caller, key, silent).error();
    }
};
GORDION_ON_BOTH_DATABASES(FitPickingUpTest);

TEST_P(FitPickingUpTest, FindsNoAttachmentThatIsNone) {
    begin();
    const AttachmentKey key{SubjectKind::Submission, announce({attachment_a}).id, attachment_a};
    ASSERT_TRUE(upload(sender, key, jwe_shaped("file")));
    // Uploaded, but not submitted yet.
    EXPECT_EQ(attachment_error(subscriber, key).code, "zustelldienst.submission_missing");
    ASSERT_TRUE(submit(sender, key.id));
    ASSERT_TRUE(post->desk.find_attachment(subscriber, key, silent));
    const Error missing = attachment_error(subscriber, {key.kind, key.id, attachment_b});
    EXPECT_EQ(missing.code, "zustelldienst.attachment_missing");
    EXPECT_EQ(missing.kind, ErrorKind::NotFound);
    EXPECT_EQ(missing.place, attachment_b);
    EXPECT_EQ(attachment_error(stranger, key).code, "zustelldienst.not_receiver");
    EXPECT_EQ(attachment_error(sender, key).code, "zustelldienst.not_receiver");
    EXPECT_EQ(attachment_error(subscriber, {SubjectKind::Reply, key.id, attachment_a}).code,
              "zustelldienst.reply_missing");
}

TEST_P(FitPickingUpTest, GivesNoAttachmentAfterTheAnswer) {
    begin();
    const Transmission made = announce({attachment_a});
    const AttachmentKey key{SubjectKind::Submission, made.id, attachment_a};
    ASSERT_TRUE(upload(sender, key, jwe_shaped("file")));
    ASSERT_TRUE(submit(sender, key.id));
    ASSERT_TRUE(post_event(subscriber, answer(made, EventVerb::Reject)));
    EXPECT_EQ(attachment_error(subscriber, key).code, "zustelldienst.submission_missing");
}

TEST_P(FitPickingUpTest, FindsNoReplyThatIsNone) {
    begin();
    const Transmission made = submitted();
    for (const std::string& id : {std::string(attachment_a), made.id}) {
        const Error missing = post->desk.fetch(sender, SubjectKind::Reply, id, silent).error();
        EXPECT_EQ(missing.code, "zustelldienst.reply_missing");
        EXPECT_EQ(missing.kind, ErrorKind::NotFound);
        EXPECT_EQ(post->desk.read_log(sender, SubjectKind::Reply, id, {}).error().code,
                  "zustelldienst.reply_missing");
    }
    clock.advance_ms(1'000);
    const Transmission reply =
        post->desk.announce_reply(subscriber, {ApiVersion::V2, made.case_id, {}}, silent).value();
    EXPECT_EQ(post->desk.fetch(sender, SubjectKind::Reply, reply.id, silent).error().code,
              "zustelldienst.reply_missing")
        << "announced, not submitted";
    EXPECT_EQ(submit(sender, attachment_a, "r", SubjectKind::Reply).error().code,
              "zustelldienst.reply_missing");
    ASSERT_TRUE(submit(subscriber, reply.id, "r", SubjectKind::Reply));
    EXPECT_EQ(post->desk.fetch(stranger, SubjectKind::Reply, reply.id, silent).error().code,
              "zustelldienst.not_receiver");
    EXPECT_TRUE(post->desk.fetch(sender, SubjectKind::Reply, reply.id, silent));
}

TEST_P(FitPickingUpTest, FindsNoLogThatIsNone) {
    begin();
    EXPECT_EQ(
        post->desk.read_log(subscriber, SubjectKind::Submission, attachment_a, {}).error().code,
        "zustelldienst.submission_missing");
    EXPECT_EQ(post->desk.read_case_log(subscriber, attachment_a, {}).error().code,
              "zustelldienst.case_missing");
}

}  // namespace
}  // namespace gordion::zustelldienst
