// SPDX-License-Identifier: EUPL-1.2
#include "formats/toml.hpp"

// What is read is JSON that can be written: no infinity, bounded depth.
extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
    using namespace gordion::formats;
    const auto document = parse_toml({reinterpret_cast<const char*>(data), size});
    if (document) {
        (void)write_json(document.value().root);
        for (const auto& [path, line] : document.value().lines) {
            if (line < 1 || document.value().place(path).empty()) {
                __builtin_trap();
            }
        }
    }
    return 0;
}
