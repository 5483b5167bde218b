// SPDX-License-Identifier: EUPL-1.2
#include "delivery/internal/handover_metadata.hpp"

#include "crypto/hashes.hpp"

namespace gordion::delivery {

using formats::Json;

namespace {

constexpr std::string_view statement_schema = "urn:gordion:identity-statement:1";

Json hash_object(std::string_view bytes) {
    return Json::object({{"type", "sha512"}, {"content", crypto::to_hex(crypto::sha512(bytes))}});
}

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

Json make_data_sets(const std::string& statement, const Clock& clock, Random& random) {
    Json sets = Json::array();
    sets.push(Json::object({{"dataSetId", make_uuid(clock, random)},
                            {"schema", Json::object({{"schemaUri", statement_schema},
                                                     {"mimeType", "application/jose"}})},
                            {"hash", hash_object(statement)},
                            {"content", statement}}));
    return sets;
}

Json make_metadata(const Handover& handover, const Share& share,
                   const std::vector<StoredEnclosure>& stored) {
    Json attachments = Json::array();
    for (std::size_t i = 0; i < share.enclosures.size(); ++i) {
        const Enclosure& enclosure = *share.enclosures[i];
        attachments.push(Json::object({{"attachmentId", stored[i].attachment.id},
                                       {"purpose", "attachment"},
                                       {"filename", enclosure.file_name},
                                       {"mimeType", enclosure.media_type},
                                       {"description", enclosure.field_path},
                                       {"hash", hash_object(enclosure.bytes)}}));
    }
    const Json data = Json::object(
        {{"submissionSchema",
          Json::object({{"schemaUri", share.schema_uri}, {"mimeType", "application/json"}})},
         {"hash", hash_object(share.fachdaten)}});
    Json metadata = Json::object(
        {{"contentStructure", Json::object({{"data", data}, {"attachments", attachments}})},
         {"publicServiceType",
          Json::object({{"name", handover.service_name},
                        {"identifier", "urn:de:fim:leika:leistung:" + handover.service}})}});
    if (!share.question.empty()) {
        metadata.set("consultation", Json::object({{"question", share.question}}));
    }
    return metadata;
}

}  // namespace internal

}  // namespace gordion::delivery
