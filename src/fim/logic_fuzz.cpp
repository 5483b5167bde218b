// SPDX-License-Identifier: EUPL-1.2
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "fim/logic.hpp"

/// What compiles ends, and what comes out can be written. Input: {"logic": …, "data": …}.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using gordion::formats::Json;
    const auto input =
        gordion::formats::parse_json(std::string_view(reinterpret_cast<const char*>(data), size));
    if (!input.has_value()) {
        return 0;
    }
    const Json* logic = input.value().find("logic");
    const Json* values = input.value().find("data");
    const Json& expression = logic != nullptr ? *logic : input.value();
    const bool judged_good = gordion::fim::check_logic(expression, "").empty();
    const auto compiled = gordion::fim::Logic::compile(expression);
    if (compiled.has_value() != judged_good) {
        std::abort();
    }
    if (compiled.has_value()) {
        const auto result = compiled.value().evaluate(values != nullptr ? *values : Json());
        if (result.has_value()) {
            (void)gordion::formats::write_json(result.value());
        }
    }
    return 0;
}
