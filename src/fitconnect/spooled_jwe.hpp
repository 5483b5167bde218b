// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <condition_variable>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>

#include "core/files.hpp"

namespace gordion::fitconnect {

/// What one JWE of an attachment may have on the wire: 500 MB, also where a server counts what was
/// encrypted. Source: FIT-Connect documentation, sending attachments.
inline constexpr std::uint64_t attachment_jwe_bytes = 700'000'000;
/// One file, put together of its fragments; and what all attachments of a submission have on the
/// wire together.
inline constexpr std::uint64_t attachment_file_bytes = 2'000'000'000;
inline constexpr std::uint64_t attachments_jwe_bytes = 2'800'000'000;

/// Takes one body piece by piece: begun anew for every try.
class DownloadTarget {
public:
    virtual ~DownloadTarget() = default;
    virtual Result<void> begin() = 0;
    virtual Result<void> append(std::string_view piece) = 0;
};

/// Where JWEs of attachments lie that are too large for memory: files without a name, which their
/// owner alone can read and which are gone with their last user and with the process. What is in
/// them is encrypted as it came. Counts what lies there. Shared between threads; outlived by
/// nothing that it made.
class Spool {
public:
    /// The file system of `folder` needs room; the folder is made when it is needed.
    explicit Spool(std::filesystem::path folder);
    /// Waits until less than this lies there: whoever fetches is held back by those who open.
    void wait_below(std::uint64_t bytes);

private:
    friend class SpooledJwe;
    /// A descriptor. Error code: fitconnect.spool.
    Result<int> open_file();
    void add(std::uint64_t bytes);
    void remove(std::uint64_t bytes);

    std::filesystem::path folder_;
    std::mutex mutex_;
    std::condition_variable freed_;
    std::uint64_t bytes_ = 0;
};

/// The JWE of one attachment: in memory while it is small, else in the spool. Filled by one thread;
/// then read by any, as often as they like.
class SpooledJwe final : public DownloadTarget {
public:
    explicit SpooledJwe(std::shared_ptr<Spool> spool);
    ~SpooledJwe() override;
    SpooledJwe(const SpooledJwe&) = delete;
    SpooledJwe& operator=(const SpooledJwe&) = delete;

    Result<void> begin() override;
    /// Error codes: fitconnect.spool (Unavailable: the disk), fitconnect.attachment_too_large.
    Result<void> append(std::string_view piece) override;
    Result<void> append_all(ByteSource& source);

    [[nodiscard]] std::uint64_t size() const { return size_; }
    /// Nothing if it lies in the spool.
    [[nodiscard]] const std::string* text() const { return file_ < 0 ? &text_ : nullptr; }
    /// From the beginning; it holds this JWE.
    static Result<std::unique_ptr<ByteSource>> open(std::shared_ptr<const SpooledJwe> jwe);
    /// Its authentication tag. Error code: fitconnect.jwe_segments.
    [[nodiscard]] Result<std::string> tag() const;

private:
    class Source;
    Result<void> move_to_file();
    Result<void> write_out(std::string_view piece);
    void drop();

    std::shared_ptr<Spool> spool_;
    std::string text_;  ///< all of it, or the last few bytes of what is in the file
    std::uint64_t size_ = 0;
    std::size_t dots_ = 0;
    int file_ = -1;
    std::uint64_t counted_ = 0;  ///< of this file in the spool
};

}  // namespace gordion::fitconnect
