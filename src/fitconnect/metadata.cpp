// SPDX-License-Identifier: EUPL-1.2
#include "fitconnect/metadata.hpp"

#include <array>
#include <set>
#include <utility>

#include <re2/re2.h>

#include "fitconnect/embedded.hpp"
#include "fitconnect/internal/metadata_members.hpp"

namespace gordion::fitconnect {

using formats::Json;
using internal::find_address_member;

namespace {

constexpr std::array<std::pair<AttachmentPurpose, std::string_view>, 4> purposes{{
    {AttachmentPurpose::Form, "form"},
    {AttachmentPurpose::Attachment, "attachment"},
    {AttachmentPurpose::Report, "report"},
    {AttachmentPurpose::Data, "data"},
}};

formats::JsonSchema compile(std::string_view name) {
    const auto document = formats::parse_json(find_embedded(name));
    VERIFY(document.has_value(), "our own schema is JSON");
    formats::JsonSchemaOptions options;
    options.formats = formats::SchemaFormats::Demand;
    auto judged = formats::JsonSchema::compile(document.value(), options);
    VERIFY(judged.value.has_value(), "our own schema compiles");
    return *judged.value;
}

// Reads a record that its schema has found valid.
class Reader {
public:
    Reader(MetadataVersion version, Findings& findings)
        : is_second_(version == MetadataVersion::V2), findings_(findings) {}

    Metadata read(const Json& record) {
        Metadata metadata;
        const Json& content = *record.find("contentStructure");
        if (const Json* data = content.find("data"); data != nullptr) {
            metadata.data = MetadataData{hash(*data), schema(*data->find("submissionSchema"))};
        }
        read_attachments(content, metadata);
        if (is_second_) {
            read_data_sets(record, metadata);
            read_author(record, metadata);
        } else {
            read_version_1(record, metadata);
        }
        read_reply_channel(record, metadata);
        if (const Json* info = record.find("additionalReferenceInfo"); info != nullptr) {
            metadata.sender_reference = info->text_at("senderReference");
            if (auto date = parse_date(info->text_at("applicationDate")); date) {
                metadata.applied_on = date.value();
            }
            const Json* agrees = info->find("zustimmungZumDigitalenBescheid");
            if (is_second_ && agrees != nullptr) {
                metadata.agrees_to_digital_reply = agrees->as_bool();
            }
        }
        return metadata;
    }

private:
    static std::string hash(const Json& around) { return around.find("hash")->text_at("content"); }

    static SubmissionSchema schema(const Json& json) {
        return {json.text_at("schemaUri"), json.text_at("mimeType")};
    }

    // The same id twice would leave open which one is meant.
    std::string uuid(std::string_view text, std::set<std::string>& known,
                     const std::string& place) {
        std::string id = normalize_uuid(text).value_or(std::string(text));
        if (!known.insert(id).second) {
            findings_.push_back({"fitconnect.metadata_twice",
                                 Severity::Fault,
                                 place,
                                 {},
                                 "Two parts of the record have the same id."});
        }
        return id;
    }

    void read_attachments(const Json& content, Metadata& metadata) {
        std::set<std::string> known;
        std::size_t number = 0;
        for (const Json& item : content.find("attachments")->as_array()) {
            const std::string place = "/contentStructure/attachments/" + std::to_string(number++);
            MetadataAttachment attachment;
            attachment.id = uuid(item.text_at("attachmentId"), known, place + "/attachmentId");
            attachment.hash = hash(item);
            attachment.media_type = item.text_at("mimeType");
            attachment.file_name = item.text_at("filename");
            attachment.description = item.text_at("description");
            for (const auto& [purpose, name] : purposes) {
                if (item.text_at("purpose") == name) {
                    attachment.purpose = purpose;
                }
            }
            if (const Json* fragments = item.find("fragments");
                is_second_ && fragments != nullptr) {
                for (const Json& fragment : fragments->as_array()) {
                    attachment.fragments.push_back(
                        uuid(fragment.as_string(), known, place + "/fragments"));
                }
            }
            metadata.attachments.push_back(std::move(attachment));
        }
    }

