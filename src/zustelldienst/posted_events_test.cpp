// SPDX-License-Identifier: EUPL-1.2
#include "zustelldienst/posted_events.hpp"

#include "core/limits.hpp"
#include "crypto/certificates.hpp"
#include "zustelldienst/test_post.hpp"

namespace gordion::zustelldienst {
namespace {

using fitconnect::ApiVersion;
using fitconnect::EventVerb;
using fitconnect::SecurityEvent;
using fitconnect::SubjectKind;
using fitconnect::TransportState;
using formats::Json;

class FitPostedEventsTest : public OnPost {
protected:
    // One change to a good event, and what is said about it.
    void check_refused(const std::string& code, const std::function<void(SecurityEvent&)>& spoil,
                       ApiVersion version = ApiVersion::V2, EventVerb verb = EventVerb::Accept) {
        const Transmission made = submitted();
        SecurityEvent event = answer(made, verb);
        spoil(event);
        const std::string token = fitconnect::sign_event(event, signature_key()).value();
        const auto posted = post->events.post(subscriber, {version, made.case_id, token}, silent);
        ASSERT_FALSE(posted.has_value()) << code;
        EXPECT_EQ(posted.error().code, code);
        EXPECT_EQ(verbs_of_case(made.case_id).size(), 3U);
        EXPECT_EQ(post->desk.list_submissions(subscriber, {}, {}).value().total, ++refused_);
    }
    std::string token_error(const std::string& token) {
        const auto posted = post->events.post(
            subscriber, {ApiVersion::V2, "11111111-1111-4111-8111-111111111111", token}, silent);
        return posted.has_value() ? "" : posted.error().code;
    }
    // The subscriber's reply to a submission of a client that manages no destination: `sender` from
    // then on.
    Transmission replied_to_a_client() {
        const auto client =
            server->clients
                .create_client(scope_of(town),
                               {town, "sender", {"send:region:DE"}, "", Sensitive<std::string>()})
                .value();
        sender.client_id = client.client_id;
        const Transmission made = submitted();
        clock.advance_ms(1'000);
        Transmission reply =
            post->desk.announce_reply(subscriber, {ApiVersion::V2, made.case_id, {}}, silent)
                .value();
        EXPECT_TRUE(submit(subscriber, reply.id, "r", SubjectKind::Reply));
        return reply;
    }
    int refused_ = 0;
};
GORDION_ON_BOTH_DATABASES(FitPostedEventsTest);

TEST_P(FitPostedEventsTest, AcceptsAndRejects) {
    begin();
    const Transmission accepted = submitted();
    const SecurityEvent event = answer(accepted, EventVerb::Accept);
    const std::string token = fitconnect::sign_event(event, signature_key()).value();
    const auto after =
        post->events.post(subscriber, {ApiVersion::V2, accepted.case_id, token}, silent);
    EXPECT_EQ(after.value().state, TransportState::Accepted);
    // The bytes that were posted are the bytes that are read.
    EXPECT_EQ(post->desk.read_case_log(sender, accepted.case_id, {}).value().tokens.back(), token);

    const Transmission rejected = submitted();
    EXPECT_EQ(post_event(subscriber, answer(rejected, EventVerb::Reject)).value().state,
              TransportState::Rejected);
}

TEST_P(FitPostedEventsTest, KeepsToTheTransitionTable) {
    begin();
    const Transmission made = submitted();
    ASSERT_TRUE(post_event(subscriber, answer(made, EventVerb::Accept)));
    for (const EventVerb verb : {EventVerb::Accept, EventVerb::Reject}) {
        const auto again = post_event(subscriber, answer(made, verb));
        EXPECT_EQ(again.error().code, "zustelldienst.event_state");
        EXPECT_EQ(again.error().kind, ErrorKind::Conflict);
    }
    const Transmission incomplete = announce();
    EXPECT_EQ(post_event(subscriber, answer(incomplete, EventVerb::Reject)).error().code,
              "zustelldienst.event_state");
}

TEST_P(FitPostedEventsTest, RefusesAReplayedEvent) {
    begin();
    const Transmission made = submitted();
    SecurityEvent event = answer(made, EventVerb::Accept);
    ASSERT_TRUE(post_event(subscriber, event));
    EXPECT_EQ(post_event(subscriber, event).error().code, "zustelldienst.event_replayed");
    // The same jti for something else.
    const Transmission another = submitted();
    SecurityEvent reused = answer(another, EventVerb::Accept);
    reused.id = event.id;
    EXPECT_EQ(post_event(subscriber, reused).error().code, "zustelldienst.event_replayed");
}

TEST_P(FitPostedEventsTest, ForwardsInV1Only) {
    begin();
    check_refused(
        "zustelldienst.event_type", [](SecurityEvent&) {}, ApiVersion::V2, EventVerb::Forward);
    const Transmission made = submitted();
    EXPECT_EQ(
        post_event(subscriber, answer(made, EventVerb::Forward), ApiVersion::V1).value().state,
        TransportState::Forwarded);
    EXPECT_EQ(post_event(subscriber, answer(made, EventVerb::Accept)).value().state,
              TransportState::Accepted);
}

TEST_P(FitPostedEventsTest, RefusesEachWrongClaim) {
    begin();
    check_refused("zustelldienst.event_case", [](auto& event) { event.case_id = attachment_a; });
    check_refused("zustelldienst.event_subject",
                  [](auto& event) { event.subject_id = attachment_a; });
    check_refused("zustelldienst.event_subject",
                  [&](auto& event) { event.subject_id = announce().id; });
    check_refused("zustelldienst.event_issuer", [](auto& event) { event.issuer = attachment_a; });
    check_refused("zustelldienst.event_schema", [](auto& event) { event.schema.clear(); });
    check_refused("zustelldienst.event_schema", [](auto& event) {
        event.schema =
            "https://schema.fitko.de/fit-connect/set-payload/1.0.0/set-payload.schema.json";
    });
    check_refused("zustelldienst.event_time", [](auto& event) {
        event.issued_at = event.issued_at.plus_ms(limits::event_skew_ms + 1'000);
    });
    check_refused("zustelldienst.event_time", [](auto& event) {
        event.issued_at = event.issued_at.plus_ms(-limits::event_skew_ms - 2'000);
    });
    check_refused("zustelldienst.event_tags", [](auto& event) { event.tags.reset(); });
    check_refused("zustelldienst.event_tags", [](auto& event) { event.tags->metadata[0] ^= 1; });
    check_refused("zustelldienst.event_tags", [](auto& event) { event.tags->data.reset(); });
    check_refused("zustelldienst.event_tags",
                  [](auto& event) { event.tags->attachments[attachment_a] = "t"; });
    check_refused(
        "zustelldienst.event_problems", [](auto& event) { event.problems.clear(); }, ApiVersion::V2,
        EventVerb::Reject);
    check_refused(
        "zustelldienst.event_problems", [](auto& event) { event.problems[0].instance.clear(); },
        ApiVersion::V2, EventVerb::Reject);
    check_refused(
        "zustelldienst.event_problems", [](auto& event) { event.problems[0].type.clear(); },
        ApiVersion::V2, EventVerb::Reject);
    check_refused(
        "zustelldienst.event_problems",
        [](auto& event) {
            event.problems.push_back({"", "Another", "Another.", "data"});
        },
        ApiVersion::V1, EventVerb::Reject);
    for (const EventVerb verb :
         {EventVerb::Create, EventVerb::Submit, EventVerb::Notify, EventVerb::Delete}) {
        check_refused(
            "zustelldienst.event_type", [](auto&) {}, ApiVersion::V2, verb);
    }
}

TEST_P(FitPostedEventsTest, KnowsNoCaseThatNobodyOpened) {
    begin();
    SecurityEvent event = answer(submitted(), EventVerb::Accept);
    event.case_id = attachment_a;
    const Error refused = post_event(subscriber, event).error();
    EXPECT_EQ(refused.code, "zustelldienst.case_missing");
    EXPECT_EQ(refused.kind, ErrorKind::NotFound);
    EXPECT_EQ(refused.place, attachment_a);
}

TEST_P(FitPostedEventsTest, ComparesTheTagOfEachAttachment) {
    begin();
    const Transmission made = announce({attachment_a, attachment_b});
    for (const char* id : {attachment_a, attachment_b}) {
        ASSERT_TRUE(upload(sender, {SubjectKind::Submission, made.id, id}, jwe_shaped(id)));
    }
    ASSERT_TRUE(submit(sender, made.id));
    const auto refusal_of = [&](const std::function<void(SecurityEvent&)>& spoil) {
        SecurityEvent event = answer(made, EventVerb::Accept);
        EXPECT_EQ(event.tags->attachments.size(), 2U);
        spoil(event);
        const Error refused = post_event(subscriber, event).error();
        EXPECT_EQ(refused.kind, ErrorKind::Invalid);
        return refused.code + " " + refused.place;
    };
    const std::string differs = "zustelldienst.event_tags authenticationTags.attachment";
    EXPECT_EQ(refusal_of([](auto& event) { event.tags->attachments.erase(attachment_b); }),
              differs + ":" + attachment_b);
    EXPECT_EQ(refusal_of([](auto& event) { event.tags->attachments[attachment_a][0] ^= 1; }),
              differs + ":" + attachment_a);
    EXPECT_EQ(refusal_of([](auto& event) {
                  std::swap(event.tags->attachments[attachment_a],
                            event.tags->attachments[attachment_b]);
              }),
              differs + ":" + attachment_a);
    EXPECT_EQ(refusal_of([](auto& event) { event.tags->attachments.clear(); }),
              differs + ":" + attachment_a);
    EXPECT_EQ(refusal_of([&](auto& event) {
                  event.tags->attachments[made.id] = event.tags->attachments[attachment_a];
              }),
              differs + "s");
    EXPECT_EQ(verbs_of_case(made.case_id).size(), 3U);
    EXPECT_TRUE(post_event(subscriber, answer(made, EventVerb::Accept)));
}

TEST_P(FitPostedEventsTest, TakesOldTokensInV1) {
    begin();
    SecurityEvent event = answer(submitted(), EventVerb::Accept);
    event.schema.clear();
    event.tags.reset();
    EXPECT_TRUE(post_event(subscriber, event, ApiVersion::V1));
    event = answer(submitted(), EventVerb::Reject);
    event.schema = "https://schema.fitko.de/fit-connect/set-payload/1.0.0/set-payload.schema.json";
    EXPECT_TRUE(post_event(subscriber, event, ApiVersion::V1));
}

TEST_P(FitPostedEventsTest, ListensToTheReceiverOnly) {
    begin();
    const Transmission made = submitted();
    for (const Caller& caller : {sender, stranger}) {
        const auto posted = post_event(caller, answer(made, EventVerb::Accept));
        EXPECT_EQ(posted.error().code, "zustelldienst.not_receiver");
        EXPECT_EQ(posted.error().kind, ErrorKind::Forbidden);
    }
}

TEST_P(FitPostedEventsTest, BelievesOnlyTheDestinationsKey) {
    begin();
    const Transmission made = submitted();
    const SecurityEvent event = answer(made, EventVerb::Accept);
    const auto post_signed = [&](const crypto::PrivateKey& key) {
        const std::string token = fitconnect::sign_event(event, key).value();
        return post->events.post(subscriber, {ApiVersion::V2, made.case_id, token}, silent)
            .error()
            .code;
    };
    EXPECT_EQ(post_signed(crypto::test_rsa_2048()), "zustelldienst.event_key");
    formats::Json other = crypto::test_jwk("rsa_4096.jwk.json");
    other.set("kid", "the-signature-key");
    EXPECT_EQ(post_signed(crypto::PrivateKey::from_jwk(other).value()), "crypto.jws_signature");
    std::string token = fitconnect::sign_event(event, signature_key()).value();
    token[token.size() - 20] = token[token.size() - 20] == 'A' ? 'B' : 'A';
    EXPECT_EQ(
        post->events.post(subscriber, {ApiVersion::V2, made.case_id, token}, silent).error().code,
        "crypto.jws_signature");
    EXPECT_EQ(verbs_of_case(made.case_id).size(), 3U);
}

// A kid names a key of this destination that is for signatures, and nothing else.
TEST_P(FitPostedEventsTest, IsNotConfusedByKidsOfOtherKeys) {
    begin();
    const Transmission made = submitted();
    const auto jwk_named = [](const char* kid) {
        formats::Json jwk = crypto::test_jwk("rsa_4096.jwk.json");
        jwk.set("kid", kid);
        return jwk;
    };
    const auto public_jwk = [&](const char* kid) {
        return crypto::PrivateKey::from_jwk(jwk_named(kid)).value().public_key().to_jwk();
    };
    const auto other = server->destinations.create_destination(
        scope_of(town),
        {some_destination(),
         std::nullopt,
         {{"the-other-key", KeyRole::Signature, public_jwk("the-other-key")}},
         ""},
        {});
    ASSERT_TRUE(other);
    ASSERT_TRUE(server->destinations.add_key(
        scope_of(town), destination,
        {"an-encryption-key", KeyRole::Encryption, public_jwk("an-encryption-key")}));
    SecurityEvent event = answer(made, EventVerb::Accept);
    for (const char* kid : {"the-other-key", "an-encryption-key", "nobodys-key", "../keys/x"}) {
        formats::Json jwk = jwk_named(kid);
        jwk.set("alg", "PS512");
        jwk.set("use", "sig");
        const auto key = crypto::PrivateKey::from_jwk(jwk);
        ASSERT_TRUE(key) << key.error().to_text();
        const auto token = fitconnect::sign_event(event, key.value());
        ASSERT_TRUE(token) << token.error().to_text();
        EXPECT_EQ(
            post->events.post(subscriber, {ApiVersion::V2, made.case_id, token.value()}, silent)
                .error()
                .code,
            "zustelldienst.event_key")
            << kid;
    }
    // Nor does naming the other destination as issuer make its key one of this submission.
    event.issuer = other.value().destination.id;
    EXPECT_EQ(post_event(subscriber, event).error().code, "zustelldienst.event_issuer");
    EXPECT_EQ(verbs_of_case(made.case_id).size(), 3U);
}

TEST_P(FitPostedEventsTest, RefusesWhatIsNoToken) {
    begin();
    const std::string header =
        crypto::to_base64url(R"({"alg":"PS512","typ":"secevent+jwt","kid":"the-signature-key"})");
    EXPECT_EQ(token_error(""), "crypto.jws_malformed");
    EXPECT_EQ(token_error("a.b"), "crypto.jws_malformed");
    EXPECT_EQ(token_error("\"" + header + ".e30.c2ln\""), "crypto.jws_malformed");
    EXPECT_EQ(token_error(header + "." + crypto::to_base64url("{") + ".c2ln"),
              "formats.json_invalid");
    EXPECT_EQ(token_error(header + ".e30.c2ln"), "fitconnect.event_claim");
    EXPECT_EQ(token_error(crypto::to_base64url(R"({"alg":"none","typ":"secevent+jwt","kid":"k"})") +
                          ".e30."),
              "crypto.jws_algorithm");
    EXPECT_EQ(
        token_error(crypto::to_base64url(R"({"alg":"PS512","typ":"JWT","kid":"k"})") + ".e30.c2ln"),
        "fitconnect.event_header");
    EXPECT_EQ(token_error(std::string(limits::event_token_bytes + 1, 'a')),
              "zustelldienst.event_size");
}

TEST_P(FitPostedEventsTest, LetsTheSenderAnswerAReply) {
    begin();
    const auto client =
        server->clients
            .create_client(scope_of(town),
                           {town, "sender", {"send:region:DE"}, "", Sensitive<std::string>()})
            .value();
    ASSERT_TRUE(server->clients.bind_destination(
        scope_of(town), {town, client.client_id, destination, Binding::Manages}));
    sender.client_id = client.client_id;
    const Transmission made = submitted();
    clock.advance_ms(1'000);
    const Transmission reply =
        post->desk.announce_reply(subscriber, {ApiVersion::V2, made.case_id, {}}, silent).value();
    ASSERT_TRUE(submit(subscriber, reply.id, "r", SubjectKind::Reply));
    EXPECT_EQ(post_event(subscriber, answer(reply, EventVerb::Accept)).error().code,
              "zustelldienst.not_receiver");
    EXPECT_EQ(post_event(sender, answer(reply, EventVerb::Accept)).value().state,
              TransportState::Accepted);
    EXPECT_EQ(verbs_of_case(made.case_id).back(), "accept-reply");
}

// A key with a certificate for a day from now on, as a destination registers it.
TEST_P(FitPostedEventsTest, AsksWhetherTheKeyWasValidWhenItSigned) {
    constexpr std::int64_t day_ms = 24LL * 3600 * 1000;
    begin();
    Json jwk = crypto::test_rsa_2048().to_jwk();
    jwk.set("kid", "the-day-key");
    const auto key = crypto::PrivateKey::from_jwk(jwk).value();
    const Instant begins = clock.now();
    Json published = key.public_key().to_jwk();
    published.set("x5c", Json::array({crypto::to_base64(crypto::make_self_signed(
                             key, "A day", begins, begins.plus_ms(day_ms)))}));
    ASSERT_TRUE(server->destinations.add_key(scope_of(town), destination,
                                             {"the-day-key", KeyRole::Signature, published}));
    const Transmission made = submitted();
    const auto outcome = [&](Instant issued_at) {
        SecurityEvent event = answer(made, EventVerb::Accept);
        event.issued_at = issued_at;
        const auto posted = post->events.post(
            subscriber, {ApiVersion::V2, made.case_id, fitconnect::sign_event(event, key).value()},
            silent);
        return posted ? std::string("accepted") : posted.error().code;
    };
    clock.advance_ms(2 * day_ms);
    EXPECT_EQ(outcome(clock.now()), "zustelldienst.event_key_time");
    EXPECT_EQ(outcome(begins.plus_ms(day_ms + limits::event_skew_ms + 1000)),
              "zustelldienst.event_key_time");
    EXPECT_EQ(outcome(begins.plus_ms(day_ms)), "accepted");
}

TEST_P(FitPostedEventsTest, DoesNotBelieveAKeyForTheTimeBeforeItWasRegistered) {
    begin();
    const Transmission made = submitted();
    const Instant before = clock.now();
    clock.advance_ms(limits::event_skew_ms + 60'000);
    Json jwk = crypto::test_rsa_2048().to_jwk();
    jwk.set("kid", "the-late-key");
    const auto key = crypto::PrivateKey::from_jwk(jwk).value();
    ASSERT_TRUE(server->destinations.add_key(
        scope_of(town), destination,
        {"the-late-key", KeyRole::Signature, key.public_key().to_jwk()}));
    SecurityEvent event = answer(made, EventVerb::Accept);
    event.issued_at = before;
    const auto post_it = [&] {
        return post->events.post(
            subscriber, {ApiVersion::V2, made.case_id, fitconnect::sign_event(event, key).value()},
            silent);
    };
    EXPECT_EQ(post_it().error().code, "zustelldienst.event_key_time");
    event.issued_at = clock.now();
    EXPECT_TRUE(post_it());
}

TEST_P(FitPostedEventsTest, DoesNotBelieveAKeyThatIsForSomethingElse) {
    begin();
    const Transmission made = submitted();
    const std::vector<std::pair<const char*, Json>> others{
        {"use", "enc"}, {"alg", "RSA-OAEP-256"}, {"key_ops", Json::array({"wrapKey"})}};
    for (const auto& [member, value] : others) {
        Json jwk = signature_jwk();
        const std::string kid = std::string("for-other-") + member;
        jwk.set("kid", kid);
        jwk.set(member, value);
        ASSERT_TRUE(server->destinations.add_key(scope_of(town), destination,
                                                 {kid, KeyRole::Signature, jwk}));
        Json own = crypto::test_rsa_2048().to_jwk();
        own.set("kid", kid);
        const std::string token = fitconnect::sign_event(answer(made, EventVerb::Accept),
                                                         crypto::PrivateKey::from_jwk(own).value())
                                      .value();
        EXPECT_EQ(post->events.post(subscriber, {ApiVersion::V2, made.case_id, token}, silent)
                      .error()
                      .code,
                  "zustelldienst.event_key")
            << member;
    }
}

TEST_P(FitPostedEventsTest, BelievesASenderWithAKeyOfItsOwnAboutAReply) {
    begin();
    const Transmission reply = replied_to_a_client();
    const SecurityEvent event = answer(reply, EventVerb::Accept);
    const DestinationKey key{"the-signature-key", KeyRole::Signature, signature_jwk()};
    // A destination's key of the same kid, another client's key: neither is the sender's.
    EXPECT_EQ(post_event(sender, event).error().code, "zustelldienst.event_key");
    auto& clients = server->clients;
    EXPECT_EQ(clients.add_signing_key(scope_of(other_town), other_town, sender.client_id, key)
                  .error()
                  .code,
              "zustelldienst.client_missing");
    DestinationKey wrong = key;
    wrong.role = KeyRole::Encryption;
    EXPECT_EQ(clients.add_signing_key(scope_of(town), town, sender.client_id, wrong).error().code,
              "zustelldienst.key_role");
    ASSERT_TRUE(clients.add_signing_key(scope_of(town), town, sender.client_id, key));
    ASSERT_TRUE(clients.add_signing_key(scope_of(town), town, sender.client_id, key)) << "twice";
    wrong = key;
    wrong.jwk.set("alg", "PS512x");
    EXPECT_EQ(clients.add_signing_key(scope_of(town), town, sender.client_id, wrong).error().code,
              "zustelldienst.key_taken");
    EXPECT_EQ(post_event(sender, event).value().state, TransportState::Accepted);
}

TEST_P(FitPostedEventsTest, BelievesNobodyElseAboutAReply) {
    begin();
    const Transmission reply = replied_to_a_client();
    SecurityEvent event = answer(reply, EventVerb::Accept);
    ASSERT_EQ(event.issuer, sender.client_id);
    // A client that manages no destination has no key to sign with.
    const Error keyless = post_event(sender, event).error();
    EXPECT_EQ(keyless.code, "zustelldienst.event_key");
    EXPECT_EQ(keyless.place, "kid");
    EXPECT_EQ(keyless.kind, ErrorKind::Invalid);
    ASSERT_TRUE(server->clients.bind_destination(
        scope_of(town), {town, sender.client_id, destination, Binding::Manages}));
    const std::string unknown = fitconnect::sign_event(event, crypto::test_rsa_2048()).value();
    EXPECT_EQ(
        post->events.post(sender, {ApiVersion::V2, reply.case_id, unknown}, silent).error().code,
        "zustelldienst.event_key");
    for (const std::string& issuer : {destination, std::string(attachment_a)}) {
        event.issuer = issuer;
        const Error foreign = post_event(sender, event).error();
        EXPECT_EQ(foreign.code, "zustelldienst.event_issuer");
        EXPECT_EQ(foreign.kind, ErrorKind::Forbidden);
    }
    EXPECT_EQ(verbs_of_case(reply.case_id).back(), "notify-reply");
    EXPECT_TRUE(post_event(sender, answer(reply, EventVerb::Accept)));
}

TEST_P(FitPostedEventsTest, TellsTheObserverWhatToChange) {
    begin();
    const Transmission made = submitted();
    SecurityEvent event = answer(made, EventVerb::Accept);
    event.tags->data = "AAAAAAAAAAAAAAAAAAAAAA";
    const std::string token = fitconnect::sign_event(event, signature_key()).value();
    CheckList checks;
    (void)post->events.post(subscriber, {ApiVersion::V2, made.case_id, token}, checks);
    std::vector<std::string> names;
    for (const Check& check : checks.checks()) {
        names.push_back(check.name);
    }
    EXPECT_EQ(names, (Verbs{"event.claims", "event.case", "event.subject", "event.caller",
                            "event.issuer", "event.key", "event.signature", "event.type",
                            "event.schema", "event.time", "event.key_time", "event.tags"}));
    EXPECT_EQ(checks.checks().back().sentence,
              "The authentication tag of data is not the one that was submitted.");
}

}  // namespace
}  // namespace gordion::zustelldienst
