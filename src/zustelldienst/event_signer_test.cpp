// SPDX-License-Identifier: EUPL-1.2
#include "zustelldienst/event_signer.hpp"

#include <atomic>
#include <set>
#include <thread>

#include "zustelldienst/test_post.hpp"

namespace gordion::zustelldienst {
namespace {

using fitconnect::SubjectKind;

class FitEventSignerTest : public OnPost {
protected:
    std::int64_t count_unsigned() {
        return database
            ->read(system_scope("test"),
                   [](storage::Connection& connection) -> Result<std::int64_t> {
                       return TRY(connection.query("SELECT count(*) FROM fitconnect_events"
                                                   " WHERE token IS NULL"))
                           .front()
                           .integer(0);
                   })
            .value();
    }
    // What a reader sees must be proved by the key of the service.
    std::vector<std::string> read_proved(const Caller& caller, const std::string& case_id) {
        auto log = post->desk.read_case_log(caller, case_id, {});
        EXPECT_TRUE(log.has_value());
        for (const std::string& token : log.value().tokens) {
            EXPECT_TRUE(
                fitconnect::verify_event(token, crypto::test_rsa_2048().public_key()).has_value());
        }
        return log.value().tokens;
    }
};
GORDION_ON_BOTH_DATABASES(FitEventSignerTest);

TEST_P(FitEventSignerTest, SignsNothingUntilSomebodyReads) {
    begin();
    const Transmission made = submitted();
    EXPECT_EQ(count_unsigned(), 3);
    EXPECT_EQ(post->signer.signatures(), 0U);
    const auto tokens = read_proved(sender, made.case_id);
    EXPECT_EQ(tokens.size(), 3U);
    EXPECT_EQ(count_unsigned(), 0);
    EXPECT_EQ(post->signer.signatures(), 3U);
    EXPECT_EQ(read_proved(subscriber, made.case_id), tokens);
    EXPECT_EQ(post->signer.signatures(), 3U);
}

TEST_P(FitEventSignerTest, SignsEachEventOnceForManyReaders) {
    begin();
    const Transmission made = submitted();
    constexpr int readers = 16;
    std::vector<std::vector<std::string>> seen(readers);
    {
        std::vector<std::jthread> threads;
        for (int i = 0; i < readers; ++i) {
            threads.emplace_back([&, i] {
                seen[static_cast<std::size_t>(i)] =
                    read_proved(i % 2 == 0 ? sender : subscriber, made.case_id);
            });
        }
    }
    for (const auto& tokens : seen) {
        EXPECT_EQ(tokens, seen.front());
    }
    EXPECT_EQ(post->signer.signatures(), 3U);
}

TEST_P(FitEventSignerTest, NeverShowsAnUnsignedEventWhileOthersSubmit) {
    begin();
    const Transmission first = submitted();
    std::atomic<bool> is_over = false;
    std::jthread reader([&] {
        while (!is_over) {
            read_proved(sender, first.case_id);
        }
    });
    for (int i = 0; i < 10; ++i) {
        Announcement next = announcement();
        next.case_id = first.case_id;
        const auto made = post->desk.announce_submission(sender, next, silent);
        ASSERT_TRUE(made.has_value());
        ASSERT_TRUE(submit(sender, made.value().id));
    }
    is_over = true;
    reader.join();
    EXPECT_EQ(read_proved(sender, first.case_id).size(), 33U);
}

TEST_P(FitEventSignerTest, LetsTheFirstWriterWinOnAllNodes) {
    begin();
    const Transmission made = submitted();
    // Another node with signatures of its own: PS512 has chance in it.
    EventSigner other(*database, [] { return Result(crypto::test_rsa_2048()); }, {1, -1});
    const Scope scope = system_scope("test");
    const auto unsigned_events =
        database
            ->read(scope,
                   [&](storage::Connection& connection) {
                       return list_case_events(connection, made.case_id, {});
                   })
            .value()
            .items;
    const auto tokens = read_proved(sender, made.case_id);
    EXPECT_EQ(other.tokens_of(scope, unsigned_events).value(), tokens);
}

TEST_P(FitEventSignerTest, SignsAheadWhatItRemembers) {
    begin();
    const Transmission made = submitted();
    EXPECT_EQ(post->signer.sign_ahead(100).value(), 3U);
    EXPECT_EQ(count_unsigned(), 0);
    EXPECT_EQ(read_proved(sender, made.case_id).size(), 3U);
    EXPECT_EQ(post->signer.signatures(), 3U);
}

TEST_P(FitEventSignerTest, SignsAfterARestartWhatWasNotSigned) {
    begin();
    const Transmission made = submitted();
    begin_again();
    EXPECT_EQ(post->signer.sign_ahead(100).value(), 0U);
    EXPECT_EQ(read_proved(sender, made.case_id).size(), 3U);
}

TEST_P(FitEventSignerTest, TellsAllReadersWhenThereIsNoKey) {
    begin();
    const Transmission made = submitted();
    EventSigner keyless(*database,
                        [] {
                            return Result<crypto::PrivateKey>(
                                Error{ErrorKind::Unavailable, "test.no_key", "", {}, "No key."});
                        },
                        {1, -1});
    const Scope scope = system_scope("test");
    const auto events = database
                            ->read(scope,
                                   [&](storage::Connection& connection) {
                                       return list_case_events(connection, made.case_id, {});
                                   })
                            .value()
                            .items;
    EXPECT_EQ(keyless.tokens_of(scope, events).error().code, "test.no_key");
    EXPECT_EQ(count_unsigned(), 3);
    EXPECT_EQ(read_proved(sender, made.case_id).size(), 3U);
}

}  // namespace
}  // namespace gordion::zustelldienst
