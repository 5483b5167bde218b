// SPDX-License-Identifier: EUPL-1.2
#include "fitconnect/event.hpp"

#include <gtest/gtest.h>

#include "crypto/hashes.hpp"
#include "crypto/test_keys.hpp"

namespace gordion::fitconnect {
namespace {

using formats::Json;

crypto::PrivateKey signing_key() {
    static const crypto::PrivateKey key = [] {
        Json jwk = crypto::test_jwk("rsa_4096.jwk.json");
        jwk.set("alg", "PS512");
        jwk.set("key_ops", Json::array({"sign"}));
        jwk.set("kid", "the-signing-key");
        return crypto::PrivateKey::from_jwk(jwk).value();
    }();
    return key;
}

SecurityEvent accept_event() {
    return {
        std::string(
            "https://schema.fitko.de/fit-connect/set-payload/1.2.2/set-payload.schema.json"),
        "0b4c6a1e-7b2a-4a64-9c39-2ad1e3a1c0de",
        "e9507c4a-46de-4a37-b4ab-70516631a954",
        Instant{1'750'000'000'000},
        "eacbdb6f-a944-44b9-8594-50e71689ff1a",
        "1fb26346-c5a0-4c56-aea8-77643a509f7a",
        {SubjectKind::Submission, EventVerb::Accept},
        AuthenticationTags{"oTK8lYHXEosMeFX_lZZGFw",
                           "bNTD9aVMaMAiYvUH8GMWCg",
                           {{"73586f5c-a0aa-42e1-992c-fb5bd83e1cc2", "WHuLMfb7l1KnGYw-VrQjBw"}}},
        {}};
}

std::string refusal_of(Json payload) {
    const auto read = read_event(payload);
    return read ? "accepted" : read.error().code + " " + read.error().place;
}

TEST(Event, HasOneUriPerVerbAndSubject) {
    EXPECT_EQ(event_uri({SubjectKind::Reply, EventVerb::Accept}),
              "https://schema.fitko.de/fit-connect/events/accept-reply");
    for (const SubjectKind subject : {SubjectKind::Submission, SubjectKind::Reply}) {
        for (const EventVerb verb : {EventVerb::Create, EventVerb::Submit, EventVerb::Notify,
                                     EventVerb::Accept, EventVerb::Reject, EventVerb::Delete}) {
            EXPECT_EQ(find_event_type(event_uri({subject, verb})), EventType({subject, verb}));
        }
    }
    for (const auto* uri : {"", "accept-submission", "https://schema.fitko.de/fit-connect/events/",
                            "https://schema.fitko.de/fit-connect/events/accept",
                            "https://schema.fitko.de/fit-connect/events/forward-reply",
                            "https://schema.fitko.de/fit-connect/events/accept-submission-"}) {
        EXPECT_FALSE(find_event_type(uri)) << uri;
    }
}

TEST(Event, ReadsWhatItWrote) {
    SecurityEvent rejected = accept_event();
    rejected.type.verb = EventVerb::Reject;
    rejected.tags.reset();
    rejected.problems = {{"https://schema.fitko.de/fit-connect/events/problems/schema-violation",
                          "Schema violation", "Line 3", "data"}};
    SecurityEvent bare = accept_event();
    bare.schema.clear();
    bare.tags = AuthenticationTags{"only-metadata", std::nullopt, {}};
    for (const SecurityEvent& event : {accept_event(), rejected, bare}) {
        const auto again = read_event(write_event(event));
        ASSERT_TRUE(again) << again.error().to_text();
        EXPECT_EQ(again.value(), event);
    }
}

TEST(Event, ReadsTheFormOfTheOfficialExamples) {
    const auto payload = formats::parse_json(
        R"({"iss":"https://api.fitko.de/fit-connect/","iat":1622796532,
            "jti":"0BF6DBF6-CE5D-48A8-9D2B-0BF8F9A2B6CE",
            "sub":"submission:F65FEAB2-4883-4DFF-85FB-169448545D9F",
            "txn":"case:F73D30C6-8894-4444-8687-00AE756FEA90",
            "events":{"https://schema.fitko.de/fit-connect/events/accept-submission":{}}})");
    const auto read = read_event(payload.value());
    ASSERT_TRUE(read) << read.error().to_text();
    EXPECT_EQ(read.value().subject_id, "f65feab2-4883-4dff-85fb-169448545d9f");
    EXPECT_EQ(read.value().schema, "");
    EXPECT_FALSE(read.value().tags);
}

TEST(Event, RefusesEveryWrongClaimByItsName) {
    const std::vector<std::tuple<std::string, Json, std::string>> cases = {
        {"jti", Json("no uuid"), "fitconnect.event_claim jti"},
        {"iss", Json(""), "fitconnect.event_claim iss"},
        {"iat", Json("1750000000"), "fitconnect.event_claim iat"},
        {"iat", Json(1'577'833'199), "fitconnect.event_claim iat"},
        {"iat", Json(std::int64_t{9'223'372'036'854'775'807}), "fitconnect.event_claim iat"},
        {"sub", Json("eacbdb6f-a944-44b9-8594-50e71689ff1a"), "fitconnect.event_claim sub"},
        {"sub", Json("case:eacbdb6f-a944-44b9-8594-50e71689ff1a"), "fitconnect.event_claim sub"},
        {"sub", Json("reply:eacbdb6f-a944-44b9-8594-50e71689ff1a"),
         "fitconnect.event_unknown events"},
        {"txn", Json("1fb26346-c5a0-4c56-aea8-77643a509f7a"), "fitconnect.event_claim txn"},
        {"$schema", Json("https://example.org/set.json"), "fitconnect.event_schema $schema"},
        {"$schema", Json(7), "fitconnect.event_schema $schema"},
        {"$schema",
         Json("https://schema.fitko.de/fit-connect/set-payload/1.foo/bar/set-payload.schema.json"),
         "fitconnect.event_schema $schema"},
        {"$schema",
         Json("https://schema.fitko.de/fit-connect/set-payload/1.2/set-payload.schema.json"),
         "fitconnect.event_schema $schema"},
        {"events", Json::object(), "fitconnect.event_count events"},
        {"events", Json::array(), "fitconnect.event_count events"},
        {"events", Json::object({{"a", Json::object()}, {"b", Json::object()}}),
         "fitconnect.event_count events"},
        {"events", Json::object({{"urn:other", Json::object()}}),
         "fitconnect.event_unknown events"},
    };
    for (const auto& [claim, value, refusal] : cases) {
        Json payload = write_event(accept_event());
        payload.set(claim, value);
        EXPECT_EQ(refusal_of(payload), refusal) << claim << " " << formats::write_json(value);
    }
    for (const auto* claim : {"jti", "iss", "iat", "sub", "txn"}) {
        Json payload = write_event(accept_event());
        payload.erase(claim);
        EXPECT_EQ(refusal_of(payload), std::string("fitconnect.event_claim ") + claim);
    }
    EXPECT_EQ(refusal_of(Json(3)), "fitconnect.event_claim jti");
}

TEST(Event, RefusesContentThatIsNoTagsOrProblems) {
    const auto with = [](const char* content) {
        Json payload = write_event(accept_event());
        payload.set(
            "events",
            Json::object({{event_uri(accept_event().type), formats::parse_json(content).value()}}));
        return refusal_of(payload);
    };
    EXPECT_EQ(with(R"({"authenticationTags":{}})"), "fitconnect.event_claim authenticationTags");
    EXPECT_EQ(with(R"({"authenticationTags":{"metadata":"t","data":1}})"),
              "fitconnect.event_claim authenticationTags");
    EXPECT_EQ(with(R"({"authenticationTags":{"metadata":"t","attachments":{"x":"t"}}})"),
              "fitconnect.event_claim authenticationTags");
    EXPECT_EQ(with(R"({"problems":{}})"), "fitconnect.event_claim problems");
    EXPECT_EQ(with(R"({"problems":[{"title":"t"}]})"), "fitconnect.event_claim problems");
}

TEST(EventToken, IsProvedByTheKeyThatSignedIt) {
    const std::string token = sign_event(accept_event(), signing_key()).value();
    const auto unproved = read_unproved_event(token);
    ASSERT_TRUE(unproved) << unproved.error().to_text();
    EXPECT_EQ(unproved.value().kid, "the-signing-key");
    EXPECT_EQ(unproved.value().event, accept_event());
    const auto proved = verify_event(token, signing_key().public_key());
    ASSERT_TRUE(proved) << proved.error().to_text();
    EXPECT_EQ(proved.value(), accept_event());
}

TEST(EventToken, RefusesOtherHeadersKeysAndBytes) {
    const auto code_of = [](const std::string& token) {
        const auto verified = verify_event(token, signing_key().public_key());
        return verified ? "accepted" : verified.error().code + " " + verified.error().place;
    };
    const std::string payload = formats::write_json(write_event(accept_event()));
    const auto sign = [&](Json header) {
        return crypto::sign_jws(payload, signing_key(), header).value();
    };
    EXPECT_EQ(code_of(sign(Json::object({{"typ", "JWT"}}))), "fitconnect.event_header typ");
    EXPECT_EQ(code_of(sign(Json::object())), "fitconnect.event_header typ");
    EXPECT_EQ(code_of(sign(Json::object({{"typ", "secevent+jwt"}, {"kid", ""}}))),
              "fitconnect.event_header kid");
    EXPECT_EQ(code_of(sign(Json::object({{"typ", "secevent+jwt"}, {"kid", "another"}}))),
              "fitconnect.event_key kid");
    const std::string token = sign_event(accept_event(), signing_key()).value();
    std::string none = crypto::to_base64url(R"({"alg":"none","typ":"secevent+jwt","kid":"k"})");
    EXPECT_EQ(code_of(none + token.substr(token.find('.'))), "crypto.jws_algorithm alg");
    std::string changed = token;
    changed[token.find('.') + 30] = changed[token.find('.') + 30] == 'A' ? 'B' : 'A';
    EXPECT_NE(code_of(changed), "accepted");
    EXPECT_EQ(code_of(token + "."), "crypto.jws_malformed ");
    EXPECT_FALSE(read_unproved_event(token.substr(0, token.find('.'))));
    EXPECT_FALSE(read_unproved_event(""));
    const auto other = crypto::test_rsa_2048().public_key();
    EXPECT_FALSE(verify_event(token, other));
}

TEST(TransportState, FollowsTheTable) {
    using enum TransportState;
    using Verb = EventVerb;
    EXPECT_EQ(next_state(Incomplete, Verb::Submit), Submitted);
    EXPECT_EQ(next_state(Submitted, Verb::Notify), Submitted);
    EXPECT_EQ(next_state(Submitted, Verb::Forward), Forwarded);
    EXPECT_EQ(next_state(Forwarded, Verb::Accept), Accepted);
    EXPECT_EQ(next_state(Submitted, Verb::Reject), Rejected);
    for (const TransportState state : {Incomplete, Submitted, Forwarded, Accepted, Rejected}) {
        EXPECT_EQ(next_state(state, Verb::Delete), Deleted);
        EXPECT_FALSE(next_state(state, Verb::Create));
    }
    for (const Verb verb :
         {Verb::Submit, Verb::Notify, Verb::Forward, Verb::Accept, Verb::Reject}) {
        for (const TransportState state : {Accepted, Rejected, Deleted}) {
            EXPECT_FALSE(next_state(state, verb));
        }
        if (verb != Verb::Submit) {
            EXPECT_FALSE(next_state(Incomplete, verb));
        }
    }
}

TEST(AuthenticationTags, SayWhichPartWasExchanged) {
    const AuthenticationTags sent = *accept_event().tags;
    EXPECT_TRUE(compare_tags(sent, sent));
    const auto place_of = [&](auto change) {
        AuthenticationTags found = sent;
        change(found);
        const auto compared = compare_tags(sent, found);
        return compared ? "same" : compared.error().place;
    };
    EXPECT_EQ(place_of([](auto& tags) { tags.metadata = "x"; }), "metadata");
    EXPECT_EQ(place_of([](auto& tags) { tags.data.reset(); }), "data");
    EXPECT_EQ(place_of([](auto& tags) { tags.attachments.begin()->second = "x"; }),
              "attachment:73586f5c-a0aa-42e1-992c-fb5bd83e1cc2");
    EXPECT_EQ(place_of([](auto& tags) { tags.attachments["y"] = "x"; }), "attachments");
}

TEST(AuthenticationTags, AreTheFifthSegment) {
    EXPECT_EQ(authentication_tag("a.b.c.d.tag").value(), "tag");
    EXPECT_FALSE(authentication_tag("a.b.c.tag"));
    EXPECT_FALSE(authentication_tag("a.b.c.d.e.tag"));
}

}  // namespace
}  // namespace gordion::fitconnect
