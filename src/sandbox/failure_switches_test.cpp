// SPDX-License-Identifier: EUPL-1.2
#include "sandbox/failure_switches.hpp"

#include <gtest/gtest.h>

namespace gordion::sandbox {
namespace {

using formats::Json;
using http::Method;

constexpr const char* destination = "33333333-3333-4333-8333-333333333333";
constexpr const char* other = "44444444-4444-4444-8444-444444444444";

FailureOrder order_of(Failure failure, std::optional<std::int64_t> calls = {},
                      CallKind on = CallKind::Any) {
    FailureOrder order;
    order.failure = failure;
    order.destination_id = destination;
    order.calls = calls;
    order.on = on;
    return order;
}

TEST(FailureSwitches, HoldForAsManyCallsAsOrdered) {
    FailureSwitches switches;
    ASSERT_TRUE(switches.set(order_of(Failure::ServerError, 2)).has_value());
    EXPECT_EQ(switches.take(destination, Failure::ServerError)->calls, 1);
    EXPECT_EQ(switches.take(destination, Failure::ServerError)->calls, 0);
    EXPECT_FALSE(switches.take(destination, Failure::ServerError).has_value());
    EXPECT_TRUE(switches.list().empty());
}

TEST(FailureSwitches, HoldUntilSwitchedOff) {
    FailureSwitches switches;
    ASSERT_TRUE(switches.set(order_of(Failure::LostCallback)).has_value());
    for (int i = 0; i < 50; ++i) {
        EXPECT_TRUE(switches.take(destination, Failure::LostCallback).has_value());
    }
    switches.clear(other, Failure::LostCallback);
    EXPECT_TRUE(switches.take(destination, Failure::LostCallback).has_value());
    switches.clear(destination, Failure::LostCallback);
    EXPECT_FALSE(switches.take(destination, Failure::LostCallback).has_value());
}

TEST(FailureSwitches, ConcernOneDestinationAndOneKindOfCall) {
    FailureSwitches switches;
    ASSERT_TRUE(switches.set(order_of(Failure::TooMany, {}, CallKind::Submit)).has_value());
    EXPECT_FALSE(switches.take(other, Failure::TooMany, CallKind::Submit).has_value());
    EXPECT_FALSE(switches.take(destination, Failure::TooMany, CallKind::Announce).has_value());
    EXPECT_FALSE(switches.take(destination, Failure::Slow, CallKind::Submit).has_value());
    EXPECT_TRUE(switches.take(destination, Failure::TooMany, CallKind::Submit).has_value());
}

TEST(FailureSwitches, ReplaceTheirOwnKind) {
    FailureSwitches switches;
    ASSERT_TRUE(switches.set(order_of(Failure::Slow, 1)).has_value());
    ASSERT_TRUE(switches.set(order_of(Failure::Slow, 9)).has_value());
    ASSERT_TRUE(switches.set(order_of(Failure::Reject)).has_value());
    ASSERT_EQ(switches.list().size(), 2U);
    EXPECT_EQ(switches.list().front().calls, 9);
}

TEST(FailureSwitches, RefuseMoreThanTheyCanHold) {
    FailureSwitches switches;
    Result<void> last;
    for (int i = 0; i < 1'001; ++i) {
        FailureOrder order = order_of(Failure::Slow);
        order.destination_id = std::to_string(i);
        last = switches.set(order);
    }
    ASSERT_FALSE(last.has_value());
    EXPECT_EQ(last.error().code, "sandbox.switches_many");
}

TEST(FailureOrder, IsReadAsItIsWritten) {
    for (const char* text :
         {R"({"failure":"server-error","destination":"33333333-3333-4333-8333-333333333333",)"
          R"("on":"submit","calls":2,"status":502})",
          R"({"failure":"slow","destination":"33333333-3333-4333-8333-333333333333",)"
          R"("on":"any","delay_ms":10})",
          R"({"failure":"lost-callback","destination":"33333333-3333-4333-8333-333333333333"})"}) {
        const auto order = read_failure_order(formats::parse_json(text).value());
        ASSERT_TRUE(order.has_value()) << order.error().to_text();
        EXPECT_EQ(formats::write_json(write_failure_order(order.value())), text);
    }
}

TEST(FailureOrder, IsRefusedWhereItMakesNoSense) {
    const std::string begin = R"({"destination":"33333333-3333-4333-8333-333333333333","failure":)";
    for (const auto& [text, place] : {std::pair<std::string, std::string>{"[]", ""},
                                      {"{}", "failure"},
                                      {R"({"failure":"slow"})", "destination"},
                                      {R"({"failure":"slow","destination":"x"})", "destination"},
                                      {begin + R"("slow","delay_ms":60001})", "delay_ms"},
                                      {begin + R"("slow","delay_ms":"5"})", "delay_ms"},
                                      {begin + R"("slow","calls":0})", "calls"},
                                      {begin + R"("server-error","status":404})", "status"},
                                      {begin + R"("server-error","on":"lunch"})", "on"},
                                      {begin + R"("reject","on":"submit"})", "on"}}) {
        const auto order = read_failure_order(formats::parse_json(text).value());
        ASSERT_FALSE(order.has_value()) << text;
        EXPECT_EQ(order.error().code, "sandbox.switch");
        EXPECT_EQ(order.error().place, place) << text;
    }
}

TEST(FailureOrder, SaysWhatWasOrdered) {
    FailureOrder order = order_of(Failure::ServerError, 2, CallKind::Submit);
    EXPECT_EQ(order.sentence(),
              "Ordered by the switch server-error of destination "
              "33333333-3333-4333-8333-333333333333: 503 on submit, 2 more "
              "calls.");
    EXPECT_EQ(order_of(Failure::LostCallback).sentence(),
              "Ordered by the switch lost-callback of destination "
              "33333333-3333-4333-8333-333333333333: until switched off.");
}

TEST(FailureOrder, AnswersAsAnOverloadedServerWould) {
    const auto limited = answer_of(order_of(Failure::TooMany), "r-1");
    EXPECT_EQ(limited.status, 429);
    EXPECT_EQ(limited.find_header("Retry-After"), "5");
    EXPECT_EQ(limited.find_header("RateLimit-Remaining"), "0");
    EXPECT_TRUE(limited.body.empty());
    const auto broken = answer_of(order_of(Failure::ServerError), "r-1");
    EXPECT_EQ(broken.status, 503);
    const auto problem = formats::parse_json(broken.body);
    ASSERT_TRUE(problem.has_value());
    EXPECT_EQ(problem.value().text_at("instance"), "urn:request:r-1");
    EXPECT_NE(problem.value().text_at("detail").find("server-error"), std::string::npos);
}

TEST(CallKind, IsFoundUnderEveryPrefix) {
    const std::string id = destination;
    for (const auto& [method, path, kind] :
         {std::tuple{Method::Post, std::string("/v1/submissions"), CallKind::Announce},
          {Method::Put, "/submission-api/v2/submissions/" + id, CallKind::Submit},
          {Method::Put, "/v2/submissions/" + id + "/attachments/" + id, CallKind::Upload},
          {Method::Get, "/v2/submissions/" + id + "/attachments/" + id, CallKind::PickUp},
          {Method::Get, "/v2/submissions", CallKind::PickUp},
          {Method::Get, "/v2/submissions/" + id + "/events", CallKind::ReadEvents},
          {Method::Post, "/v1/cases/" + id + "/events", CallKind::PostEvent},
          {Method::Get, "/v1/destinations/" + id, CallKind::LoadDestination},
          {Method::Get, "/destination-api/v2/destinations/" + id + "/keys/abc", CallKind::LoadKey},
          {Method::Get, "/v1/destinations", CallKind::Other},
          {Method::Patch, "/v1/destinations/" + id, CallKind::Other},
          {Method::Post, "/token", CallKind::Other},
          {Method::Get, "/", CallKind::Other}}) {
        EXPECT_EQ(call_kind_of(method, path), kind) << path;
    }
}

TEST(SpoiltToken, DiffersInItsSignatureAlone) {
    EXPECT_EQ(spoil_signature("a.b.Cdef"), "a.b.Adef");
    EXPECT_EQ(spoil_signature("a.b.Adef"), "a.b.Bdef");
    EXPECT_EQ(spoil_signature("no token"), "no token");
    EXPECT_EQ(spoil_signature("a.b."), "a.b.");
}

}  // namespace
}  // namespace gordion::sandbox
