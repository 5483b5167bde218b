// SPDX-License-Identifier: EUPL-1.2
#include "fitconnect/sealing.hpp"

#include <algorithm>
#include <map>

#include "core/ids.hpp"

namespace gordion::fitconnect {
Result<SealedSubmission> seal(const Outgoing& outgoing, const ReadyDestination& destination,
                              const Clock& clock, Random& random) {
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
    const auto jwes = std::make_shared<std::map<std::string, SealedFile>>();
    for (const OutgoingFile& file : outgoing.files.reveal()) {
        const std::string id = make_uuid(clock, random);
        metadata.attachments.push_back({id,
                                        content_hash(file.bytes),
                                        file.purpose,
                                        file.media_type,
                                        file.file_name,
                                        file.description,
                                        {}});
        (*jwes)[id] = TRY(
            seal_in_memory(TRY(crypto::encrypt_jwe(file.bytes, destination.key, file.media_type))));
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
    sealed.open_attachment = [jwes](const std::string& id) -> Result<SealedFile> {
        return jwes->at(id);
    };
    return sealed;
}

}  // namespace gordion::fitconnect
