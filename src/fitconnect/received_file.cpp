// SPDX-License-Identifier: EUPL-1.2
#include "fitconnect/internal/received_file.hpp"

#include "core/read_exactly.hpp"
#include "crypto/streamed_jwe.hpp"
#include "fitconnect/examination.hpp"

namespace gordion::fitconnect {
namespace {

constexpr std::size_t piece_bytes = 64UL * 1024;

Result<std::unique_ptr<ByteSource>> open_part(const std::shared_ptr<const SpooledJwe>& jwe,
                                              const crypto::PrivateKey& key) {
    return crypto::open_jwe_source(TRY(SpooledJwe::open(jwe)), key, attachment_file_bytes);
}

// One part after the other.
class FileSource final : public ByteSource {
public:
    explicit FileSource(internal::FileParts file) : file_(std::move(file)) {}

    Result<std::size_t> read(std::span<char> into) override {
        for (;;) {
            if (!part_) {
                if (next_ == file_.size()) {
                    return std::size_t(0);
                }
                const auto& [jwe, key] = file_[next_++];
                part_ = TRY(open_part(jwe, key));
            }
            if (const std::size_t got = TRY(part_->read(into)); got > 0) {
                return got;
            }
            part_.reset();
        }
    }

private:
    internal::FileParts file_;
    std::size_t next_ = 0;
    std::unique_ptr<ByteSource> part_;
};

// Bytes in memory that are shared by whoever reads them.
class SharedSource final : public ByteSource {
public:
    explicit SharedSource(std::shared_ptr<const std::string> bytes)
        : bytes_(std::move(bytes)), source_(*bytes_) {}
    Result<std::size_t> read(std::span<char> into) override { return source_.read(into); }

private:
    std::shared_ptr<const std::string> bytes_;
    MemorySource source_;
};

}  // namespace

namespace internal {

OpenSource open_parts(FileParts file) {
    return [file = std::move(file)]() -> Result<std::unique_ptr<ByteSource>> {
        return std::unique_ptr<ByteSource>(std::make_unique<FileSource>(file));
    };
}

OpenSource open_shared(std::shared_ptr<const std::string> bytes) {
    return [bytes = std::move(bytes)]() -> Result<std::unique_ptr<ByteSource>> {
        return std::unique_ptr<ByteSource>(std::make_unique<SharedSource>(bytes));
    };
}

Result<std::uint64_t> hash_part(const std::shared_ptr<const SpooledJwe>& jwe,
                                const crypto::PrivateKey& key, crypto::Sha512& hash) {
    const auto source = TRY(open_part(jwe, key));
    std::string piece(piece_bytes, '\0');
    std::uint64_t read = 0;
    for (;;) {
        const std::size_t got = TRY(source->read(piece));
        if (got == 0) {
            return read;
        }
        hash.add(std::string_view(piece).substr(0, got));
        read += got;
    }
}

Error file_too_large(std::uint64_t most) {
    return {ErrorKind::TooLarge,
            "fitconnect.attachment_too_large",
            "",
            {{"limit", std::to_string(most)}},
            "The file is larger than it may be."};
}

}  // namespace internal

Result<std::string> load_attachment(const ReceivedAttachment& attachment, std::uint64_t most) {
    if (attachment.bytes > most) {
        return internal::file_too_large(most);
    }
    const auto source = TRY(attachment.open());
    return read_exactly(*source, attachment.bytes);
}

}  // namespace gordion::fitconnect
