// SPDX-License-Identifier: EUPL-1.2
#include "zustelldienst/call_trace.hpp"

#include <gtest/gtest.h>

namespace gordion::zustelldienst {
namespace {

constexpr const char* submission = "11111111-1111-4111-8111-111111111111";
constexpr const char* attachment = "22222222-2222-4222-8222-222222222222";
constexpr const char* destination = "33333333-3333-4333-8333-333333333333";
constexpr const char* the_case = "44444444-4444-4444-8444-444444444444";
constexpr const char* client = "55555555-5555-4555-8555-555555555555";

http::Request ask(http::Method method, std::string path, std::string media_type, std::string body) {
    http::Request request;
    request.id = "r-1";
    request.method = method;
    request.path = std::move(path);
    request.headers.add("Content-Type", media_type);
    request.body = std::move(body);
    return request;
}

TracedCall trace(const http::Request& request, const http::Response& response,
                 const CheckList& checks = {}) {
    return trace_call({request, response, checks, {1'000}, {1'007}});
}

TEST(CallTrace, TakesIdsFromThePath) {
    const auto request = ask(http::Method::Put,
                             std::string("/submission-api/v2/submissions/") + submission +
                                 "/attachments/" + "22222222-2222-4222-8222-222222222222",
                             "application/jose", "a.b.c.d.e");
    const TracedCall call = trace(request, http::Response::empty(204));
    EXPECT_EQ(call.submission_id, submission);
    EXPECT_EQ(call.attachment_id, attachment);
    EXPECT_EQ(call.duration_us, 7'000);
    EXPECT_EQ(call.request_bytes, 9U);
    EXPECT_EQ(call.request_sha256.size(), 64U);
    EXPECT_FALSE(call.has_failed());
}

TEST(CallTrace, TakesIdsFromAnAnnouncementAndItsAnswer) {
    const auto request = ask(http::Method::Post, "/v1/submissions", "application/json",
                             std::string(R"({"destinationId":")") + destination + "\"}");
    const auto response = http::Response::json(
        std::string(R"({"submissionId":")") + submission + R"(","caseId":")" + the_case + "\"}",
        201);
    const TracedCall call = trace(request, response);
    EXPECT_EQ(call.destination_id, destination);
    EXPECT_EQ(call.submission_id, submission);
    EXPECT_EQ(call.case_id, the_case);
}

TEST(CallTrace, KeepsTheClientOfATokenRequestAndNothingOfItsSecret) {
    const auto request = ask(http::Method::Post, "/token", "application/x-www-form-urlencoded",
                             std::string("grant_type=client_credentials&client_id=") + client +
                                 "&client_secret=TheSecretOfThisClient");
    const TracedCall call = trace(request, http::Response::json(R"({"access_token":"TheToken"})"));
    EXPECT_EQ(call.client_id, client);
    const std::string text = formats::write_json(write_traced_call(call));
    EXPECT_EQ(text.find("TheSecret"), std::string::npos);
    EXPECT_EQ(text.find("TheToken"), std::string::npos);
    EXPECT_TRUE(call.request_sha256.empty());
}

TEST(CallTrace, SaysWhatToChangeWhereNoCheckDid) {
    const auto request = ask(http::Method::Post, "/v1/submissions", "application/json", "{}");
    http::Response response = http::Response::bytes(
        R"({"type":"https://schema.example/x","detail":"Name a destination."})",
        "application/problem+json", 400);
    const TracedCall call = trace(request, response);
    ASSERT_EQ(call.checks.size(), 1U);
    EXPECT_EQ(call.checks.front(),
              (Check{"answer", CheckOutcome::Fail, "Name a destination.", {}}));
    EXPECT_EQ(call.problem, "https://schema.example/x");

    CheckList checks;
    checks.on_check("jwe.cty", CheckOutcome::Fail, "Put cty there.", {});
    const TracedCall told = trace(request, response, checks);
    ASSERT_EQ(told.checks.size(), 1U);
    EXPECT_EQ(told.checks.front().name, "jwe.cty");
}

TEST(CallTrace, BearsBodiesThatAreNoSense) {
    for (const char* body : {"", "[", "[]", "null", "\xff\xfe", R"({"destinationId":7})"}) {
        for (const char* type : {"application/json", "application/jose", "text/plain",
                                 "application/x-www-form-urlencoded"}) {
            const auto request = ask(http::Method::Post, "/v1/submissions", type, body);
            const TracedCall call = trace(request, http::Response::json(body, 400));
            EXPECT_TRUE(call.destination_id.empty()) << type << " " << body;
            EXPECT_TRUE(call.has_failed());
        }
    }
}

}  // namespace
}  // namespace gordion::zustelldienst
