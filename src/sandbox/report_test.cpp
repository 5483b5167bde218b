// SPDX-License-Identifier: EUPL-1.2
#include "sandbox/report.hpp"

#include <gtest/gtest.h>

namespace gordion::sandbox {
namespace {

using formats::Json;
using zustelldienst::CheckOutcome;
using zustelldienst::TracedCall;

TracedCall call_of(const std::string& id, int status, const std::string& check,
                   const std::string& sentence) {
    TracedCall call;
    call.id = id;
    call.status = status;
    call.client_id = "a client";
    call.submission_id = "a submission";
    call.checks = {{"token.valid", CheckOutcome::Pass, "", {}},
                   {check, CheckOutcome::Fail, sentence, {}}};
    return call;
}

TEST(Report, BeginsWithWhatToChangeMostOften) {
    const Recording recording{"id", "ticket", {1'000}, Instant{9'000}};
    std::vector<TracedCall> calls{call_of("r-1", 401, "token.valid", "Ask for a token."),
                                  call_of("r-2", 422, "jwe.cty", "Put cty there."),
                                  call_of("r-3", 422, "jwe.cty", "Put cty there.")};
    calls.back().ordered = "Ordered by the switch slow.";
    FailureOrder order;
    order.destination_id = "a destination";
    fitconnect::SecurityEvent event;
    event.type = {fitconnect::SubjectKind::Submission, fitconnect::EventVerb::Reject};
    event.problems = {{"type", "title", "detail", "data"}};
    const std::vector<RecordedLog> logs{{"a case", {event}}};
    const std::vector<FailureOrder> orders{order};
    const Json report =
        write_report({recording, "0.1.0", Json::object(), calls, logs, orders, false, {20'000}});
    const Json::Array& findings = report.find("findings")->as_array();
    ASSERT_EQ(findings.size(), 2U);
    EXPECT_EQ(findings[0].text_at("sentence"), "Put cty there.");
    EXPECT_EQ(findings[0].find("times")->as_int(), 2);
    EXPECT_EQ(findings[0].text_at("first_call"), "r-2");
    const Json& summary = *report.find("summary");
    EXPECT_EQ(summary.find("calls")->as_int(), 3);
    EXPECT_EQ(summary.find("ordered_failures")->as_int(), 1);
    EXPECT_EQ(summary.find("submissions")->as_int(), 1);
    EXPECT_EQ(summary.find("by_status")->find("422")->as_int(), 2);
    EXPECT_EQ(report.text_at("ended"), Instant{9'000}.to_iso());
    EXPECT_FALSE(report.find("is_complete")->as_bool());
    EXPECT_EQ(report.find("calls")->size(), 3U);
    EXPECT_EQ(report.find("switches")->size(), 1U);
    EXPECT_EQ(report.find("logs")->as_array()[0].find("events")->as_array()[0].text_at("event"),
              fitconnect::event_uri(event.type));
}

TEST(Report, OfARecordingThatRunsEndsNow) {
    const Recording recording{"id", "ticket", {1'000}, std::nullopt};
    const std::vector<TracedCall> no_calls;
    const Json report =
        write_report({recording, "0.1.0", Json::object(), no_calls, {}, {}, true, {20'000}});
    EXPECT_EQ(report.text_at("ended"), Instant{20'000}.to_iso());
    EXPECT_TRUE(report.find("is_running")->as_bool());
    EXPECT_EQ(report.find("findings")->size(), 0U);
}

}  // namespace
}  // namespace gordion::sandbox
