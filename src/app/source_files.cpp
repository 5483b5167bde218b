// SPDX-License-Identifier: EUPL-1.2
#include "app/source_files.hpp"

#include <array>

#include "crypto/hashes.hpp"

namespace gordion::app {
namespace {

class UnchangedSource final : public ByteSource {
public:
    UnchangedSource(std::unique_ptr<ByteSource> bytes, const SourceFile& file)
        : bytes_(std::move(bytes)), file_(file) {}

    Result<std::size_t> read(std::span<char> into) override {
        if (ended_) {
            return std::size_t{0};
        }
        const std::size_t count = TRY(bytes_->read(into));
        hash_.add({into.data(), count});
        ended_ = count == 0;
        if (ended_ && crypto::to_hex(hash_.finish()) != file_.sha256) {
            return Error{ErrorKind::Conflict,
                         "app.file_changed",
                         file_.path.string(),
                         {},
                         "The file changed while it was read. Nothing was kept; try again when "
                         "nobody writes to it."};
        }
        return count;
    }

private:
    std::unique_ptr<ByteSource> bytes_;
    SourceFile file_;
    crypto::Sha256 hash_;
    bool ended_ = false;
};

}  // namespace

Result<SourceFile> find_source_file(const std::filesystem::path& path, std::size_t limit) {
    const auto source = TRY(open_file(path, limit));
    crypto::Sha256 hash;
    std::array<char, 64 * 1024> piece;
    while (const std::size_t count = TRY(source->read(piece))) {
        hash.add({piece.data(), count});
    }
    return SourceFile{path, limit, crypto::to_hex(hash.finish())};
}

Result<std::unique_ptr<ByteSource>> open_source_file(const SourceFile& file) {
    return std::unique_ptr<ByteSource>(
        std::make_unique<UnchangedSource>(TRY(open_file(file.path, file.limit)), file));
}

}  // namespace gordion::app
