// SPDX-License-Identifier: EUPL-1.2
#include "sandbox/recording_store.hpp"

#include <gtest/gtest.h>

#include "tests/support/databases.hpp"

namespace gordion::sandbox {
namespace {

class Recorded : public testing::OnBothDatabases {
protected:
    Recordings record() { return {open({recording_migrations()}), clock, random}; }

    FakeClock clock;
    SystemRandom random;
    Scope scope = system_scope("test");
};

TEST_P(Recorded, BeginsEndsOnceAndIsListedNewestFirst) {
    Recordings recordings = record();
    const auto first = recordings.begin(scope, "  since the start ");
    ASSERT_TRUE(first.has_value()) << first.error().to_text();
    EXPECT_EQ(first.value().name, "since the start");
    clock.advance_ms(1'000);
    const auto second = recordings.begin(scope, "ticket 4711");
    ASSERT_TRUE(second.has_value());
    const auto ended = recordings.end(scope, first.value().id);
    ASSERT_TRUE(ended.has_value());
    EXPECT_EQ(ended.value().ended_at, clock.now());
    clock.advance_ms(1'000);
    EXPECT_EQ(recordings.end(scope, first.value().id).value(), ended.value());
    EXPECT_EQ(recordings.load(scope, first.value().id).value(), ended.value());
    const auto all = recordings.list(scope);
    ASSERT_TRUE(all.has_value());
    EXPECT_EQ(all.value(), (std::vector<Recording>{second.value(), ended.value()}));
}

TEST_P(Recorded, RefusesNamelessOnesAndKnowsNoOthers) {
    Recordings recordings = record();
    for (const std::string& name : {std::string(), std::string("  "), std::string(121, 'x')}) {
        const auto refused = recordings.begin(scope, name);
        ASSERT_FALSE(refused.has_value());
        EXPECT_EQ(refused.error().code, "sandbox.recording_name");
    }
    EXPECT_EQ(recordings.load(scope, "x").error().code, "sandbox.recording_missing");
    EXPECT_EQ(recordings.end(scope, "x").error().code, "sandbox.recording_missing");
}

GORDION_ON_BOTH_DATABASES(Recorded);

}  // namespace
}  // namespace gordion::sandbox
