// SPDX-License-Identifier: EUPL-1.2
#include "core/files.hpp"

#include <fstream>
#include <system_error>

namespace gordion {

Result<std::string> load_file(const std::filesystem::path& path, std::size_t limit) {
    std::error_code code;
    const std::string place = path.string();
    const auto status = std::filesystem::status(path, code);
    if (!std::filesystem::exists(status)) {
        return Error{ErrorKind::NotFound,
                     "core.file_missing",
                     place,
                     {},
                     "there is no such file; check the path"};
    }
    if (!std::filesystem::is_regular_file(status)) {
        return Error{ErrorKind::Invalid,
                     "core.file_kind",
                     place,
                     {},
                     "a regular file is needed, not a folder, device or pipe"};
    }
    const auto size = std::filesystem::file_size(path, code);
    if (code) {
        return Error{ErrorKind::Unavailable, "core.file_read", place, {}, code.message()};
    }
    if (size > limit) {
        return Error{ErrorKind::TooLarge,
                     "core.file_too_large",
                     place,
                     {{"bytes", std::to_string(size)}, {"limit", std::to_string(limit)}},
                     "the file is larger than this kind of file may be; nothing was read"};
    }
    std::string bytes(static_cast<std::size_t>(size), '\0');
    std::ifstream stream(path, std::ios::binary);
    stream.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    if (stream.bad() || (!stream && !stream.eof())) {
        return Error{ErrorKind::Unavailable,
                     "core.file_read",
                     place,
                     {},
                     "the file cannot be read; check its permissions"};
    }
    // The file may have shrunk since its size was asked.
    bytes.resize(static_cast<std::size_t>(stream.gcount()));
    return bytes;
}

}  // namespace gordion
