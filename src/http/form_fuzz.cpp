// SPDX-License-Identifier: EUPL-1.2
#include <cstdint>
#include <cstdlib>

#include "http/form.hpp"
#include "http/percent.hpp"

// What was read is written again, and reads as the same.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace gordion::http;
    const std::string_view input(reinterpret_cast<const char*>(data), size);
    const auto fields = parse_urlencoded(input);
    if (!fields) {
        return 0;
    }
    std::string again;
    for (const auto& [name, value] : fields.value()) {
        again += percent_encode(name) + "=" + percent_encode(value) + "&";
    }
    const auto second = parse_urlencoded(again);
    if (!second || !(second.value() == fields.value())) {
        std::abort();
    }
    return 0;
}
