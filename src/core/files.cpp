// SPDX-License-Identifier: EUPL-1.2
#include "core/files.hpp"

#include <algorithm>
#include <fstream>
#include <system_error>

namespace gordion {

namespace {

// The size of a regular file that may be read; the reason why not otherwise.
Result<std::size_t> check_size(const std::filesystem::path& path, std::size_t limit) {
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
    return static_cast<std::size_t>(size);
}

Error unreadable(std::string place) {
    return {ErrorKind::Unavailable,
            "core.file_read",
            std::move(place),
            {},
            "the file cannot be read; check its permissions"};
}

class FileSource final : public ByteSource {
public:
    FileSource(const std::filesystem::path& path, std::size_t limit)
        : stream_(path, std::ios::binary), place_(path.string()), limit_(limit) {}
    [[nodiscard]] bool is_open() const { return stream_.is_open(); }

    Result<std::size_t> read(std::span<char> into) override {
        if (stream_.eof()) {
            return std::size_t{0};
        }
        stream_.read(into.data(), static_cast<std::streamsize>(into.size()));
        if (stream_.bad() || (!stream_ && !stream_.eof())) {
            return unreadable(place_);
        }
        const auto count = static_cast<std::size_t>(stream_.gcount());
        total_ += count;
        if (total_ > limit_) {
            return Error{ErrorKind::TooLarge,
                         "core.file_too_large",
                         place_,
                         {{"bytes", std::to_string(total_)}, {"limit", std::to_string(limit_)}},
                         "the file grew while it was read and is larger than it may be"};
        }
        return count;
    }

private:
    std::ifstream stream_;
    std::string place_;
    std::size_t limit_;
    std::size_t total_ = 0;
};

}  // namespace

Result<std::string> load_file(const std::filesystem::path& path, std::size_t limit) {
    std::string bytes(TRY(check_size(path, limit)), '\0');
    std::ifstream stream(path, std::ios::binary);
    stream.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    if (stream.bad() || (!stream && !stream.eof())) {
        return unreadable(path.string());
    }
    // The file may have shrunk since its size was asked.
    bytes.resize(static_cast<std::size_t>(stream.gcount()));
    return bytes;
}

Result<std::unique_ptr<ByteSource>> open_file(const std::filesystem::path& path,
                                              std::size_t limit) {
    TRY(check_size(path, limit));
    auto source = std::make_unique<FileSource>(path, limit);
    if (!source->is_open()) {
        return unreadable(path.string());
    }
    return std::unique_ptr<ByteSource>(std::move(source));
}

Result<std::size_t> MemorySource::read(std::span<char> into) {
    const std::size_t count = std::min({rest_.size(), into.size(), piece_bytes_});
    std::copy_n(rest_.begin(), count, into.begin());
    rest_.remove_prefix(count);
    return count;
}

}  // namespace gordion
