// SPDX-License-Identifier: EUPL-1.2
#include <cstdint>

#include "core/limits.hpp"
#include "core/verify.hpp"
#include "sandbox/failure_switches.hpp"

// An order that is taken keeps to its bounds, is written so that it reads back as the same, and is
// gone after as many calls as it names.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace gordion;
    using namespace gordion::sandbox;
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    (void)call_kind_of(http::Method::Get, text);
    (void)call_kind_of(http::Method::Put, text);
    (void)spoil_signature(text);
    const auto json = formats::parse_json(text);
    const auto read = json ? read_failure_order(json.value()) : Result<FailureOrder>(json.error());
    if (!read) {
        return 0;
    }
    const FailureOrder& order = read.value();
    VERIFY(order.status >= 500 && order.status <= 504, "a server error is one");
    VERIFY(order.delay_ms > 0 && order.delay_ms <= limits::switch_delay_ms, "delays are bounded");
    VERIFY(!order.sentence().empty(), "the trace has something to say");
    const auto written = write_failure_order(order);
    const auto again = read_failure_order(written);
    VERIFY(again && formats::write_json(write_failure_order(again.value())) ==
                        formats::write_json(written),
           "what is written reads back as the same");
    if (order.failure == Failure::TooMany || order.failure == Failure::ServerError) {
        VERIFY(answer_of(order, "r1").status >= 429, "the answer is a refusal");
    }
    FailureSwitches switches;
    VERIFY(switches.set(order), "one has room");
    std::int64_t left = order.calls.value_or(3);
    for (int tried = 0; tried < 3; ++tried, --left) {
        VERIFY(
            switches.take(order.destination_id, order.failure, order.on).has_value() == (left > 0),
            "a switch counts its calls");
    }
    return 0;
}
