// SPDX-License-Identifier: EUPL-1.2
#include "formats/json.hpp"

// Whatever is read must be written as JSON that reads back as the same value.
extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
    using namespace gordion::formats;
    const auto value = parse_json({reinterpret_cast<const char*>(data), size});
    if (!value) {
        return 0;
    }
    for (const std::string& text : {write_json(value.value()), write_json_pretty(value.value())}) {
        const auto again = parse_json(text);
        if (!again || write_json(again.value()) != write_json(value.value())) {
            __builtin_trap();
        }
    }
    return 0;
}
