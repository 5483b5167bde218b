// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <vector>

#include "crypto/jose.hpp"
#include "crypto/streamed_jwe.hpp"
#include "delivery/handover.hpp"
#include "delivery/submission_store.hpp"

namespace gordion::delivery {

/// Puts encrypted enclosures into the blob store and takes them back unless they are kept: what a
/// hand-over that failed has written stays nowhere.
class EnclosureBlobs {
public:
    explicit EnclosureBlobs(storage::BlobStore& blobs) : blobs_(&blobs) {}
    EnclosureBlobs(const EnclosureBlobs&) = delete;
    EnclosureBlobs& operator=(const EnclosureBlobs&) = delete;
    ~EnclosureBlobs() {
        if (!kept_) {
            for (const StoredEnclosure& enclosure : stored_) {
                (void)blobs_->remove(enclosure.attachment.blob_id);
            }
        }
    }

    Result<std::vector<StoredEnclosure>> put(const std::vector<const Enclosure*>& enclosures,
                                             const crypto::PublicKey& key, const Clock& clock,
                                             Random& random) {
        std::vector<StoredEnclosure> made;
        for (const Enclosure* enclosure : enclosures) {
            const std::string jwe =
                TRY(crypto::encrypt_jwe(enclosure->bytes, key, enclosure->media_type));
            std::string blob = TRY(blobs_->put(jwe));
            stored_.push_back({{make_uuid(clock, random), std::move(blob),
                                static_cast<std::int64_t>(jwe.size())}});
            made.push_back(stored_.back());
        }
        return made;
    }
    /// Piece by piece, whatever the size.
    Result<StoredEnclosure> put_file(const ReceivedFile& file, const crypto::PublicKey& key) {
        const auto jwe = TRY(crypto::make_jwe_source(TRY(file.open()), key, file.media_type));
        storage::BlobWriter writer = TRY(blobs_->begin());
        std::string piece(64UL * 1024, '\0');
        while (const std::size_t got = TRY(jwe->read(piece))) {
            TRY(writer.append(std::string_view(piece).substr(0, got)));
        }
        const auto size = static_cast<std::int64_t>(writer.size());
        std::string blob = TRY(writer.commit());
        stored_.push_back({{file.id, std::move(blob), size}});
        return stored_.back();
    }
    void keep() { kept_ = true; }

private:
    storage::BlobStore* blobs_;
    std::vector<StoredEnclosure> stored_;
    bool kept_ = false;
};

}  // namespace gordion::delivery
