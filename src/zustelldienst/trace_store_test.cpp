// SPDX-License-Identifier: EUPL-1.2
#include "zustelldienst/trace_store.hpp"

#include <gtest/gtest.h>

#include "core/limits.hpp"
#include "tests/support/databases.hpp"

namespace gordion::zustelldienst {
namespace {

constexpr const char* submission = "11111111-1111-4111-8111-111111111111";
constexpr const char* other_submission = "22222222-2222-4222-8222-222222222222";
constexpr const char* the_case = "33333333-3333-4333-8333-333333333333";
constexpr const char* reply = "44444444-4444-4444-8444-444444444444";
constexpr const char* destination = "55555555-5555-4555-8555-555555555555";

class Traces : public testing::OnBothDatabases {
protected:
    TraceStore& remember(TraceMode mode = TraceMode::All) {
        if (database == nullptr) {
            database = &open({trace_migrations()});
        }
        store = std::make_unique<TraceStore>(*database, clock, mode);
        return *store;
    }
    void TearDown() override {
        store.reset();
        testing::OnBothDatabases::TearDown();
    }
    TracedCall call(const std::string& id, int status = 200) {
        clock.advance_ms(5);
        TracedCall made;
        made.id = id;
        made.at = clock.now();
        made.method = "PUT";
        made.path = "/v2/submissions";
        made.status = status;
        return made;
    }

