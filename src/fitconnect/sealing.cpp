// SPDX-License-Identifier: EUPL-1.2
#include "fitconnect/sealing.hpp"

#include <algorithm>
#include <map>

#include "core/ids.hpp"
#include "crypto/hashes.hpp"
#include "crypto/streamed_hash.hpp"
#include "crypto/streamed_jwe.hpp"
#include "fitconnect/spooled_jwe.hpp"

namespace gordion::fitconnect {
namespace {

// Passes on what another source gives, and hashes it.
class HashedSource final : public ByteSource {
public:
    HashedSource(std::unique_ptr<ByteSource> inner, crypto::Sha512& hash)
        : inner_(std::move(inner)), hash_(&hash) {}

    Result<std::size_t> read(std::span<char> into) override {
        const std::size_t got = TRY(inner_->read(into));
        hash_->add({into.data(), got});
        return got;
    }

private:
    std::unique_ptr<ByteSource> inner_;
    crypto::Sha512* hash_;
};

struct Sealed {
    SealedFile file;
    std::string hash;
};

Result<Sealed> seal_file(const OutgoingFile& file, const crypto::PublicKey& key,
                         const std::shared_ptr<Spool>& spool) {
    std::unique_ptr<ByteSource> content = std::make_unique<MemorySource>(file.bytes);
    if (file.open) {
        content = TRY(file.open());
    }
    crypto::Sha512 hash;
    const auto source = TRY(crypto::make_jwe_source(
        std::make_unique<HashedSource>(std::move(content), hash), key, file.media_type));
    const auto jwe = std::make_shared<SpooledJwe>(spool);
    TRY(jwe->append_all(*source));
    std::string tag = TRY(jwe->tag());
    return Sealed{{std::move(tag), {jwe->size(), [jwe] { return SpooledJwe::open(jwe); }}},
                  crypto::to_hex(hash.finish())};
}

}  // namespace

Result<SealedSubmission> seal(const Outgoing& outgoing, const ReadyDestination& destination,
                              const Clock& clock, Random& random,
                              const std::filesystem::path& spool) {
    const auto& schemas = destination.service.schemas;
    if (std::find(schemas.begin(), schemas.end(), outgoing.schema) == schemas.end()) {
        return Error{ErrorKind::Invalid,
                     "fitconnect.schema_not_offered",
                     "",
                     {{"schema", outgoing.schema.uri}},
                     "The destination does not take this schema for the service."};
    }
    Metadata metadata;
    metadata.data = MetadataData{content_hash(outgoing.data.reveal()), outgoing.schema};
    metadata.reply_channel = outgoing.reply_channel;
    metadata.author = outgoing.author;
    SealedSubmission sealed;
    const auto files = std::make_shared<std::map<std::string, SealedFile>>();
    const auto lying = std::make_shared<Spool>(spool);
    for (const OutgoingFile& file : outgoing.files.reveal()) {
        const std::string id = make_uuid(clock, random);
        Sealed one = TRY(seal_file(file, destination.key, lying));
        metadata.attachments.push_back({id,
                                        std::move(one.hash),
                                        file.purpose,
                                        file.media_type,
                                        file.file_name,
                                        file.description,
                                        {}});
        files->emplace(id, std::move(one.file));
        sealed.announcement.attachments.push_back(id);
    }
    sealed.announcement.destination_id = destination.destination.id;
    sealed.announcement.service_identifier = outgoing.service_identifier;
    sealed.announcement.service_name = outgoing.service_name;
    sealed.announcement.region = outgoing.region;
    sealed.announcement.case_id = outgoing.case_id;
    sealed.data_jwe = TRY(
        crypto::encrypt_jwe(outgoing.data.reveal(), destination.key, outgoing.schema.media_type));
    sealed.metadata_jwe =
        TRY(crypto::encrypt_jwe(formats::write_json(write_metadata(metadata, MetadataVersion::V2)),
                                destination.key, "application/json"));
    sealed.open_attachment = [files](const std::string& id) -> Result<SealedFile> {
        return files->at(id);
    };
    return sealed;
}

}  // namespace gordion::fitconnect
