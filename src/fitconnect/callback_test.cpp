// SPDX-License-Identifier: EUPL-1.2
#include "fitconnect/callback.hpp"

#include <gtest/gtest.h>

namespace gordion::fitconnect {
namespace {

// The two examples of the documentation, with the secret of the official file.
constexpr std::string_view secret = "insecure_unsafe_qHScgrg_kP-R31jHUwp3GkVkGJolvBchz65b74Lzue0";
constexpr std::int64_t timestamp_s = 1'672'527'599;
constexpr std::string_view first_body =
    R"({"type":"https://schema.fitko.de/fit-connect/submission-api/callbacks/new-submissions",)"
    R"("submissionIds":["f39ab143-d91a-474a-b69f-b00f1a1873c2"]})";
constexpr std::string_view first_mac =
    "798cd0edb70c08e5b32aa8a18cbbc8ff6b3078c51af6d011ff4e32e470c746234fc4314821fe5185264b029e962b"
    "d37de33f3b9fc5f1a93c40ce6672845e90df";

TEST(Callback, ReproducesTheExamplesOfTheDocumentation) {
    EXPECT_EQ(callback_authentication(secret, timestamp_s, first_body), first_mac);
    EXPECT_EQ(
        callback_authentication(
            secret, timestamp_s,
            R"({"type":"https://schema.fitko.de/fit-connect/submission-api/callbacks/)"
            R"(new-submissions","submissionIds":["f39ab143-d91a-474a-b69f-b00f1a1873c2"],)"
            R"("submissions":[{"destinationId":"d12caea8-f372-4eb1-b102-b0a228253a11",)"
            R"("submissionId":"f39ab143-d91a-474a-b69f-b00f1a1873c2",)"
            R"("caseId":"9eec7d3e-dc66-4f82-9f52-1520bf96a32e"}]})"),
        "2056b372b5bcec06d8f11ab79b84b42d6cbe1c8e1178cdfa36e4385dcf717758aaa7599f417d9ec3e0790878"
        "84f4fd59680bf713621383e2d4414ef74fb10df3");
}

TEST(Callback, IsBelievedForFiveMinutesAndOnlyWithTheSecret) {
    const Instant sent{timestamp_s * 1000};
    const std::string time = std::to_string(timestamp_s);
    const auto code_of = [&](ReceivedCallback received, Instant now,
                             std::string_view with = secret) {
        const auto checked = check_callback(with, received, now);
        return checked ? std::string("believed") : checked.error().code;
    };
    const ReceivedCallback good{first_mac, time, first_body};
    EXPECT_EQ(code_of(good, sent), "believed");
    EXPECT_EQ(code_of(good, sent.plus_seconds(300)), "believed");
    EXPECT_EQ(code_of(good, sent.plus_seconds(301)), "fitconnect.callback_timestamp");
    EXPECT_EQ(code_of(good, sent.plus_seconds(-61)), "fitconnect.callback_timestamp");
    EXPECT_EQ(code_of({first_mac, time, "{}"}, sent), "fitconnect.callback_authentication");
    EXPECT_EQ(code_of({"", time, first_body}, sent), "fitconnect.callback_authentication");
    EXPECT_EQ(code_of(good, sent, "another secret"), "fitconnect.callback_authentication");
    for (const auto* wrong : {"", "-1", "1672527599.0", "99999999999999999999"}) {
        EXPECT_EQ(code_of({first_mac, wrong, first_body}, sent), "fitconnect.callback_timestamp");
    }
}

TEST(Callback, NamesWhatIsNew) {
    EXPECT_EQ(callback_uri(CallbackKind::NewReplies),
              "https://schema.fitko.de/fit-connect/submission-api/callbacks/new-replies");
}

}  // namespace
}  // namespace gordion::fitconnect