    FakeClock clock;
    storage::Database* database = nullptr;
    std::unique_ptr<TraceStore> store;
    Scope scope = system_scope("test");
};

std::vector<std::string> ids(const std::vector<TracedCall>& calls) {
    std::vector<std::string> found;
    for (const TracedCall& call : calls) {
        found.push_back(call.id);
    }
    return found;
}
using Ids = std::vector<std::string>;

TEST_P(Traces, KeepEveryPartOfACall) {
    TraceStore& traces = remember();
    TracedCall made = call("r-1", 422);
    made.query = "offset=1";
    made.client_id = "client";
    made.tenant = "010545459";
    made.duration_us = 1234;
    made.destination_id = destination;
    made.submission_id = submission;
    made.case_id = the_case;
    made.headers = {{"Content-Type", "application/json"}};
    made.request_bytes = 77;
    made.response_bytes = 88;
    made.request_sha256 = "ab";
    made.checks = {{"token.valid", CheckOutcome::Pass, "", {}},
                   {"jwe.cty", CheckOutcome::Fail, "Put cty there.", {{"part", "data"}}}};
    made.problem = "https://schema.example/problems/x";
    made.detail = "Put cty there.";
    made.ordered = "answer slowly";
    traces.add(made);
    const auto calls = traces.list_calls(scope, {});
    ASSERT_TRUE(calls.has_value()) << calls.error().to_text();
    ASSERT_EQ(calls.value().size(), 1U);
    made.sequence = 1;
    EXPECT_EQ(calls.value().front(), made);
}

TEST_P(Traces, TellTheStoryOfASubmissionWithItsCaseAndReplies) {
    TraceStore& traces = remember();
    TracedCall announced = call("r-1", 201);
    announced.destination_id = destination;
    announced.submission_id = submission;
    announced.case_id = the_case;
    TracedCall uploaded = call("r-2", 204);
    uploaded.submission_id = submission;
    TracedCall continued = call("r-3", 201);
    continued.submission_id = other_submission;
    continued.case_id = the_case;
    TracedCall events = call("r-4");
    events.case_id = the_case;
    TracedCall answered = call("r-5", 201);
    answered.reply_id = reply;
    answered.case_id = the_case;
    TracedCall elsewhere = call("r-6");
    for (const TracedCall& each : {announced, uploaded, continued, events, answered, elsewhere}) {
        traces.add(each);
    }
    const auto of_submission = traces.load_story(scope, "11111111-1111-4111-8111-111111111111");
    ASSERT_TRUE(of_submission.has_value()) << of_submission.error().to_text();
    EXPECT_EQ(ids(of_submission.value().calls), (Ids{"r-1", "r-2", "r-4", "r-5"}));
    EXPECT_EQ(of_submission.value().case_id, the_case);
    const auto of_case = traces.load_story(scope, the_case);
    ASSERT_TRUE(of_case.has_value());
    EXPECT_EQ(ids(of_case.value().calls), (Ids{"r-1", "r-2", "r-3", "r-4", "r-5"}));
    EXPECT_EQ(of_case.value().about, TraceStory::About::Case);
    const auto of_reply = traces.load_story(scope, reply);
    ASSERT_TRUE(of_reply.has_value());
    EXPECT_EQ(ids(of_reply.value().calls), (Ids{"r-4", "r-5"}));
    const auto of_destination = traces.load_story(scope, destination);
    ASSERT_TRUE(of_destination.has_value());
    EXPECT_EQ(ids(of_destination.value().calls), (Ids{"r-1"}));
}

TEST_P(Traces, FindARefusedCallByItsRequest) {
    TraceStore& traces = remember();
    traces.add(call("r-1", 401));
    const auto story = traces.load_story(scope, "r-1");
    ASSERT_TRUE(story.has_value());
    EXPECT_EQ(story.value().about, TraceStory::About::Request);
    EXPECT_EQ(ids(story.value().calls), Ids{"r-1"});
    const auto unknown = traces.load_story(scope, submission);
    ASSERT_FALSE(unknown.has_value());
    EXPECT_EQ(unknown.error().code, "zustelldienst.trace_unknown");
    EXPECT_EQ(unknown.error().kind, ErrorKind::NotFound);
}

TEST_P(Traces, FilterByFailureClientTimeAndSubject) {
    TraceStore& traces = remember();
    TracedCall good = call("r-1");
    good.client_id = "a";
    good.submission_id = submission;
    TracedCall warned = call("r-2");
    warned.client_id = "a";
    warned.checks = {{"x.y", CheckOutcome::Fail, "No.", {}}};
    TracedCall refused = call("r-3", 422);
    refused.client_id = "b";
    refused.submission_id = submission;
    for (const TracedCall& each : {good, warned, refused}) {
        traces.add(each);
    }
    const auto list = [&](const TraceFilter& filter) {
        return ids(traces.list_calls(scope, filter).value());
    };
    TraceFilter failed;
    failed.only_failed = true;
    EXPECT_EQ(list(failed), (Ids{"r-3", "r-2"}));
    TraceFilter of_a;
    of_a.client_id = "a";
    EXPECT_EQ(list(of_a), (Ids{"r-2", "r-1"}));
    TraceFilter of_submission;
    of_submission.subject = submission;
    EXPECT_EQ(list(of_submission), (Ids{"r-3", "r-1"}));
    TraceFilter later;
    later.from = warned.at;
    later.until = warned.at;
    EXPECT_EQ(list(later), Ids{"r-2"});
    TraceFilter paged;
    paged.limit = 1;
    paged.offset = 1;
    EXPECT_EQ(list(paged), Ids{"r-2"});
}

TEST_P(Traces, KeepOnlyWhatTheirModeWants) {
    TraceStore& failures = remember(TraceMode::Failures);
    failures.add(call("r-1"));
    failures.add(call("r-2", 500));
    EXPECT_EQ(ids(failures.list_calls(scope, {}).value()), Ids{"r-2"});
    TraceStore& none = remember(TraceMode::Off);
    none.add(call("r-3", 500));
    EXPECT_EQ(ids(none.list_calls(scope, {}).value()), Ids{"r-2"});
}

TEST_P(Traces, ForgetWhatIsOldAndSurviveARestart) {
    TraceStore& traces = remember();
    traces.add(call("r-1"));
    ASSERT_TRUE(traces.flush().has_value());
    clock.advance_ms(limits::trace_age_ms + 1);
    traces.add(call("r-2"));
    TraceStore& again = remember();
    EXPECT_EQ(ids(again.list_calls(scope, {}).value()), (Ids{"r-2", "r-1"}));
    ASSERT_TRUE(again.prune(scope).has_value());
    EXPECT_EQ(ids(again.list_calls(scope, {}).value()), Ids{"r-2"});
}

TEST_P(Traces, KeepTheNewestWhenTooManyWait) {
    TraceStore& traces = remember();
    for (std::size_t i = 0; i < limits::trace_waiting * 3; ++i) {
        traces.add(call("r-" + std::to_string(i)));
    }
    ASSERT_TRUE(traces.flush().has_value());
    const auto newest = traces.list_calls(scope, {});
    ASSERT_TRUE(newest.has_value());
    EXPECT_EQ(newest.value().front().id, "r-" + std::to_string(limits::trace_waiting * 3 - 1));
}

GORDION_ON_BOTH_DATABASES(Traces);

TEST(TracedCall, ShowsNoSecretOfAHeader) {
    EXPECT_EQ(reduce_header("Authorization", "Bearer abcdef"), "Bearer … (13 characters)");
    EXPECT_EQ(reduce_header("authorization", "verysecretwithoutscheme"),
              "(other scheme) … (23 characters)");
    EXPECT_EQ(reduce_header("Authorization", "secret token"), "(other scheme) … (12 characters)");
    EXPECT_EQ(reduce_header("Cookie", "a=b"), "");
    EXPECT_EQ(reduce_header("X-Api-Key", "b"), "");
    EXPECT_EQ(reduce_header("Content-Type", "application/jose"), "application/jose");
    EXPECT_EQ(reduce_query({{"limit", "1"}, {"token", "secret"}}), "limit=1&token=…");
}

TEST(TracedCall, CutsLongTextsBetweenCharacters) {
    TracedCall call;
    call.id = "r-1";
    std::string umlauts = "/";
    while (umlauts.size() < limits::trace_text_bytes + 10) {
        umlauts += "ä";
    }
    call.path = umlauts;
    const auto again = formats::parse_json(formats::write_json(write_traced_call(call)));
    ASSERT_TRUE(again.has_value());
    EXPECT_LT(again.value().text_at("path").size(), limits::trace_text_bytes + 10);
}

TEST(TracedCall, IsNotReadFromOtherThings) {
    for (const char* text : {"{}", "[]", "null", R"({"id":"x"})", R"({"id":"x","checks":1})"}) {
        const auto read = read_traced_call(formats::parse_json(text).value());
        ASSERT_FALSE(read.has_value()) << text;
        EXPECT_EQ(read.error().code, "zustelldienst.trace") << text;
    }
}

}  // namespace
}  // namespace gordion::zustelldienst
