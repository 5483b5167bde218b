// SPDX-License-Identifier: EUPL-1.2
#include "crypto/streamed_jwe.hpp"

#include <openssl/crypto.h>

#include <algorithm>
#include <array>
#include <optional>
#include <string>

#include "core/limits.hpp"
#include "crypto/hashes.hpp"
#include "crypto/internal/aes_gcm.hpp"
#include "crypto/internal/compact.hpp"
#include "crypto/internal/inflate.hpp"
#include "crypto/internal/jwe_steps.hpp"

namespace gordion::crypto {
namespace {

using formats::Json;

constexpr std::size_t piece_bytes = 48UL * 1024;   ///< divides by three and by four
constexpr std::size_t zipped_bytes = 4UL * 1024;   ///< a piece may become a thousand times as much
constexpr std::size_t segment_bytes = 2UL * 1024;  ///< wrapped key, nonce, tag

// What is ready to be read, taken from the front.
class Ready {
public:
    [[nodiscard]] bool empty() const { return at_ == bytes_.size(); }
    std::string& refill() {
        bytes_.clear();
        at_ = 0;
        return bytes_;
    }
    std::size_t take(std::span<char> into) {
        const std::size_t count = std::min(into.size(), bytes_.size() - at_);
        std::copy_n(bytes_.data() + at_, count, into.data());
        at_ += count;
        return count;
    }

private:
    std::string bytes_;
    std::size_t at_ = 0;
};

// A source that makes its bytes piece by piece.
class PieceSource : public ByteSource {
public:
    Result<std::size_t> read(std::span<char> into) final {
        while (ready_.empty() && !is_done_ && !failure_) {
            if (auto made = make_piece(ready_.refill()); !made) {
                ready_.refill();
                failure_ = made.take_error();
            } else {
                is_done_ = made.value() == Piece::Last;
            }
        }
        if (failure_) {
            return *failure_;
        }
        return ready_.take(into);
    }

protected:
    enum class Piece { More, Last };

private:
    virtual Result<Piece> make_piece(std::string& into) = 0;

    Ready ready_;
    bool is_done_ = false;
    std::optional<Error> failure_;
};

class OpeningSource final : public PieceSource {
public:
    explicit OpeningSource(std::unique_ptr<ByteSource> jwe, std::uint64_t most)
        : jwe_(std::move(jwe)), most_(most) {}

    Result<void> begin(const KeyMaterial& key) {
        const std::string first = TRY(read_segment(limits::jose_header_bytes));
        const Json header = TRY(read_jose_header(first, "crypto.jwe_malformed"));
        TRY(check_jwe_header(header, key, Zip::Inflate));
        const auto wrapped = from_base64url(TRY(read_segment(segment_bytes)));
        const auto nonce = from_base64url(TRY(read_segment(segment_bytes)));
        if (!wrapped || !nonce || !is_wrapped_length(key, wrapped.value().size()) ||
            nonce.value().size() != gcm_nonce_bytes) {
            return jwe_malformed("The encrypted key or the nonce cannot be read.");
        }
        std::string content_key = TRY(find_content_key(header, key, wrapped.value()));
        cipher_.emplace(GcmStream::Way::Open, content_key, nonce.value(), first);
        OPENSSL_cleanse(content_key.data(), content_key.size());
        if (header.find("zip") != nullptr) {
            inflating_.emplace(most_);
        }
        return {};
    }

private:
    // Reads on; false at the end of the source.
    Result<bool> refill(std::size_t bytes) {
        const std::size_t before = text_.size();
        text_.resize(before + bytes);
        const auto got = jwe_->read({text_.data() + before, bytes});
        text_.resize(before + (got ? got.value() : 0));
        if (!got) {
            return got.error();
        }
        return got.value() > 0;
    }

    // The text before the next dot, which is taken away with it.
    Result<std::string> read_segment(std::size_t most) {
        for (std::size_t dot = 0;;) {
            dot = text_.find('.', dot);
            if (dot != std::string::npos && dot <= most) {
                std::string segment = text_.substr(0, dot);
                text_.erase(0, dot + 1);
                return segment;
            }
            dot = text_.size();
            if (dot > most || !TRY(refill(segment_bytes))) {
                return jwe_malformed("A segment is missing or longer than allowed.");
            }
        }
    }

