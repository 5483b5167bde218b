// SPDX-License-Identifier: EUPL-1.2
#include "zustelldienst/transmission_desk.hpp"

#include <algorithm>

#include "zustelldienst/test_post.hpp"
#include "zustelldienst/transmission_store.hpp"

namespace gordion::zustelldienst {
namespace {

using fitconnect::ApiVersion;
using fitconnect::SubjectKind;
using fitconnect::TransportState;

class FitTransmissionDeskTest : public OnPost {
protected:
    void check_refused(const Announcement& wanted, const std::string& code) {
        const auto made = post->desk.announce_submission(sender, wanted, silent);
        ASSERT_FALSE(made.has_value()) << code;
        EXPECT_EQ(made.error().code, code);
    }
    std::string fetch_error(const Caller& caller, const std::string& id) {
        const auto parcel = post->desk.fetch(caller, SubjectKind::Submission, id, silent);
        return parcel.has_value() ? "" : parcel.error().code;
    }
    std::string submit_error(const Caller& caller, const ContentToSubmit& wanted) {
        const auto parcel = post->desk.submit(caller, wanted, silent);
        return parcel.has_value() ? "" : parcel.error().code;
    }
};
GORDION_ON_BOTH_DATABASES(FitTransmissionDeskTest);

TEST_P(FitTransmissionDeskTest, BringsASubmissionFromSenderToSubscriber) {
    begin();
    const Transmission made = announce({attachment_a});
    const AttachmentKey key{SubjectKind::Submission, made.id, attachment_a};
    ASSERT_TRUE(upload(sender, key, jwe_shaped("file")));
    const Parcel sent = submit(sender, made.id).value();
    EXPECT_EQ(sent.transmission.state, TransportState::Submitted);
    EXPECT_EQ(sent.attachments, std::vector<std::string>{attachment_a});

    const auto waiting = post->desk.list_submissions(subscriber, {}, {}).value();
    EXPECT_EQ(waiting.total, 1);
    EXPECT_EQ(waiting.items, (std::vector<Waiting>{{destination, made.id, made.case_id}}));
    const Parcel fetched =
        post->desk.fetch(subscriber, SubjectKind::Submission, made.id, silent).value();
    EXPECT_EQ(fetched.content, (Content{jwe_shaped("ma"), jwe_shaped("da")}));
    EXPECT_EQ(fetched.transmission.service, (ServiceName{dog_tax, "Hundesteuer", ""}));
    const auto attachment = post->desk.find_attachment(subscriber, key, silent).value();
    EXPECT_EQ(blobs.load(attachment.blob_id).value(), jwe_shaped("file"));

    EXPECT_EQ(verbs_of_case(made.case_id),
              (Verbs{"create-submission", "submit-submission", "notify-submission"}));
}

TEST_P(FitTransmissionDeskTest, PublishesTheTagsOfWhatItStored) {
    begin();
    const Transmission made = announce({attachment_a});
    ASSERT_TRUE(upload(sender, {SubjectKind::Submission, made.id, attachment_a}, jwe_shaped("x")));
    ASSERT_TRUE(submit(sender, made.id));
    const auto log = post->desk.read_log(sender, SubjectKind::Submission, made.id, {}).value();
    ASSERT_EQ(log.tokens.size(), 3U);
    const auto event =
        fitconnect::verify_event(log.tokens[1], crypto::test_rsa_2048().public_key()).value();
    EXPECT_EQ(event.issuer, server->settings.issuer());
    EXPECT_EQ(event.tags->metadata, fitconnect::authentication_tag(jwe_shaped("ma")).value());
    EXPECT_EQ(*event.tags->data, fitconnect::authentication_tag(jwe_shaped("da")).value());
    EXPECT_EQ(event.tags->attachments.at(attachment_a),
              fitconnect::authentication_tag(jwe_shaped("x")).value());
}

TEST_P(FitTransmissionDeskTest, RefusesWhatADestinationDoesNotTake) {
    begin();
    Announcement wanted = announcement();
    wanted.destination_id = "99999999-9999-4999-8999-999999999999";
    check_refused(wanted, "zustelldienst.destination_missing");
    wanted = announcement();
    wanted.service.identifier = "urn:de:fim:leika:leistung:99000000000000";
    check_refused(wanted, "zustelldienst.service_not_offered");
    wanted = announcement();
    wanted.case_id = "99999999-9999-4999-8999-999999999999";
    check_refused(wanted, "zustelldienst.case_missing");
    wanted = announcement();
    wanted.callback = NewCallback{"https://10.0.0.1/hook", std::string(32, 's')};
    check_refused(wanted, "zustelldienst.callback_url");
    wanted.callback = NewCallback{"https://hooks.example/hook", "short"};
    check_refused(wanted, "zustelldienst.callback_secret");
    wanted = announcement();
    for (int i = 0; i < 101; ++i) {
        wanted.attachments.push_back(make_uuid(clock, random));
    }
    check_refused(wanted, "zustelldienst.attachments_many");
    ASSERT_TRUE(server->destinations.change_destination(
        scope_of(town), destination, [](DestinationChange& change) -> Result<void> {
            change.stored.destination.status = fitconnect::DestinationStatus::Inactive;
            return {};
        }));
    check_refused(announcement(), "zustelldienst.destination_state");
}

TEST_P(FitTransmissionDeskTest, LetsOnlySendWhoMay) {
    begin();
    const auto refused = post->desk.announce_submission(subscriber, announcement(), silent);
    EXPECT_EQ(refused.error().code, "zustelldienst.may_not_send");
    const Caller northern = caller_of("n", {{{"DE01", dog_tax}}, {}, {}, false});
    EXPECT_TRUE(post->desk.announce_submission(northern, announcement(), silent));
    Announcement elsewhere = announcement();
    elsewhere.region = "DE02";
    EXPECT_EQ(post->desk.announce_submission(northern, elsewhere, silent).error().code,
              "zustelldienst.may_not_send");
}

TEST_P(FitTransmissionDeskTest, ChecksTheRegionBehindItsSwitch) {
    Settings settings;
    settings.check_region = true;
    begin(settings);
    Announcement elsewhere = announcement();
    elsewhere.region = "DE02";
    check_refused(elsewhere, "zustelldienst.region_not_offered");
    elsewhere.region = "DE010545459";
    EXPECT_TRUE(post->desk.announce_submission(sender, elsewhere, silent));
}

TEST_P(FitTransmissionDeskTest, TakesAnAttachmentNamedTwiceAsOne) {
    begin();
    const Transmission made = announce({attachment_a, attachment_a});
    EXPECT_EQ(made.announced, std::vector<std::string>{attachment_a});
    ASSERT_TRUE(upload(sender, {SubjectKind::Submission, made.id, attachment_a}, jwe_shaped()));
    EXPECT_TRUE(submit(sender, made.id));
}

// Senders choose the ids of attachments, so two of them may choose the same.
TEST_P(FitTransmissionDeskTest, KeepsAttachmentsOfOneIdApartBySubmission) {
    begin();
    const Transmission mine = announce({attachment_a});
    const Transmission theirs =
        post->desk.announce_submission(other_sender, announcement({attachment_a}), silent).value();
    const auto key = [&](const Transmission& of) {
        return AttachmentKey{SubjectKind::Submission, of.id, attachment_a};
    };
    EXPECT_EQ(upload(sender, key(theirs), jwe_shaped("forged")).error().code,
              "zustelldienst.not_author");
    ASSERT_TRUE(upload(sender, key(mine), jwe_shaped("mine")));
    ASSERT_TRUE(upload(other_sender, key(theirs), jwe_shaped("theirs")));
    ASSERT_TRUE(submit(sender, mine.id));
    ASSERT_TRUE(submit(other_sender, theirs.id));
    const auto fetched = [&](const Transmission& of) {
        const auto stored = post->desk.find_attachment(subscriber, key(of), silent).value();
        return blobs.load(stored.blob_id).value();
    };
    EXPECT_EQ(fetched(mine), jwe_shaped("mine"));
    EXPECT_EQ(fetched(theirs), jwe_shaped("theirs"));
}

TEST_P(FitTransmissionDeskTest, OverwritesAttachmentsUntilItIsSubmitted) {
    begin();
    const Transmission made = announce({attachment_a});
    const AttachmentKey key{SubjectKind::Submission, made.id, attachment_a};
    ASSERT_TRUE(upload(sender, key, jwe_shaped("one")));
    ASSERT_TRUE(upload(sender, key, jwe_shaped("two")));
    ASSERT_TRUE(submit(sender, made.id));
    EXPECT_EQ(upload(sender, key, jwe_shaped("three")).error().code, "zustelldienst.state_invalid");
    const auto stored = post->desk.find_attachment(subscriber, key, silent).value();
    EXPECT_EQ(blobs.load(stored.blob_id).value(), jwe_shaped("two"));
}

TEST_P(FitTransmissionDeskTest, RefusesAttachmentsThatNobodyAnnouncedOrThatAreTooLarge) {
    Settings settings;
    settings.submission_bytes = 4'000;
    begin(settings);
    const std::string file = jwe_shaped(std::string(1'000, 'x'));
    const Transmission made = announce({attachment_a, attachment_b});
    const auto key = [&](const char* id) {
        return AttachmentKey{SubjectKind::Submission, made.id, id};
    };
    EXPECT_EQ(
        upload(sender, key("33333333-3333-4333-8333-333333333333"), jwe_shaped()).error().code,
        "zustelldienst.attachment_not_announced");
    EXPECT_EQ(upload(other_sender, key(attachment_a), jwe_shaped()).error().code,
              "zustelldienst.not_author");
    ASSERT_TRUE(upload(sender, key(attachment_a), file));
    EXPECT_EQ(upload(sender, key(attachment_b), file).error().code,
              "zustelldienst.transmission_too_large");
    EXPECT_EQ(submit(sender, made.id).error().code, "zustelldienst.attachments_incomplete");
    EXPECT_EQ(submit(sender, made.id).error().values, (Values{{"ids", attachment_b}}));
}

TEST_P(FitTransmissionDeskTest, IsStrictInV2AndLenientInV1) {
    begin();
    const std::string bare = R"({"alg":"RSA-OAEP-256","enc":"A256GCM"})";
    const std::string zipped = R"({"alg":"RSA-OAEP-256","enc":"A256GCM","zip":"DEF"})";
    const std::string id = announce().id;
    const auto error = [&](ApiVersion version, Content content) {
        return submit_error(sender, {SubjectKind::Submission, version, id, std::move(content)});
    };
    const Content without_data{jwe_shaped(), std::nullopt};
    EXPECT_EQ(error(ApiVersion::V2, without_data), "zustelldienst.data_missing");
    EXPECT_EQ(error(ApiVersion::V2, {jwe_shaped(), jwe_shaped("d", bare)}),
              "zustelldienst.jwe_content_type");
    EXPECT_EQ(error(ApiVersion::V2, {jwe_shaped("m", zipped), jwe_shaped()}),
              "zustelldienst.jwe_compressed");
    EXPECT_EQ(error(ApiVersion::V2, {"a.b.c", jwe_shaped()}), "zustelldienst.jwe_invalid");
    EXPECT_EQ(error(ApiVersion::V1, {jwe_shaped("m", zipped), std::nullopt}), "");
}

TEST_P(FitTransmissionDeskTest, TakesTheSameSubmitTwiceAndNoOther) {
    begin();
    const Transmission made = announce();
    ASSERT_TRUE(submit(sender, made.id));
    EXPECT_TRUE(submit(sender, made.id));
    EXPECT_EQ(submit(sender, made.id, "b").error().code, "zustelldienst.state_invalid");
    EXPECT_EQ(submit(other_sender, made.id).error().code, "zustelldienst.not_author");
    EXPECT_EQ(verbs_of_case(made.case_id).size(), 3U);
    EXPECT_EQ(submit(sender, "99999999-9999-4999-8999-999999999999").error().code,
              "zustelldienst.submission_missing");
}

TEST_P(FitTransmissionDeskTest, SubmitsAlikeWhatItRemembersAndWhatItReads) {
    begin();
    const Transmission remembered = announce();
    const Parcel first = submit(sender, remembered.id).value();
    const Transmission forgotten = announce();
    begin_again();
    const Parcel second = submit(sender, forgotten.id).value();
    Transmission expected = first.transmission;
    expected.id = second.transmission.id;
    expected.case_id = second.transmission.case_id;
    expected.created_at = second.transmission.created_at;
    expected.submitted_at = second.transmission.submitted_at;
    expected.changed_at = second.transmission.changed_at;
    expected.due_at = second.transmission.due_at;
    EXPECT_EQ(second.transmission, expected);
    EXPECT_EQ(verbs_of_case(remembered.case_id), verbs_of_case(forgotten.case_id));
    for (const Parcel& parcel : {first, second}) {
        const Transmission& of = parcel.transmission;
        const auto stored = database->read(system_scope("test"), [&](storage::Connection& c) {
            return find_transmission(c, of.kind, of.id);
        });
        EXPECT_EQ(stored.value(), of) << "what was answered is what is kept";
    }
}

TEST_P(FitTransmissionDeskTest, RemembersForItsAuthorOnly) {
    begin();
    const Transmission made = announce();
    EXPECT_EQ(submit(other_sender, made.id).error().code, "zustelldienst.not_author");
    EXPECT_EQ(submit(sender, made.id, "a", fitconnect::SubjectKind::Reply).error().code,
              "zustelldienst.reply_missing");
    EXPECT_TRUE(submit(sender, made.id));
}

TEST_P(FitTransmissionDeskTest, BelievesTheRowAndNotWhatItRemembers) {
    begin();
    const Transmission made = announce();
    const auto changed = database->write(system_scope("test"), [&](storage::Connection& c) {
        return change_state(c, made,
                            {fitconnect::TransportState::Incomplete,
                             fitconnect::TransportState::Deleted, clock.now(), clock.now()});
    });
    ASSERT_TRUE(changed.value());
    EXPECT_EQ(submit(sender, made.id).error().code, "zustelldienst.submission_missing");
    EXPECT_EQ(verbs_of_case(made.case_id).size(), 1U);
}

TEST_P(FitTransmissionDeskTest, HidesWhatIsNotToBeFetched) {
    begin();
    const Transmission incomplete = announce();
    EXPECT_EQ(fetch_error(subscriber, incomplete.id), "zustelldienst.submission_missing");
    const Transmission made = submitted();
    EXPECT_EQ(fetch_error(subscriber, made.id), "");
    EXPECT_EQ(fetch_error(stranger, made.id), "zustelldienst.not_receiver");
    EXPECT_EQ(fetch_error(sender, made.id), "zustelldienst.not_receiver");
    ASSERT_TRUE(post_event(subscriber, answer(made, fitconnect::EventVerb::Accept)));
    EXPECT_EQ(fetch_error(subscriber, made.id), "zustelldienst.submission_missing");
    EXPECT_EQ(post->desk.list_submissions(subscriber, {}, {}).value().total, 0);
    EXPECT_EQ(verbs_of_case(made.case_id).back(), "accept-submission");
}

TEST_P(FitTransmissionDeskTest, KeepsAcceptedOnesReadableWhereTheSwitchSaysSo) {
    Settings settings;
    settings.readable_after_acceptance = true;
    begin(settings);
    const Transmission made = submitted();
    ASSERT_TRUE(post_event(subscriber, answer(made, fitconnect::EventVerb::Accept)));
    EXPECT_EQ(fetch_error(subscriber, made.id), "");
}

TEST_P(FitTransmissionDeskTest, ListsInPagesOldestFirst) {
    begin();
    std::vector<std::string> ids;
    for (int i = 0; i < 5; ++i) {
        clock.advance_ms(10);
        ids.push_back(submitted().id);
    }
    const auto page = post->desk.list_submissions(subscriber, destination, {2, 2}).value();
    EXPECT_EQ(page.total, 5);
    ASSERT_EQ(page.items.size(), 2U);
    EXPECT_EQ(page.items[0].id, ids[2]);
    EXPECT_EQ(page.items[1].id, ids[3]);
    EXPECT_EQ(post->desk.list_submissions(stranger, {}, {}).error().code,
              "zustelldienst.not_receiver");
    EXPECT_EQ(post->desk.list_submissions(stranger, destination, {}).error().code,
              "zustelldienst.not_receiver");
}

TEST_P(FitTransmissionDeskTest, ContinuesACaseOfTheSameTwoSides) {
    begin();
    const Transmission first = submitted();
    Announcement second = announcement();
    second.case_id = first.case_id;
    EXPECT_EQ(post->desk.announce_submission(other_sender, second, silent).error().code,
              "zustelldienst.case_missing");
    clock.advance_ms(1'000);
    const auto made = post->desk.announce_submission(sender, second, silent).value();
    EXPECT_EQ(made.case_id, first.case_id);
    EXPECT_EQ(verbs_of_case(first.case_id), (Verbs{"create-submission", "submit-submission",
                                                   "notify-submission", "create-submission"}));
    const auto own = post->desk.read_log(sender, SubjectKind::Submission, made.id, {}).value();
    EXPECT_EQ(own.total, 1);
}

TEST_P(FitTransmissionDeskTest, ShowsLogsToTheTwoSidesOnly) {
    begin();
    const Transmission made = submitted();
    EXPECT_EQ(post->desk.read_case_log(sender, made.case_id, {}).value().total, 3);
    EXPECT_EQ(post->desk.read_case_log(stranger, made.case_id, {}).error().code,
              "zustelldienst.not_in_case");
    EXPECT_EQ(post->desk.read_log(stranger, SubjectKind::Submission, made.id, {}).error().code,
              "zustelldienst.not_in_case");
    EXPECT_EQ(post->desk.read_case_log(sender, made.id, {}).error().code,
              "zustelldienst.case_missing");
    const auto page = post->desk.read_case_log(sender, made.case_id, {1, 1}).value();
    EXPECT_EQ(page.tokens.size(), 1U);
    EXPECT_EQ(page.total, 3);
}

TEST_P(FitTransmissionDeskTest, BringsAReplyFromSubscriberToSender) {
    begin();
    const Transmission made = submitted();
    ReplyAnnouncement wanted{ApiVersion::V2, made.case_id, {attachment_a}};
    EXPECT_EQ(post->desk.announce_reply(sender, wanted, silent).error().code,
              "zustelldienst.not_receiver");
    const Transmission reply = post->desk.announce_reply(subscriber, wanted, silent).value();
    const AttachmentKey key{SubjectKind::Reply, reply.id, attachment_a};
    ASSERT_TRUE(upload(subscriber, key, jwe_shaped("r")));
    EXPECT_EQ(post->desk.list_replies(sender, {}).value().total, 0);
    ASSERT_TRUE(submit(subscriber, reply.id, "r", SubjectKind::Reply));
    EXPECT_EQ(post->desk.list_replies(sender, {}).value().items,
              (std::vector<Waiting>{{destination, reply.id, made.case_id}}));
    EXPECT_EQ(post->desk.list_replies(other_sender, {}).value().total, 0);
    EXPECT_TRUE(post->desk.fetch(sender, SubjectKind::Reply, reply.id, silent));
    EXPECT_EQ(post->desk.fetch(other_sender, SubjectKind::Reply, reply.id, silent).error().code,
              "zustelldienst.not_receiver");
    EXPECT_EQ(post->desk.fetch(sender, SubjectKind::Submission, reply.id, silent).error().code,
              "zustelldienst.submission_missing");
    const auto log = post->desk.read_log(sender, SubjectKind::Reply, reply.id, {}).value();
    EXPECT_EQ(log.total, 3);
}

TEST_P(FitTransmissionDeskTest, TakesNoRepliesWhereTheyAreOff) {
    Settings settings;
    settings.replies = false;
    begin(settings);
    const Transmission made = submitted();
    EXPECT_EQ(post->desk.announce_reply(subscriber, {ApiVersion::V2, made.case_id, {}}, silent)
                  .error()
                  .code,
              "zustelldienst.replies_off");
}

TEST_P(FitTransmissionDeskTest, TellsTheObserverEachStep) {
    begin();
    CheckList checks;
    (void)post->desk.submit(
        sender,
        {SubjectKind::Submission,
         ApiVersion::V2,
         announce().id,
         {jwe_shaped(), jwe_shaped("d", R"({"alg":"RSA-OAEP-256","enc":"A256GCM"})")}},
        checks);
    ASSERT_FALSE(checks.checks().empty());
    EXPECT_EQ(checks.checks().back().name, "jwe.cty");
    EXPECT_EQ(checks.checks().back().outcome, CheckOutcome::Fail);
    EXPECT_NE(checks.checks().back().sentence.find("yours has none"), std::string::npos);
    EXPECT_EQ(checks.checks().front().outcome, CheckOutcome::Pass);
}

}  // namespace
}  // namespace gordion::zustelldienst
