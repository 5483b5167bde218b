// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <unistd.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <optional>
#include <string>

#include "formats/json.hpp"

namespace gordion::testing {

/// Hands a JSON value to tests/interop/<script> and returns the JSON that it prints. Nothing if
/// node or the npm packages are not installed (the script then ends with 77): the test skips
/// itself.
inline std::optional<formats::Json> ask_node(const std::string& script,
                                             const formats::Json& input) {
    std::string path = (std::filesystem::temp_directory_path() / "gordion-oracle-XXXXXX").string();
    const int descriptor = mkstemp(path.data());
    if (descriptor < 0) {
        return std::nullopt;
    }
    close(descriptor);
    std::ofstream(path) << formats::write_json(input);
    const std::string command = "cd '" GORDION_SOURCE_DIR "' && node tests/interop/" + script +
                                " '" + path + "' 2>/dev/null";
    std::string printed;
    if (FILE* pipe = popen(command.c_str(), "r")) {
        std::array<char, 65536> part{};
        while (const std::size_t count = fread(part.data(), 1, part.size(), pipe)) {
            printed.append(part.data(), count);
        }
        pclose(pipe);
    }
    std::filesystem::remove(path);
    auto parsed = formats::parse_json(printed);
    return parsed ? std::optional<formats::Json>(std::move(parsed).value()) : std::nullopt;
}

}  // namespace gordion::testing