    static void read_version_1(const Json& record, Metadata& metadata) {
        const Json* service = record.find("publicServiceType");
        if (service != nullptr) {
            metadata.service =
                MetadataService{service->text_at("identifier"), service->text_at("name"),
                                service->text_at("description")};
        }
        const Json* reports = record.find("authenticationInformation");
        if (reports != nullptr) {
            for (const Json& report : reports->as_array()) {
                metadata.identification_reports.push_back(
                    {report.text_at("version"), report.text_at("content")});
            }
        }
    }

    void read_data_sets(const Json& record, Metadata& metadata) {
        const Json* sets = record.find("dataSets");
        if (sets == nullptr) {
            return;
        }
        std::set<std::string> known;
        std::size_t number = 0;
        for (const Json& item : sets->as_array()) {
            const std::string place = "/dataSets/" + std::to_string(number++) + "/dataSetId";
            metadata.data_sets.push_back({uuid(item.text_at("dataSetId"), known, place),
                                          schema(*item.find("schema")), hash(item),
                                          item.text_at("description"), *item.find("content")});
        }
    }

    void read_reply_channel(const Json& record, Metadata& metadata) {
        const Json* channels = record.find("replyChannel");
        if (channels == nullptr) {
            return;
        }
        const auto& [kind, content] = channels->as_object().front();
        ReplyChannel channel;
        channel.kind = kind;
        if (const auto member = find_address_member(kind); member) {
            channel.address = content.text_at(*member);
        }
        if (is_second_ && kind == "fitConnect") {
            for (const Json& standard : content.find("processStandards")->as_array()) {
                channel.process_standards.push_back(standard.as_string());
            }
            channel.encryption_key = *content.find("encryptionPublicKey");
        }
        metadata.reply_channel = std::move(channel);
    }

    static void read_author(const Json& record, Metadata& metadata) {
        const Json* author = record.find("author");
        const Json* product = author != nullptr ? author->find("product") : nullptr;
        if (product == nullptr) {
            return;
        }
        metadata.author =
            MetadataAuthor{author->text_at("name"),     author->text_at("description"),
                           author->text_at("url"),      product->text_at("name"),
                           product->text_at("version"), product->text_at("manufacturer")};
    }

    bool is_second_;  ///< what only 2.x defines may stand in a record of 1.x in any form
    Findings& findings_;
};

std::optional<MetadataVersion> find_version(const Json& record) {
    static const RE2 shape(
        R"(https://schema\.fitko\.de/fit-connect/metadata/([12])\.\d+\.\d+/metadata\.schema\.json)");
    const Json* named = record.find("$schema");
    if (named == nullptr) {
        return MetadataVersion::V1;
    }
    int major = 0;
    if (!named->is_string() || !RE2::FullMatch(named->as_string(), shape, &major)) {
        return std::nullopt;
    }
    return major == 1 ? MetadataVersion::V1 : MetadataVersion::V2;
}

}  // namespace

std::string_view to_string(AttachmentPurpose purpose) {
    for (const auto& [known, name] : purposes) {
        if (known == purpose) {
            return name;
        }
    }
    return "";
}

const formats::JsonSchema& metadata_schema(MetadataVersion version) {
    static const formats::JsonSchema first = compile("metadata-1.schema.json");
    static const formats::JsonSchema second = compile("metadata-2.schema.json");
    return version == MetadataVersion::V1 ? first : second;
}

Judged<std::optional<ReadMetadata>> read_metadata(const Json& record) {
    Judged<std::optional<ReadMetadata>> judged;
    const auto version = find_version(record);
    if (!version) {
        judged.findings.push_back({"fitconnect.metadata_unknown",
                                   Severity::Fault,
                                   "/$schema",
                                   {},
                                   "$schema names no metadata of version 1 or 2."});
        return judged;
    }
    judged.findings = metadata_schema(*version).validate(record);
    if (!judged.findings.empty()) {
        return judged;
    }
    Metadata metadata = Reader(*version, judged.findings).read(record);
    if (judged.findings.empty()) {
        judged.value = ReadMetadata{*version, std::move(metadata)};
    }
    return judged;
}

}  // namespace gordion::fitconnect
