// SPDX-License-Identifier: EUPL-1.2
#include "fitconnect/subscriber_test.hpp"

#include <atomic>
#include <thread>

namespace gordion::fitconnect {
namespace {

using formats::Json;
using testing::DeliveryDouble;

TEST_F(SubscriberTest, TakesInWhatWasSentAndAnswersSigned) {
    const SendProgress sent = send(make_outgoing());
    const ReceiveReport report = receive();
    EXPECT_EQ(report.accepted, 1U);
    EXPECT_EQ(report.failed + report.rejected, 0U);
    EXPECT_EQ(inbox.data, std::vector<std::string>{R"({"name":"Rex"})"});
    EXPECT_EQ(inbox.files, std::vector<std::string>{"a.pdf=%PDF"});
    EXPECT_EQ(sender.load_outcome(sent).value().kind, SendOutcome::Kind::Accepted);
    EXPECT_EQ(receive().accepted, 0U);
}

TEST_F(SubscriberTest, LeavesAtTheServerWhatCannotBeKept) {
    const SendProgress sent = send(make_outgoing());
    inbox.is_broken = true;
    const ReceiveReport broken = receive();
    EXPECT_EQ(broken.failed, 1U);
    EXPECT_EQ(broken.errors.at(0).code, "test.full");
    EXPECT_EQ(sender.load_outcome(sent).value().kind, SendOutcome::Kind::Pending);
    inbox.is_broken = false;
    EXPECT_EQ(receive().accepted, 1U);
}

TEST_F(SubscriberTest, TellsWhatIsWrongWithTheData) {
    const SendProgress sent = send(make_outgoing());
    const ReceiveReport report = receive([](const ReceivedSubmission& received) {
        EXPECT_EQ(received.schema_uri, testing::schema_uri);
        return std::vector{make_problem("schema-violation", "Schema violation", "data")};
    });
    EXPECT_EQ(report.rejected, 1U);
    EXPECT_EQ(rejection_of(sent), "schema-violation data");
    EXPECT_TRUE(inbox.taken.empty());
    const SendProgress no_json = send(make_outgoing("{"));
    receive();
    EXPECT_EQ(rejection_of(no_json), "syntax-violation data");
}

TEST_F(SubscriberTest, NoticesThatAPartWasExchanged) {
    const SendProgress sent = send(make_outgoing());
    server.visit([&](auto& all) {
        all.back().data_jwe =
            crypto::encrypt_jwe("{}", server.encryption_key.public_key(), "application/json")
                .value();
    });
    receive();
    EXPECT_EQ(rejection_of(sent), "authentication-tag-incorrect submission");
}

// The sender itself contradicts what it promises: the tags are right, the content is not.
TEST_F(SubscriberTest, NamesTheFirstFaultOfABadSender) {
    const auto key = server.encryption_key.public_key();
    const auto encrypt = [&](const std::string& text, const crypto::PublicKey& to) {
        return crypto::encrypt_jwe(text, to, "application/json").value();
    };
    const auto outcome = [&](const auto& spoil) {
        const auto ready =
            prepare_destination(api, {testing::destination_id, testing::service_urn, "", "2.1.0"},
                                testing::trust_in_itself(), clock.now())
                .value();
        SealedSubmission sealed = seal(make_outgoing(), ready, clock, random).value();
        spoil(sealed);
        const auto sent =
            sender.send(sealed, {}, [](const auto&) -> Result<void> { return {}; }).value();
        receive();
        return rejection_of(sent);
    };
    const auto other =
        testing::make_test_key("rsa_4096.jwk.json", "RSA-OAEP-256", "encryption-key").public_key();
    using Sealed = SealedSubmission;
    EXPECT_EQ(outcome([&](Sealed& s) { s.data_jwe = encrypt("{}", key); }), "hash-mismatch data");
    EXPECT_EQ(outcome([&](Sealed& s) { s.data_jwe = encrypt("{}", other); }),
              "encryption-issue data");
    EXPECT_EQ(outcome([&](Sealed& s) { s.metadata_jwe = encrypt("{}", other); }),
              "encryption-issue metadata");
    EXPECT_EQ(outcome([&](Sealed& s) { s.metadata_jwe = encrypt("{", key); }),
              "syntax-violation metadata");
    EXPECT_EQ(outcome([&](Sealed& s) { s.metadata_jwe = encrypt("{}", key); }),
              "schema-violation metadata");
    EXPECT_EQ(outcome([&](Sealed& s) { s.announcement.attachments.clear(); }),
              "attachments-mismatch submission");
    EXPECT_EQ(outcome([&](Sealed& s) { s.data_jwe.clear(); }), "missing-data submission");
    EXPECT_EQ(outcome([&](Sealed& s) { s.announcement.service_identifier = "urn:de:other"; }),
              "unsupported-service submission");
    EXPECT_EQ(outcome([&](Sealed& s) {
                  const std::string id = s.announcement.attachments.at(0);
                  s.open_attachment = [&, id](const std::string&) {
                      return seal_in_memory(encrypt("other", key));
                  };
              }).substr(0, 24),
              "hash-mismatch attachment");
    EXPECT_TRUE(inbox.taken.empty());
}

TEST_F(SubscriberTest, HandsOverTheMetadataAsTheyWereEncrypted) {
    const auto ready =
        prepare_destination(api, {testing::destination_id, testing::service_urn, "", "2.1.0"},
                            testing::trust_in_itself(), clock.now())
            .value();
    SealedSubmission sealed = seal(make_outgoing(), ready, clock, random).value();
    // An older version with a member that nobody here knows, and blanks.
    std::string text =
        crypto::decrypt_jwe(sealed.metadata_jwe, server.encryption_key).value().plaintext;
    Json record = formats::parse_json(text).value();
    record.erase("$schema");
    record.set("unheardOf", Json::array({"x"}));
    text = "  " + formats::write_json_pretty(record) + "\n";
    sealed.metadata_jwe =
        crypto::encrypt_jwe(text, server.encryption_key.public_key(), "application/json").value();
    ASSERT_TRUE(sender.send(sealed, {}, [](const auto&) -> Result<void> { return {}; }));
    EXPECT_EQ(receive().accepted, 1U);
    EXPECT_EQ(inbox.metadata, std::vector<std::string>{text});
}

TEST_F(SubscriberTest, TakesTheServiceAsItIsOfferedInTheRegion) {
    const DestinationService everywhere = subscription->destination.services.at(0);
    const auto offer = [&](const std::string& region, const std::string& schema) {
        DestinationService offered = everywhere;
        offered.regions = {region};
        offered.schemas = {{schema, "application/json"}};
        return offered;
    };
    const auto outcome = [&](std::vector<DestinationService> services) {
        subscription->destination.services = std::move(services);
        const SendProgress sent = send(make_outgoing());
        return receive().accepted == 1 ? "accepted" : rejection_of(sent);
    };
    const std::string other = "https://schema.example/other.schema.json";
    // What is sent is for DE010545459.
    EXPECT_EQ(outcome({offer("DE02", other), offer("DE01", testing::schema_uri)}), "accepted");
    EXPECT_EQ(outcome({offer("DE", other), offer("DE01", testing::schema_uri)}), "accepted");
    EXPECT_EQ(outcome({offer("DE02", testing::schema_uri), offer("DE01", other)}),
              "unsupported-schema data");
    EXPECT_EQ(outcome({offer("DE02", testing::schema_uri)}), "unsupported-service submission");
}

TEST_F(SubscriberTest, TakesTheVersionsOfMetadataThatItsDestinationLists) {
    const auto outcome = [&](std::vector<std::string> versions) {
        subscription->destination.metadata_versions = std::move(versions);
        const SendProgress sent = send(make_outgoing());
        return receive().accepted == 1 ? "accepted" : rejection_of(sent);
    };
    EXPECT_EQ(outcome({"1.0.0", "2.1.0"}), "accepted");
    EXPECT_EQ(outcome({}), "accepted");
    EXPECT_EQ(outcome({"1.0.0"}), "unsupported-schema metadata");
}

TEST_F(SubscriberTest, OpensWithOlderKeysToo) {
    send(make_outgoing());
    subscription->encryption_keys.insert(
        subscription->encryption_keys.begin(),
        testing::make_test_key("rsa_4096.jwk.json", "RSA-OAEP-256", "newer"));
    EXPECT_EQ(receive().accepted, 1U);
}

TEST_F(SubscriberTest, TreatsAnAnswerThatIsThereAlreadyAsGiven) {
    send(make_outgoing());
    server.instead = [](const http::Request& request) -> std::optional<http::Response> {
        return request.method == http::Method::Post && request.path.ends_with("/events")
                   ? std::optional(http::Response::json("{}", 409))
                   : std::nullopt;
    };
    EXPECT_EQ(receive().accepted, 1U);
}

TEST_F(SubscriberTest, RefusesASubmissionWhoseLogCannotBeBelieved) {
    const SendProgress sent = send(make_outgoing());
    std::string posted;
    server.instead = [&](const http::Request& request) -> std::optional<http::Response> {
        if (request.method == http::Method::Post && request.path.ends_with("/events")) {
            posted = request.body;
        }
        return {};
    };
    server.visit([](auto& all) {
        std::string& token = all.back().events.back();
        token.back() = token.back() == 'A' ? 'Q' : 'A';
    });
    EXPECT_EQ(receive().rejected, 1U);
    const auto answer = verify_event(posted, server.signing_key.public_key());
    ASSERT_TRUE(answer) << answer.error().to_text();
    EXPECT_EQ(answer.value().problems.at(0).type,
              std::string(event_problems) + "event-log-invalid");
    EXPECT_EQ(answer.value().subject_id, sent.ids.item_id);
}

TEST_F(SubscriberTest, LeavesAtTheServerWhatCannotBeProvedNow) {
    send(make_outgoing());
    const auto check_left = [&](const char* why) {
        EventLogReader fresh(api, clock, testing::trust_in_itself());
        Subscriber subscriber({api, fresh, inbox, clock, random}, {}, {});
        const auto report = subscriber.receive(*subscription);
        ASSERT_TRUE(report);
        EXPECT_EQ(report.value().failed, 1U) << why;
        EXPECT_EQ(report.value().rejected + report.value().accepted, 0U) << why;
    };
    for (const char* path : {"/events", "/jwks.json"}) {
        for (const int status : {400, 404, 422}) {
            server.instead = [&](const http::Request& request) -> std::optional<http::Response> {
                return request.path.ends_with(path)
                           ? std::optional(http::Response::json("{}", status))
                           : std::nullopt;
            };
            check_left(path);
        }
    }
    server.instead = {};
    std::string submitted;
    server.visit([&](auto& all) {
        submitted = all.back().events.at(1);
        all.back().events.at(1) =
            server.make_event(EventVerb::Submit, all.back(), "https://moved.example/submission-api",
                              {}, DeliveryDouble::tags_of(all.back()));
    });
    check_left("the server's address is set wrongly");
    server.visit([&](auto& all) { all.back().events.at(1) = "garbage"; });
    check_left("the event of the submit is not there yet");
    server.visit([&](auto& all) { all.back().events.at(1) = submitted; });
    EXPECT_EQ(receive().accepted, 1U);
}

TEST_F(SubscriberTest, OutlivesAFaultWhileItAnswers) {
    send(make_outgoing());
    send(make_outgoing());
    server.instead = [](const http::Request& request) -> std::optional<http::Response> {
        return request.method == http::Method::Post && request.path.ends_with("/events")
                   ? std::optional(http::Response::json("{}", 503))
                   : std::nullopt;
    };
    auto settings = server.settings();
    settings.pause = [](std::int64_t) { throw std::runtime_error("a bug"); };
    ApiClient faulty(http, clock, settings);
    Subscriber subscriber({faulty, events, inbox, clock, random}, {}, {});
    const auto report = subscriber.receive(*subscription);
    ASSERT_TRUE(report);
    EXPECT_EQ(report.value().failed, 2U);
    EXPECT_EQ(report.value().errors.at(0).code, "fitconnect.receive_threw");
}

TEST_F(SubscriberTest, AnswersWhileAnAnswerWaitsForItsRepetition) {
    for (int i = 0; i < 4; ++i) {
        send(make_outgoing());
    }
    // The first answer is repeated only after another has got through.
    std::atomic<int> answered = 0;
    server.instead = [&](const http::Request& request) -> std::optional<http::Response> {
        const bool is_answer =
            request.method == http::Method::Post && request.path.ends_with("/events");
        return is_answer && answered.fetch_add(1) == 0
                   ? std::optional(http::Response::json("{}", 503))
                   : std::nullopt;
    };
    auto settings = server.settings();
    bool was_alone = true;
    settings.pause = [&](std::int64_t) {
        for (int i = 0; i < 10'000 && answered < 2; ++i) {
            std::this_thread::sleep_for(std::chrono::milliseconds(1));
        }
        was_alone = answered < 2;
    };
    ApiClient patient(http, clock, settings);
    Subscriber subscriber({patient, events, inbox, clock, random}, {}, {});
    EXPECT_EQ(subscriber.receive(*subscription).value().accepted, 4U);
    EXPECT_FALSE(was_alone);
}

TEST_F(SubscriberTest, KeepsOnlyAFewSubmissionsInHand) {
    std::set<std::string> sent;
    for (int i = 0; i < 12; ++i) {
        sent.insert(send(make_outgoing()).ids.item_id);
    }
    ReceiveOptions narrow;
    narrow.queue = 1;
    narrow.fetchers = 3;
    narrow.openers = 2;
    EXPECT_EQ(receive({}, narrow).accepted, 12U);
    EXPECT_EQ(inbox.taken, sent);
}

TEST_F(SubscriberTest, BeginsNothingAfterAStop) {
    send(make_outgoing());
    std::stop_source stop;
    stop.request_stop();
    Subscriber subscriber({api, events, inbox, clock, random}, {}, {});
    EXPECT_EQ(subscriber.receive(*subscription, stop.get_token()).value().accepted, 0U);
    EXPECT_EQ(receive().accepted, 1U);
}

}  // namespace
}  // namespace gordion::fitconnect
