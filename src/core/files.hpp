// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <cstddef>
#include <filesystem>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "core/result.hpp"

namespace gordion {

/// The bytes of a regular file. Its size is looked at before a byte is read, and never more than
/// `limit` bytes are. Error codes: core.file_missing (NotFound), core.file_kind (Invalid: a folder,
/// device or pipe), core.file_too_large (TooLarge; values "bytes", "limit"), core.file_read
/// (Unavailable). Place is the path.
Result<std::string> load_file(const std::filesystem::path& path, std::size_t limit);

/// Bytes that come one piece after another, so that they never have to be in memory at once.
class ByteSource {
public:
    virtual ~ByteSource() = default;
    /// Fills the beginning of `into` and returns how many bytes that are: 0 at the end and only
    /// there. `into` is not empty. An error ends the reading.
    virtual Result<std::size_t> read(std::span<char> into) = 0;
};

/// Opens the same bytes from their beginning, as often as it is called.
using OpenSource = std::function<Result<std::unique_ptr<ByteSource>>()>;

/// A regular file as a source; it is open as long as the source lives. Error codes as load_file,
/// also while reading: a file that grows beyond `limit` meanwhile is core.file_too_large.
Result<std::unique_ptr<ByteSource>> open_file(const std::filesystem::path& path, std::size_t limit);

/// Bytes that are in memory, handed out in pieces of at most `piece_bytes`. The bytes must outlive
/// the source.
class MemorySource final : public ByteSource {
public:
    explicit MemorySource(std::string_view bytes, std::size_t piece_bytes = 64 * 1024)
        : rest_(bytes), piece_bytes_(piece_bytes) {}
    Result<std::size_t> read(std::span<char> into) override;

private:
    std::string_view rest_;
    std::size_t piece_bytes_;
};

}  // namespace gordion
