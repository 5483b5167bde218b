// SPDX-License-Identifier: EUPL-1.2
#include "fitconnect/spooled_jwe.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>

#include "fitconnect/event.hpp"

namespace gordion::fitconnect {
namespace {

constexpr std::size_t memory_bytes = 256UL * 1024;  ///< smaller ones never reach the disk
constexpr std::size_t tail_bytes = 64;              ///< longer than a tag with its dot
constexpr std::size_t pieces_bytes = 64UL * 1024;
constexpr std::size_t jwe_dots = 4;

Error spool_failed(const std::filesystem::path& folder) {
    // errno belongs to the step that just failed.
    return {ErrorKind::Unavailable,
            "fitconnect.spool",
            "",
            {{"folder", folder.string()}, {"reason", std::strerror(errno)}},
            "A large attachment could not be kept on the disk while it is worked on."};
}

std::string_view tail_of(std::string_view text) {
    return text.substr(text.size() - std::min(text.size(), tail_bytes));
}

}  // namespace

Spool::Spool(std::filesystem::path folder) : folder_(std::move(folder)) {}

// Where the file system knows no files without a name, the name is taken away at once.
Result<int> Spool::open_file() {
    std::error_code error;
    std::filesystem::create_directories(folder_, error);
    const int nameless = ::open(folder_.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
    if (nameless >= 0) {
        return nameless;
    }
    std::string name = (folder_ / ".fitconnect-XXXXXX").string();
    const int named = ::mkostemp(name.data(), O_CLOEXEC);
    if (named < 0) {
        return spool_failed(folder_);
    }
    ::unlink(name.c_str());
    return named;
}

void Spool::wait_below(std::uint64_t bytes) {
    std::unique_lock lock(mutex_);
    freed_.wait(lock, [&] { return bytes_ < bytes; });
}

void Spool::add(std::uint64_t bytes) {
    const std::lock_guard lock(mutex_);
    bytes_ += bytes;
}

void Spool::remove(std::uint64_t bytes) {
    const std::lock_guard lock(mutex_);
    bytes_ -= bytes;
    freed_.notify_all();
}

SpooledJwe::SpooledJwe(std::shared_ptr<Spool> spool) : spool_(std::move(spool)) {}

SpooledJwe::~SpooledJwe() {
    drop();
}

void SpooledJwe::drop() {
    if (file_ >= 0) {
        ::close(file_);
        file_ = -1;
    }
    spool_->remove(counted_);
    counted_ = 0;
}

Result<void> SpooledJwe::begin() {
    drop();
    text_.clear();
    size_ = 0;
    dots_ = 0;
    return {};
}

Result<void> SpooledJwe::write_out(std::string_view piece) {
    while (!piece.empty()) {
        const ssize_t written = ::write(file_, piece.data(), piece.size());
        if (written < 0 && errno == EINTR) {
            continue;
        }
        if (written <= 0) {
            return spool_failed(spool_->folder_);
        }
        const auto count = static_cast<std::size_t>(written);
        spool_->add(count);
        counted_ += count;
        piece.remove_prefix(count);
    }
    return {};
}

Result<void> SpooledJwe::move_to_file() {
    file_ = TRY(spool_->open_file());
    TRY(write_out(text_));
    text_ = std::string(tail_of(text_));
    return {};
}

Result<void> SpooledJwe::append(std::string_view piece) {
    size_ += piece.size();
    if (size_ > attachment_jwe_bytes) {
        return Error{ErrorKind::TooLarge,
                     "fitconnect.attachment_too_large",
                     "",
                     {{"limit", std::to_string(attachment_jwe_bytes)}},
                     "An attachment has at most 500 MB."};
    }
    dots_ += static_cast<std::size_t>(std::count(piece.begin(), piece.end(), '.'));
    if (file_ < 0 && size_ > memory_bytes) {
        TRY(move_to_file());
    }
    if (file_ >= 0) {
        TRY(write_out(piece));
        text_ += tail_of(piece);
        text_.erase(0, text_.size() - tail_of(text_).size());
        return {};
    }
    text_ += piece;
    return {};
}

Result<void> SpooledJwe::append_all(ByteSource& source) {
    std::string piece(pieces_bytes, '\0');
    for (;;) {
        const std::size_t got = TRY(source.read(piece));
        if (got == 0) {
            return {};
        }
        TRY(append(std::string_view(piece).substr(0, got)));
    }
}

Result<std::string> SpooledJwe::tag() const {
    if (file_ < 0) {
        return authentication_tag(text_);
    }
    // What stands before the last dot is of no interest for the tag.
    const std::size_t dot = text_.rfind('.');
    return authentication_tag(dots_ == jwe_dots && dot != std::string::npos
                                  ? "a.b.c.d" + text_.substr(dot)
                                  : std::string());
}

// Reads at a place of its own, so that several may read at once.
class SpooledJwe::Source final : public ByteSource {
public:
    explicit Source(std::shared_ptr<const SpooledJwe> jwe) : jwe_(std::move(jwe)) {}

    Result<std::size_t> read(std::span<char> into) override {
        if (const std::string* text = jwe_->text()) {
            const std::size_t count = std::min<std::size_t>(into.size(), text->size() - at_);
            std::copy_n(text->data() + at_, count, into.data());
            at_ += count;
            return count;
        }
        for (;;) {
            const ssize_t got =
                ::pread(jwe_->file_, into.data(), into.size(), static_cast<off_t>(at_));
            if (got < 0 && errno == EINTR) {
                continue;
            }
            if (got < 0) {
                return spool_failed(jwe_->spool_->folder_);
            }
            at_ += static_cast<std::size_t>(got);
            return static_cast<std::size_t>(got);
        }
    }

private:
    std::shared_ptr<const SpooledJwe> jwe_;
    std::size_t at_ = 0;
};

Result<std::unique_ptr<ByteSource>> SpooledJwe::open(std::shared_ptr<const SpooledJwe> jwe) {
    return std::unique_ptr<ByteSource>(std::make_unique<Source>(std::move(jwe)));
}

}  // namespace gordion::fitconnect
