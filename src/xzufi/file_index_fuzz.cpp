// SPDX-License-Identifier: EUPL-1.2
#include <filesystem>
#include <string_view>

#include "xzufi/file_index.hpp"

/// Whatever the list says, its names stay below the folder.
extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
    const auto names = gordion::xzufi::read_file_index({reinterpret_cast<const char*>(data), size});
    if (!names) {
        return 0;
    }
    for (const std::string& name : names.value()) {
        const auto path = (std::filesystem::path("/folder") / name).lexically_normal().string();
        if (!std::string_view(path).starts_with("/folder/")) {
            __builtin_trap();
        }
    }
    return 0;
}
