// SPDX-License-Identifier: EUPL-1.2
#include "delivery/internal/handover_metadata.hpp"

#include "fitconnect/metadata.hpp"

namespace gordion::delivery {

using formats::Json;

namespace {

constexpr std::string_view statement_schema = "urn:gordion:identity-statement:1";

}  // namespace

std::string find_identity_statement(const Json& metadata) {
    const Json* sets = metadata.find("dataSets");
    if (sets == nullptr || !sets->is_array()) {
        return {};
    }
    for (const Json& set : sets->as_array()) {
        const Json* schema = set.find("schema");
        if (schema != nullptr && schema->text_at("schemaUri") == statement_schema) {
            return set.text_at("content");
        }
    }
    return {};
}

namespace internal {

Json make_metadata(const Handover& handover, const Share& share,
                   const std::vector<StoredEnclosure>& stored, const Clock& clock, Random& random) {
    fitconnect::Metadata metadata;
    metadata.data = fitconnect::MetadataData{fitconnect::content_hash(share.fachdaten),
                                             {share.schema_uri, "application/json"}};
    for (std::size_t i = 0; i < share.enclosures.size(); ++i) {
        const Enclosure& enclosure = *share.enclosures[i];
        metadata.attachments.push_back({stored[i].attachment.id,
                                        fitconnect::content_hash(enclosure.bytes),
                                        fitconnect::AttachmentPurpose::Attachment,
                                        enclosure.media_type,
                                        enclosure.file_name,
                                        enclosure.field_path,
                                        {}});
    }
    if (!share.identity_statement.empty()) {
        metadata.data_sets.push_back({make_uuid(clock, random),
                                      {std::string(statement_schema), "application/jose"},
                                      fitconnect::content_hash(share.identity_statement),
                                      "",
                                      share.identity_statement});
    }
    metadata.sender_reference = handover.number;
    Json json = fitconnect::write_metadata(metadata, fitconnect::MetadataVersion::V2);
    if (!share.question.empty()) {
        json.set("consultation", Json::object({{"question", share.question}}));
    }
    return json;
}

}  // namespace internal

}  // namespace gordion::delivery
