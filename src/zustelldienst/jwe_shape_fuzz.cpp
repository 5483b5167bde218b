// SPDX-License-Identifier: EUPL-1.2
#include "zustelldienst/jwe_shape.hpp"

// However the bytes are cut into pieces, the judgment is the same.
extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
    using namespace gordion;
    if (size < 1) {
        return 0;
    }
    const std::size_t piece = 1 + data[0] % 32;
    const std::string_view jwe(reinterpret_cast<const char*>(data + 1), size - 1);
    zustelldienst::CheckObserver silent;
    const auto whole = zustelldienst::check_jwe(jwe, "data", zustelldienst::JweRules::V2, silent);
    zustelldienst::JweInspector inspector;
    bool is_refused = false;
    for (std::size_t at = 0; at < jwe.size() && !is_refused; at += piece) {
        is_refused = !inspector.append(jwe.substr(at, piece)).has_value();
    }
    const bool is_taken =
        !is_refused && inspector.finish("data", zustelldienst::JweRules::V2, silent).has_value();
    if (is_taken != whole.has_value()) {
        __builtin_trap();
    }
    return 0;
}