    Result<Piece> make_piece(std::string& into) override {
        const std::size_t wanted = inflating_ ? zipped_bytes : piece_bytes;
        std::size_t dot = text_.find('.');
        while (dot == std::string::npos && text_.size() < wanted) {
            const std::size_t before = text_.size();
            if (!TRY(refill(wanted))) {
                return jwe_malformed("The JWE is cut off.");
            }
            dot = text_.find('.', before);
        }
        const std::size_t length = dot <= wanted ? dot : std::min(text_.size(), wanted) / 4 * 4;
        TRY(open_piece(text_.substr(0, length), into));
        text_.erase(0, length);
        if (text_.empty() || text_.front() != '.') {
            return Piece::More;
        }
        text_.erase(0, 1);
        TRY(finish());
        return Piece::Last;
    }

    Result<void> open_piece(std::string_view text, std::string& into) {
        const auto bytes = from_base64url(text);
        if (!bytes) {
            return jwe_malformed("Segment 4 is not base64url.");
        }
        auto plain = cipher_->add(bytes.value());
        made_ += bytes.value().size();
        if (!plain || (!inflating_ && made_ > most_)) {
            return Error{ErrorKind::TooLarge,
                         "crypto.jwe_too_large",
                         "",
                         {{"limit", std::to_string(most_)}},
                         "The content is larger than one JWE may carry."};
        }
        if (inflating_) {
            return inflating_->add(*plain, into);
        }
        into = std::move(*plain);
        return {};
    }

    // RFC 7516, section 11.5: a wrong key shows here and nowhere else.
    Result<void> finish() {
        while (text_.size() <= segment_bytes && TRY(refill(segment_bytes))) {
        }
        const auto tag = from_base64url(text_);
        if (text_.size() > segment_bytes || !tag || tag.value().size() != gcm_tag_bytes) {
            return jwe_malformed("The tag cannot be read, or something stands behind it.");
        }
        if (!cipher_->finish_opening(tag.value())) {
            return jwe_undecryptable();
        }
        return inflating_ ? inflating_->check_end() : Result<void>();
    }

    std::unique_ptr<ByteSource> jwe_;
    std::uint64_t most_;
    std::uint64_t made_ = 0;
    std::string text_;  ///< read, and not used yet
    std::optional<GcmStream> cipher_;
    std::optional<Inflating> inflating_;
};

class SealingSource final : public PieceSource {
public:
    SealingSource(std::unique_ptr<ByteSource> plaintext, JweBeginning& beginning)
        : plaintext_(std::move(plaintext)),
          text_(std::move(beginning.text)),
          cipher_(GcmStream::Way::Seal, beginning.content_key, beginning.nonce, beginning.header) {
        OPENSSL_cleanse(beginning.content_key.data(), beginning.content_key.size());
    }

private:
    Result<Piece> make_piece(std::string& into) override {
        into = std::move(text_);
        text_.clear();
        const std::size_t got = TRY(plaintext_->read(piece_));
        auto sealed = cipher_.add({piece_.data(), got});
        if (!sealed) {
            return Error{ErrorKind::TooLarge,
                         "crypto.jwe_too_large",
                         "",
                         {{"limit", "68719476704"}},
                         "The content is larger than one JWE may carry."};
        }
        rest_ += *sealed;
        const std::size_t whole = got == 0 ? rest_.size() : rest_.size() / 3 * 3;
        into += to_base64url(std::string_view(rest_).substr(0, whole));
        rest_.erase(0, whole);
        if (got > 0) {
            return Piece::More;
        }
        into += "." + to_base64url(cipher_.finish_sealing());
        return Piece::Last;
    }

    std::unique_ptr<ByteSource> plaintext_;
    std::string text_;  ///< the beginning, until it is read
    GcmStream cipher_;
    std::string rest_;  ///< encrypted, fewer than three bytes
    std::array<char, piece_bytes> piece_{};
};

}  // namespace

Result<std::unique_ptr<ByteSource>> open_jwe_source(std::unique_ptr<ByteSource> jwe,
                                                    const PrivateKey& key, std::uint64_t most) {
    auto source = std::make_unique<OpeningSource>(std::move(jwe), most);
    TRY(source->begin(key.impl().material));
    return std::unique_ptr<ByteSource>(std::move(source));
}

Result<std::unique_ptr<ByteSource>> make_jwe_source(std::unique_ptr<ByteSource> plaintext,
                                                    const PublicKey& to,
                                                    std::string_view content_type) {
    SystemRandom random;
    JweBeginning beginning = TRY(begin_jwe(to, content_type, random));
    return std::unique_ptr<ByteSource>(
        std::make_unique<SealingSource>(std::move(plaintext), beginning));
}

}  // namespace gordion::crypto
