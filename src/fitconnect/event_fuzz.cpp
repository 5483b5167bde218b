// SPDX-License-Identifier: EUPL-1.2
#include "fitconnect/event.hpp"

// An event that is read must be written so that it reads back as the same.
extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
    using namespace gordion;
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    (void)fitconnect::read_unproved_event(text);
    const auto payload = formats::parse_json(text);
    if (!payload) {
        return 0;
    }
    const auto event = fitconnect::read_event(payload.value());
    if (event &&
        fitconnect::read_event(fitconnect::write_event(event.value())).value() != event.value()) {
        __builtin_trap();
    }
    return 0;
}
