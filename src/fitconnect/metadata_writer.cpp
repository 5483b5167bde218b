// SPDX-License-Identifier: EUPL-1.2
#include "crypto/hashes.hpp"
#include "fitconnect/internal/metadata_members.hpp"
#include "fitconnect/metadata.hpp"

namespace gordion::fitconnect {

using formats::Json;

namespace {

Json hash_object(const std::string& hash) {
    return Json::object({{"type", "sha512"}, {"content", hash}});
}

Json schema_object(const SubmissionSchema& schema) {
    return Json::object({{"schemaUri", schema.uri}, {"mimeType", schema.media_type}});
}

void set_text(Json& to, std::string_view name, const std::string& text) {
    if (!text.empty()) {
        to.set(name, text);
    }
}

Json text_list(const std::vector<std::string>& texts) {
    Json list = Json::array();
    for (const std::string& text : texts) {
        list.push(text);
    }
    return list;
}

Json write_attachment(const MetadataAttachment& attachment, MetadataVersion version) {
    Json written = Json::object({{"attachmentId", attachment.id},
                                 {"purpose", to_string(attachment.purpose)},
                                 {"mimeType", attachment.media_type},
                                 {"hash", hash_object(attachment.hash)}});
    set_text(written, "filename", attachment.file_name);
    set_text(written, "description", attachment.description);
    if (version == MetadataVersion::V1) {
        if (attachment.purpose == AttachmentPurpose::Data) {
            written.set("purpose", to_string(AttachmentPurpose::Attachment));
        }
        return written;
    }
    if (!attachment.fragments.empty()) {
        written.set("fragments", text_list(attachment.fragments));
    }
    return written;
}

Json write_content(const Metadata& metadata, MetadataVersion version) {
    Json content = Json::object();
    if (metadata.data) {
        content.set("data",
                    Json::object({{"submissionSchema", schema_object(metadata.data->schema)},
                                  {"hash", hash_object(metadata.data->hash)}}));
    }
    Json attachments = Json::array();
    for (const MetadataAttachment& attachment : metadata.attachments) {
        attachments.push(write_attachment(attachment, version));
    }
    content.set("attachments", std::move(attachments));
    return content;
}

void write_version_1(const Metadata& metadata, Json& record) {
    if (metadata.service) {
        Json service = Json::object({{"identifier", metadata.service->identifier}});
        set_text(service, "name", metadata.service->name);
        set_text(service, "description", metadata.service->description);
        record.set("publicServiceType", std::move(service));
    }
    if (metadata.identification_reports.empty()) {
        return;
    }
    Json reports = Json::array();
    for (const IdentificationReport& report : metadata.identification_reports) {
        reports.push(Json::object({{"type", "identificationReport"},
                                   {"version", report.version},
                                   {"content", report.content}}));
    }
    record.set("authenticationInformation", std::move(reports));
}

void write_version_2(const Metadata& metadata, Json& record) {
    if (metadata.author) {
        const MetadataAuthor& from = *metadata.author;
        Json author = Json::object({{"name", from.name}});
        set_text(author, "description", from.description);
        set_text(author, "url", from.url);
        author.set("product", Json::object({{"name", from.product},
                                            {"version", from.product_version},
                                            {"manufacturer", from.manufacturer}}));
        record.set("author", std::move(author));
    }
    if (metadata.data_sets.empty()) {
        return;
    }
    Json sets = Json::array();
    for (const MetadataDataSet& set : metadata.data_sets) {
        Json written = Json::object({{"dataSetId", set.id},
                                     {"schema", schema_object(set.schema)},
                                     {"hash", hash_object(set.hash)}});
        set_text(written, "description", set.description);
        written.set("content", set.content);
        sets.push(std::move(written));
    }
    record.set("dataSets", std::move(sets));
}

// Channels that only 2.x knows are left out of 1.x: an unknown one would look like an offer.
void write_reply_channel(const ReplyChannel& channel, MetadataVersion version, Json& record) {
    const bool is_new = channel.kind == "fitConnect" || channel.kind == "idBundDeMailbox";
    const auto member = internal::find_address_member(channel.kind);
    if (is_new && version == MetadataVersion::V1) {
        return;
    }
    Json content = Json::object();
    if (channel.kind == "fitConnect") {
        content.set("processStandards", text_list(channel.process_standards));
        content.set("encryptionPublicKey", channel.encryption_key);
    } else if (member) {
        content.set(*member, channel.address);
    }
    Json written = Json::object();
    written.set(channel.kind, std::move(content));
    record.set("replyChannel", std::move(written));
}

Json write_reference_info(const Metadata& metadata, MetadataVersion version) {
    Json info = Json::object();
    set_text(info, "senderReference", metadata.sender_reference);
    if (metadata.applied_on) {
        info.set("applicationDate", metadata.applied_on->to_iso());
    }
    if (version == MetadataVersion::V2 && metadata.agrees_to_digital_reply) {
        info.set("zustimmungZumDigitalenBescheid", *metadata.agrees_to_digital_reply);
    }
    return info;
}

}  // namespace

std::string content_hash(std::string_view bytes) {
    return crypto::to_hex(crypto::sha512(bytes));
}

Json write_metadata(const Metadata& metadata, MetadataVersion version) {
    const bool is_first = version == MetadataVersion::V1;
    Json record =
        Json::object({{"$schema", std::string("https://schema.fitko.de/fit-connect/metadata/") +
                                      std::string(is_first ? "1.0.0" : newest_metadata_version) +
                                      "/metadata.schema.json"},
                      {"contentStructure", write_content(metadata, version)}});
    if (is_first) {
        write_version_1(metadata, record);
    } else {
        write_version_2(metadata, record);
    }
    if (metadata.reply_channel) {
        write_reply_channel(*metadata.reply_channel, version, record);
    }
    if (Json info = write_reference_info(metadata, version); info.size() > 0) {
        record.set("additionalReferenceInfo", std::move(info));
    }
    return record;
}

}  // namespace gordion::fitconnect
