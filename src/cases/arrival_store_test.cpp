// SPDX-License-Identifier: EUPL-1.2
#include "cases/arrival_store.hpp"

#include "cases/cases_test.hpp"

namespace gordion::cases {
namespace {

class ArrivalStoreTest : public OfficeTest {
protected:
    Arrival arrival_of(const char* remote, const char* submission = "ours") {
        Arrival made;
        made.tenant = pellworm;
        made.submission = {submission};
        made.server = "https://post.example/submission-api";
        made.remote_destination = "the-destination";
        made.remote_submission = remote;
        made.remote_case = "the-case";
        made.service_identifier = "urn:de:fim:leika:leistung:99102013002000";
        made.region = "DE010545459039";
        made.reply_channel = "fitConnect";
        made.received_at = clock.now();
        return made;
    }
    bool insert(const Arrival& made) {
        return database
            ->write(worker,
                    [&](storage::Connection& connection) {
                        return ArrivalStore::insert_arrival(connection, made);
                    })
            .value();
    }
    Result<void> insert_reply(const Arrival& of, const std::string& reply) {
        return database->write(worker, [&](storage::Connection& connection) {
            return ArrivalStore::insert_reply(connection, of, reply);
        });
    }
};
GORDION_ON_BOTH_DATABASES(ArrivalStoreTest);

TEST_P(ArrivalStoreTest, KnowsWhatCameInOnceAndForAll) {
    open_all();
    ArrivalStore store(*database);
    const Arrival made = arrival_of("remote-1");
    EXPECT_FALSE(store.has_arrived(worker, pellworm, "the-destination", "remote-1").value());
    EXPECT_TRUE(insert(made));
    EXPECT_FALSE(insert(arrival_of("remote-1", "another of ours"))) << "the first one counts";
    EXPECT_TRUE(store.has_arrived(worker, pellworm, "the-destination", "remote-1").value());
    EXPECT_FALSE(store.has_arrived(worker, pellworm, "other", "remote-1").value());
    EXPECT_FALSE(store.has_arrived(worker, pellworm, "the-destination", "remote-2").value());
    const Scope elsewhere{munich, {"worker"}, "test", {}, false};
    EXPECT_FALSE(store.has_arrived(elsewhere, munich, "the-destination", "remote-1").value());

    const auto found = store.find_by_submission(worker, pellworm, {"ours"}).value();
    ASSERT_TRUE(found);
    EXPECT_EQ(found->server, made.server);
    EXPECT_EQ(found->remote_destination, made.remote_destination);
    EXPECT_EQ(found->remote_submission, made.remote_submission);
    EXPECT_EQ(found->remote_case, made.remote_case);
    EXPECT_EQ(found->service_identifier, made.service_identifier);
    EXPECT_EQ(found->region, made.region);
    EXPECT_EQ(found->received_at.ms, made.received_at.ms);
    EXPECT_TRUE(found->takes_replies());
    EXPECT_FALSE(store.find_by_submission(worker, pellworm, {"another of ours"}).value());
}

TEST_P(ArrivalStoreTest, IsWrittenWithTheRestOrNotAtAll) {
    open_all();
    ArrivalStore store(*database);
    const auto written =
        database->write(worker, [&](storage::Connection& connection) -> Result<void> {
            TRY(ArrivalStore::insert_arrival(connection, arrival_of("remote-1")));
            return Error{ErrorKind::Unavailable, "test.later", "", {}, ""};
        });
    EXPECT_FALSE(written);
    EXPECT_FALSE(store.has_arrived(worker, pellworm, "the-destination", "remote-1").value());
}

TEST_P(ArrivalStoreTest, NotesHowFarALetterCameAndForgetsNothingOfIt) {
    open_all();
    ArrivalStore store(*database);
    const Arrival made = arrival_of("remote-1");
    ASSERT_TRUE(insert(made));
    ASSERT_TRUE(insert_reply(made, "letter-1"));
    ASSERT_TRUE(insert_reply(made, "letter-2"));
    EXPECT_FALSE(insert_reply(made, "letter-1")) << "a letter is sent once";
    ASSERT_TRUE(store.note_reply(worker, made, {"letter-1", "remote-letter", std::nullopt}));
    auto replies = store.list_replies(worker, pellworm, {"ours"}).value();
    ASSERT_EQ(replies.size(), 2U);
    EXPECT_EQ(replies.at(0).remote_reply, "remote-letter");
    EXPECT_FALSE(replies.at(0).sent_at);
    EXPECT_EQ(replies.at(1).remote_reply, "");
    ASSERT_TRUE(store.note_reply(worker, made, {"letter-1", "remote-letter", clock.now()}));
    // A try that was overtaken changes nothing any more.
    ASSERT_TRUE(store.note_reply(worker, made, {"letter-1", "another", std::nullopt}));
    replies = store.list_replies(worker, pellworm, {"ours"}).value();
    EXPECT_EQ(replies.at(0).remote_reply, "remote-letter");
    EXPECT_EQ(replies.at(0).sent_at->ms, clock.now().ms);
    EXPECT_TRUE(store.list_replies(worker, pellworm, {"unknown"}).value().empty());
}

}  // namespace
}  // namespace gordion::cases
