// SPDX-License-Identifier: EUPL-1.2
#include "fitconnect/sender.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "fitconnect/testing/delivery_double.hpp"

namespace gordion::fitconnect {
namespace {

using formats::Json;
using testing::DeliveryDouble;

constexpr const char* first_attachment = "73586f5c-a0aa-42e1-992c-fb5bd83e1cc2";
constexpr const char* second_attachment = "83586f5c-a0aa-42e1-992c-fb5bd83e1cc2";

class SenderTest : public ::testing::Test {
protected:
    SenderTest() : http(DeliveryDouble::http_config()) {
        clock.set(server.now);
        const auto key = server.encryption_key.public_key();
        sealed.announcement = {.destination_id = testing::destination_id,
                               .attachments = {first_attachment, second_attachment},
                               .service_identifier = testing::service_urn,
                               .service_name = "Hund"};
        sealed.metadata_jwe = crypto::encrypt_jwe("{}", key, "application/json").value();
        sealed.data_jwe = crypto::encrypt_jwe("{}", key, "application/json").value();
        const std::string file = crypto::encrypt_jwe("file", key, "application/pdf").value();
        sealed.open_attachment = [file](const std::string&) { return seal_in_memory(file); };
    }

    Sender::Keep keep() {
        return [this](const SendProgress& progress) -> Result<void> {
            // What is kept must read back as it was.
            EXPECT_EQ(read_progress(write_progress(progress)).value(), progress);
            kept = progress;
            ++times_kept;
            return {};
        };
    }
    std::size_t count(const std::string& call) {
        const auto calls = server.calls();
        return static_cast<std::size_t>(
            std::count_if(calls.begin(), calls.end(),
                          [&](const std::string& made) { return made.starts_with(call); }));
    }
    void append(EventVerb verb, const std::string& from, std::vector<Problem> problems = {},
                std::optional<AuthenticationTags> tags = {}) {
        server.visit([&](auto& all) {
            all.back().events.push_back(
                server.make_event(verb, all.back(), from, std::move(problems), std::move(tags)));
        });
    }
    static bool is_submit(const http::Request& request) {
        return request.method == http::Method::Put &&
               request.path.find("attachments") == std::string::npos;
    }
    static Error fault() { return {ErrorKind::Unavailable, "test.fault", "", {}, ""}; }

