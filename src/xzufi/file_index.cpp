// SPDX-License-Identifier: EUPL-1.2
#include "xzufi/file_index.hpp"

#include <algorithm>

#include "core/limits.hpp"
#include "core/text.hpp"

namespace gordion::xzufi {
namespace {

// A path below the folder: no root, no way up, no address of the net, nothing that a shell hides.
bool stays_inside(std::string_view name) {
    const bool odd = name.front() == '/' || name.find('\\') != std::string_view::npos ||
                     name.find(':') != std::string_view::npos ||
                     std::any_of(name.begin(), name.end(),
                                 [](unsigned char c) { return c < 0x20 || c == 0x7F; });
    const auto parts = split(name, '/');
    return !odd && std::none_of(parts.begin(), parts.end(), [](const std::string& part) {
        return part.empty() || part == "." || part == "..";
    });
}

}  // namespace

Result<std::vector<std::string>> read_file_index(std::string_view bytes) {
    if (!is_utf8(bytes)) {
        return Error{
            ErrorKind::Invalid, "formats.not_utf8", "", {}, "the list of files is not UTF-8"};
    }
    if (bytes.starts_with("\xEF\xBB\xBF")) {
        bytes.remove_prefix(3);
    }
    std::vector<std::string> names;
    int number = 0;
    for (const std::string& line : split(bytes, '\n')) {
        ++number;
        const std::string_view name = trim(line);
        if (name.empty() || name.starts_with('#')) {
            continue;
        }
        if (!stays_inside(name)) {
            return Error{ErrorKind::Invalid,
                         "xzufi.index_invalid",
                         "line " + std::to_string(number),
                         {{"name", std::string(name.substr(0, 200))}},
                         "only names of files below the folder of the list are allowed"};
        }
        if (names.size() == limits::xzufi_index_files) {
            return Error{ErrorKind::TooLarge,
                         "xzufi.index_too_long",
                         "line " + std::to_string(number),
                         {{"limit", std::to_string(limits::xzufi_index_files)}},
                         "the list names more files than are replayed at once"};
        }
        names.emplace_back(name);
    }
    if (names.empty()) {
        return Error{ErrorKind::Invalid, "xzufi.index_empty", "", {}, "the list names no file"};
    }
    return names;
}

}  // namespace gordion::xzufi