    DeliveryDouble server;
    FakeClock clock;
    http::Client http;
    ApiClient api{http, clock, server.settings()};
    EventLogReader events{api, clock, testing::trust_in_itself()};
    Sender sender{api, events};
    SealedSubmission sealed;
    SendProgress kept;
    int times_kept = 0;
};

TEST_F(SenderTest, AnnouncesUploadsAndSubmits) {
    const auto sent = sender.send(sealed, {}, keep());
    ASSERT_TRUE(sent) << sent.error().to_text();
    EXPECT_EQ(sent.value(), kept);
    EXPECT_TRUE(kept.submitted);
    EXPECT_EQ(times_kept, 4);
    EXPECT_EQ(kept.tags.attachments.size(), 2U);
    EXPECT_EQ(sender.load_outcome(kept).value().kind, SendOutcome::Kind::Pending);
    // Sending again what is sent asks nobody.
    const std::size_t before = server.calls().size();
    ASSERT_TRUE(sender.send(sealed, kept, keep()));
    EXPECT_EQ(server.calls().size(), before);
}

TEST_F(SenderTest, GoesOnWhereItStopped) {
    const auto load = sealed.open_attachment;
    sealed.open_attachment = [&](const std::string& id) -> Result<SealedFile> {
        return id == second_attachment ? Result<SealedFile>(fault()) : load(id);
    };
    EXPECT_EQ(sender.send(sealed, {}, keep()).error().code, "test.fault");
    EXPECT_EQ(kept.uploaded.size(), 1U);
    sealed.open_attachment = load;
    const auto sent = sender.send(sealed, kept, keep());
    ASSERT_TRUE(sent) << sent.error().to_text();
    EXPECT_EQ(count("POST /submission-api/v2/submissions"), 1U);
    server.visit([&](auto& all) {
        ASSERT_EQ(all.size(), 1U);
        EXPECT_EQ(all[0].attachments.size(), 2U);
        EXPECT_EQ(DeliveryDouble::tags_of(all[0]), sent.value().tags);
    });
}

TEST_F(SenderTest, StopsWhereTheProgressCannotBeKept) {
    const auto sent =
        sender.send(sealed, {}, [](const SendProgress&) -> Result<void> { return fault(); });
    EXPECT_EQ(sent.error().code, "test.fault");
    EXPECT_EQ(count("PUT"), 0U);
}

TEST_F(SenderTest, ReadsFromTheLogWhetherASubmitTookPlace) {
    bool is_lost = true;
    server.instead = [&](const http::Request& request) -> std::optional<http::Response> {
        if (is_submit(request) && std::exchange(is_lost, false)) {
            return {};  // it takes place; the next one is told that it did
        }
        return is_submit(request) ? std::optional(http::Response::json("{}", 409)) : std::nullopt;
    };
    ASSERT_TRUE(sender.send(sealed, {}, keep()));
    SendProgress lost = kept;
    lost.submitted = false;
    const auto again = sender.send(sealed, lost, keep());
    ASSERT_TRUE(again) << again.error().to_text();
    EXPECT_TRUE(kept.submitted);
    // The same refusal without such an event stays a refusal.
    sealed.metadata_jwe = crypto::encrypt_jwe("[]", server.encryption_key.public_key(), "").value();
    EXPECT_EQ(sender.send(sealed, lost, keep()).error().code, "fitconnect.tags_differ");
    EXPECT_EQ(count("POST /submission-api/v2/submissions"), 1U);
}

TEST_F(SenderTest, KeepsTheRefusalOfWhatTheLogShowsAsNotSubmitted) {
    server.instead = [&](const http::Request& request) -> std::optional<http::Response> {
        return is_submit(request) ? std::optional(http::Response::json("{}", 422)) : std::nullopt;
    };
    const auto refused = sender.send(sealed, {}, keep());
    EXPECT_EQ(refused.error().code, "fitconnect.refused");
    EXPECT_EQ(refused.error().kind, ErrorKind::Invalid);
}

TEST_F(SenderTest, AnnouncesNothingWhileTheLogCannotBeRead) {
    ASSERT_TRUE(sender.send(sealed, {}, keep()));
    SendProgress lost = kept;
    lost.submitted = false;
    for (const char* unreadable : {"/events", "/jwks.json"}) {
        for (const int status : {403, 404, 422, 500}) {
            // A log that is missing says that the case is gone: that is the next test's.
            if (status == 404 && std::string_view(unreadable) == "/events") {
                continue;
            }
            EventLogReader without_keys(api, clock, testing::trust_in_itself());
            server.instead = [&](const http::Request& request) -> std::optional<http::Response> {
                if (request.path.ends_with(unreadable)) {
                    return http::Response::json("{}", status);
                }
                return is_submit(request) ? std::optional(http::Response::json("{}", 404))
                                          : std::nullopt;
            };
            const auto again = Sender(api, without_keys).send(sealed, lost, keep());
            ASSERT_FALSE(again) << unreadable << status;
            EXPECT_NE(again.error().kind, ErrorKind::NotFound) << unreadable << status;
            EXPECT_NE(again.error().kind, ErrorKind::Invalid) << unreadable << status;
        }
    }
    EXPECT_EQ(count("POST /submission-api/v2/submissions"), 1U);
}

TEST_F(SenderTest, ReadsFromTheLogThatAnUploadComesTooLate) {
    ASSERT_TRUE(sender.send(sealed, {}, keep()));
    for (const int status : {404, 409, 422}) {
        server.instead = [&](const http::Request& request) -> std::optional<http::Response> {
            return request.method == http::Method::Put
                       ? std::optional(http::Response::json("{}", status))
                       : std::nullopt;
        };
        SendProgress lost = kept;
        lost.submitted = false;
        lost.uploaded.erase(second_attachment);
        lost.tags.attachments.erase(second_attachment);
        const auto again = sender.send(sealed, lost, keep());
        ASSERT_TRUE(again) << again.error().to_text();
        EXPECT_TRUE(again.value().submitted);
        EXPECT_EQ(again.value().ids, lost.ids);
        EXPECT_EQ(again.value().tags.attachments.size(), 2U);
    }
    EXPECT_EQ(count("POST /submission-api/v2/submissions"), 1U);
}

TEST_F(SenderTest, WaitsForTheEndOfWhatTheServerDoesNotHave) {
    const auto load = sealed.open_attachment;
    sealed.open_attachment = [&](const std::string&) -> Result<SealedFile> { return fault(); };
    ASSERT_FALSE(sender.send(sealed, {}, keep()));
    sealed.open_attachment = load;
    server.visit([&](auto& all) { all.back().is_gone = true; });
    EXPECT_EQ(sender.send(sealed, kept, keep()).error().kind, ErrorKind::Unavailable);
    EXPECT_EQ(count("POST /submission-api/v2/submissions"), 1U);
    append(EventVerb::Delete, server.issuer());
    const auto sent = sender.send(sealed, kept, keep());
    ASSERT_TRUE(sent) << sent.error().to_text();
    EXPECT_EQ(count("POST /submission-api/v2/submissions"), 2U);
}

TEST_F(SenderTest, AnnouncesOnceMoreAtMost) {
    server.instead = [&](const http::Request& request) -> std::optional<http::Response> {
        return request.method == http::Method::Put || request.path.ends_with("/events")
                   ? std::optional(http::Response::json("{}", 404))
                   : std::nullopt;
    };
    EXPECT_EQ(sender.send(sealed, {}, keep()).error().kind, ErrorKind::Unavailable);
    EXPECT_EQ(count("POST /submission-api/v2/submissions"), 1U);
    EXPECT_EQ(sender.send(sealed, kept, keep()).error().kind, ErrorKind::Unavailable);
    EXPECT_EQ(count("POST /submission-api/v2/submissions"), 2U);
}

TEST_F(SenderTest, AnnouncesAgainWhatTheServerHasDeleted) {
    SendProgress old;
    old.ids = {second_attachment, first_attachment, testing::destination_id};
    old.uploaded = {first_attachment};
    const auto sent = sender.send(sealed, old, keep());
    ASSERT_TRUE(sent) << sent.error().to_text();
    EXPECT_NE(sent.value().ids.item_id, second_attachment);
    EXPECT_EQ(sent.value().uploaded.size(), 2U);
}

TEST_F(SenderTest, ProvesAcceptanceByTheDestinationsKey) {
    ASSERT_TRUE(sender.send(sealed, {}, keep()));
    append(EventVerb::Accept, testing::destination_id, {}, kept.tags);
    EXPECT_EQ(sender.load_outcome(kept).value().kind, SendOutcome::Kind::Accepted);
    append(EventVerb::Delete, server.issuer());
    EXPECT_EQ(sender.load_outcome(kept).value().kind, SendOutcome::Kind::Accepted);
}

TEST_F(SenderTest, TellsTheProblemsOfARejection) {
    ASSERT_TRUE(sender.send(sealed, {}, keep()));
    const Problem problem{std::string(event_problems) + "schema-violation", "Schema violation",
                          "Line 3", "data"};
    append(EventVerb::Reject, testing::destination_id, {problem});
    const auto outcome = sender.load_outcome(kept);
    EXPECT_EQ(outcome.value().kind, SendOutcome::Kind::Rejected);
    EXPECT_EQ(outcome.value().problems, std::vector<Problem>{problem});
}

TEST_F(SenderTest, NoticesOtherTags) {
    ASSERT_TRUE(sender.send(sealed, {}, keep()));
    AuthenticationTags other = kept.tags;
    other.data = "AAAAAAAAAAAAAAAAAAAAAA";
    append(EventVerb::Accept, testing::destination_id, {}, other);
    EXPECT_EQ(sender.load_outcome(kept).error().code, "fitconnect.tags_differ");
}

TEST_F(SenderTest, BelievesNoEventOfSomebodyElse) {
    ASSERT_TRUE(sender.send(sealed, {}, keep()));
    const auto refusal = [&](const std::string& token) {
        server.visit([&](auto& all) { all.back().events.push_back(token); });
        const auto outcome = sender.load_outcome(kept);
        server.visit([&](auto& all) { all.back().events.pop_back(); });
        return outcome ? "believed" : outcome.error().code + " " + outcome.error().place;
    };
    DeliveryDouble::Kept about;
    server.visit([&](auto& all) { about = all.back(); });
    // The server may not accept for the destination, and an unknown server may say nothing.
    EXPECT_EQ(refusal(server.make_event(EventVerb::Accept, about, server.issuer())),
              "fitconnect.event_log iss");
    EXPECT_EQ(refusal(server.make_event(EventVerb::Reject, about, "https://evil.example")),
              "fitconnect.event_log iss");
    EXPECT_EQ(refusal(server.make_event(EventVerb::Create, about, server.issuer())),
              "fitconnect.event_log order");
    EXPECT_EQ(refusal(server.make_event(EventVerb::Submit, about, server.issuer())),
              "fitconnect.event_log order");
    DeliveryDouble::Kept other_case = about;
    other_case.ids.case_id = first_attachment;
    EXPECT_EQ(refusal(server.make_event(EventVerb::Accept, other_case, testing::destination_id)),
              "fitconnect.event_log txn");
    std::string forged = server.make_event(EventVerb::Accept, about, testing::destination_id);
    forged.back() = forged.back() == 'A' ? 'Q' : 'A';
    EXPECT_EQ(refusal(forged).substr(0, 10), "crypto.jws");
    // Signed by the wrong one of two keys that the server publishes.
    std::swap(server.signing_key, server.service_key);
    const std::string swapped =
        server.make_event(EventVerb::Accept, about, testing::destination_id);
    std::swap(server.signing_key, server.service_key);
    EXPECT_NE(refusal(swapped), "believed");
    // What is about something else, or about nothing, is none of this submission's business.
    EXPECT_EQ(refusal("garbage"), "believed");
    DeliveryDouble::Kept other_subject = about;
    other_subject.ids.item_id = second_attachment;
    std::string broken = server.make_event(EventVerb::Create, other_subject, server.issuer());
    broken.resize(broken.rfind('.'));
    EXPECT_EQ(refusal(broken + ".AAAA"), "believed");
}

TEST_F(SenderTest, TellsWhatIsProvedWrongFromWhatMayPass) {
    ASSERT_TRUE(sender.send(sealed, {}, keep()));
    DeliveryDouble::Kept about;
    server.visit([&](auto& all) { about = all.back(); });
    const auto is_proof = [&](const std::string& token) {
        server.visit([&](auto& all) { all.back().events.push_back(token); });
        const auto outcome = sender.load_outcome(kept);
        server.visit([&](auto& all) { all.back().events.pop_back(); });
        EXPECT_FALSE(outcome);
        return !outcome && is_proved_wrong(outcome.error());
    };
    EXPECT_TRUE(is_proof(server.make_event(EventVerb::Accept, about, server.issuer())));
    EXPECT_TRUE(is_proof(server.make_event(EventVerb::Create, about, server.issuer())));
    std::string forged = server.make_event(EventVerb::Accept, about, testing::destination_id);
    const std::size_t at = forged.rfind('.') + 5;
    forged[at] = forged[at] == 'A' ? 'B' : 'A';
    EXPECT_TRUE(is_proof(forged));
    // Nobody's key disowns these: the issuer's address may be set wrongly, its key be new.
    EXPECT_FALSE(is_proof(server.make_event(EventVerb::Reject, about, "https://evil.example")));
    server.service_key = testing::make_test_key("rsa_4096.jwk.json", "PS512", "new-key");
    EXPECT_FALSE(is_proof(server.make_event(EventVerb::Notify, about, server.issuer())));
    clock.advance_ms(60'000);
    server.instead = [](const http::Request&) { return http::Response::json("{}", 400); };
    EXPECT_FALSE(is_proved_wrong(sender.load_outcome(kept).error()));
}

TEST_F(SenderTest, AsksForUnknownServiceKeysOnceAMinute) {
    ASSERT_TRUE(sender.send(sealed, {}, keep()));
    ASSERT_TRUE(sender.load_outcome(kept));
    server.service_key = testing::make_test_key("rsa_4096.jwk.json", "PS512", "new-key");
    append(EventVerb::Notify, server.issuer());
    const std::string jwks = "GET /submission-api/.well-known/jwks.json";
    const std::size_t before = count(jwks);
    EXPECT_EQ(sender.load_outcome(kept).error().code, "fitconnect.key_unknown");
    EXPECT_EQ(count(jwks), before);
    clock.advance_ms(60'000);
    EXPECT_TRUE(sender.load_outcome(kept));
    EXPECT_EQ(count(jwks), before + 1);
}

TEST_F(SenderTest, BelievesNoServiceKeyForEver) {
    ASSERT_TRUE(sender.send(sealed, {}, keep()));
    ASSERT_TRUE(sender.load_outcome(kept));
    const std::string jwks = "GET /submission-api/.well-known/jwks.json";
    const std::size_t before = count(jwks);
    // The server withdraws its key: for an hour it may still be believed, not longer.
    server.service_key = testing::make_test_key("rsa_4096.jwk.json", "PS512", "new-key");
    clock.advance_ms(59 * 60'000);
    EXPECT_TRUE(sender.load_outcome(kept));
    EXPECT_EQ(count(jwks), before);
    clock.advance_ms(60'000);
    EXPECT_EQ(sender.load_outcome(kept).error().code, "fitconnect.key_unknown");
    EXPECT_EQ(count(jwks), before + 1);
}

TEST_F(SenderTest, AsksForKeysThatCannotBeLoadedOnceAMinute) {
    ASSERT_TRUE(sender.send(sealed, {}, keep()));
    append(EventVerb::Accept, testing::destination_id, {}, kept.tags);
    for (const std::string path : {"/jwks.json", "/keys/signing-key"}) {
        const auto asked = [&] {
            const auto calls = server.calls();
            return std::count_if(calls.begin(), calls.end(),
                                 [&](const std::string& call) { return call.ends_with(path); });
        };
        EventLogReader reader(api, clock, testing::trust_in_itself());
        Sender asking(api, reader);
        server.instead = [&](const http::Request& request) -> std::optional<http::Response> {
            return request.path.ends_with(path) ? std::optional(http::Response::json("{}", 404))
                                                : std::nullopt;
        };
        const auto before = asked();
        for (int i = 0; i < 5; ++i) {
            EXPECT_EQ(asking.load_outcome(kept).error().code, "fitconnect.refused");
        }
        EXPECT_EQ(asked(), before + 1) << path;
        server.instead = {};
        EXPECT_FALSE(asking.load_outcome(kept)) << path;
        clock.advance_ms(60'000);
        EXPECT_TRUE(asking.load_outcome(kept)) << path;
        EXPECT_EQ(asked(), before + 2) << path;
    }
}

TEST_F(SenderTest, AsksForKeysOnceHoweverManyThreadsWaitForThem) {
    ASSERT_TRUE(sender.send(sealed, {}, keep()));
    const std::string jwks = "GET /submission-api/.well-known/jwks.json";
    const std::size_t before = count(jwks);
    std::vector<std::jthread> threads;
    std::atomic<int> proved = 0;
    for (int i = 0; i < 8; ++i) {
        threads.emplace_back([&] { proved += sender.load_outcome(kept) ? 1 : 0; });
    }
    threads.clear();
    EXPECT_EQ(proved, 8);
    EXPECT_EQ(count(jwks), before + 1);
}

TEST_F(SenderTest, LooksAtTheDestinationBeforeEncrypting) {
    const DestinationQuestion asked{testing::destination_id, testing::service_urn, "DE010545459",
                                    "2.1.0"};
    const auto code_of = [&](const DestinationQuestion& question, const KeyTrust& trust) {
        const auto ready = prepare_destination(api, question, trust, clock.now());
        return ready ? "ready" : ready.error().code;
    };
    EXPECT_EQ(code_of(asked, testing::trust_in_itself()), "ready");
    EXPECT_EQ(code_of(asked, {}), "crypto.certificate_untrusted");
    DestinationQuestion other = asked;
    other.region = "DE02";
    EXPECT_EQ(code_of(other, testing::trust_in_itself()), "fitconnect.service_not_offered");
    other = asked;
    other.region = "";
    EXPECT_EQ(code_of(other, testing::trust_in_itself()), "ready");
    other.service_identifier = "urn:x:y";
    EXPECT_EQ(code_of(other, testing::trust_in_itself()), "fitconnect.service_not_offered");
    other = asked;
    other.metadata_version = "1.0.0";
    EXPECT_EQ(code_of(other, testing::trust_in_itself()), "fitconnect.metadata_version");
    server.status = "inactive";
    EXPECT_EQ(code_of(asked, testing::trust_in_itself()), "fitconnect.destination_state");
}

TEST(SendProgress, IsRefusedWhenItIsDamaged) {
    for (const char* text : {"null", "{}", R"({"uploaded":[],"tags":{},"submitted":false})",
                             R"({"uploaded":[],"tags":{"attachments":{}},"submitted":"no"})",
                             R"({"uploaded":{},"tags":{"attachments":{}},"submitted":true})"}) {
        EXPECT_EQ(read_progress(formats::parse_json(text).value()).error().code,
                  "fitconnect.progress")
            << text;
    }
}

}  // namespace
}  // namespace gordion::fitconnect
