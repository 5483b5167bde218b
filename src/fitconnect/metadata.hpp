// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/finding.hpp"
#include "core/time.hpp"
#include "fitconnect/destination.hpp"
#include "formats/json.hpp"
#include "formats/json_schema.hpp"

namespace gordion::fitconnect {

// The metadata record ("Metadatensatz") that goes along with the data and says what belongs
// together. Source: metadata 1.0.0 and 2.1.0; facts in domain/fitconnect-crypto.md, section 9.

/// 1.x and 2.x; written as 1.0.0 and 2.1.0.
enum class MetadataVersion { V1, V2 };

enum class AttachmentPurpose {
    Form,        ///< the filled-in form as a document
    Attachment,  ///< what the citizen uploaded
    Report,      ///< what the online service made afterwards
    Data,        ///< data too large for their place; 2.x only
};
std::string_view to_string(AttachmentPurpose purpose);

/// SHA-512 over the plaintext bytes exactly as encrypted, 128 lower-case hex digits.
std::string content_hash(std::string_view bytes);

/// Hashes are content_hash().
struct MetadataAttachment {
    std::string id;  ///< UUID, lower case
    std::string hash;
    AttachmentPurpose purpose = AttachmentPurpose::Attachment;
    std::string media_type;
    std::string file_name;               ///< may be empty
    std::string description;             ///< may be empty
    std::vector<std::string> fragments;  ///< UUIDs in order; empty: sent as one (2.x only)
    bool operator==(const MetadataAttachment&) const = default;
};

struct MetadataData {
    std::string hash;
    SubmissionSchema schema;
    bool operator==(const MetadataData&) const = default;
};

/// `publicServiceType`, 1.x only.
struct MetadataService {
    std::string identifier;
    std::string name;         ///< may be empty
    std::string description;  ///< may be empty
    bool operator==(const MetadataService&) const = default;
};

/// `authenticationInformation`, 1.x only: an identification report.
struct IdentificationReport {
    std::string version;
    std::string content;  ///< as it came, base64url or a compact JWS
    bool operator==(const IdentificationReport&) const = default;
};

/// `dataSets`, 2.x only. The hash is over `content`, whose canonical form no source fixes: for a
/// text, Gordion takes its bytes.
struct MetadataDataSet {
    std::string id;  ///< UUID, lower case
    SubmissionSchema schema;
    std::string hash;
    std::string description;  ///< may be empty
    formats::Json content;
    bool operator==(const MetadataDataSet&) const = default;
};

/// The one way on which the sender wants answers.
struct ReplyChannel {
    std::string kind;  ///< "fitConnect" (2.x), "eMail", "deMail", "elster", "fink", …
    /// Where to: mail address, ELSTER account, mailbox. Empty for fitConnect and unknown kinds.
    std::string address;
    std::vector<std::string> process_standards;  ///< fitConnect: URIs, at least one
    formats::Json encryption_key;                ///< fitConnect: the public JWK; else null
    bool operator==(const ReplyChannel&) const = default;
};

/// `author`, 2.x only: the sending system about itself.
struct MetadataAuthor {
    std::string name;
    std::string description;  ///< may be empty
    std::string url;          ///< may be empty
    std::string product;
    std::string product_version;
    std::string manufacturer;
    bool operator==(const MetadataAuthor&) const = default;
};

struct Metadata {
    std::optional<MetadataData> data;  ///< 2.x: always
    std::vector<MetadataAttachment> attachments;
    std::optional<MetadataService> service;
    std::vector<IdentificationReport> identification_reports;
    std::vector<MetadataDataSet> data_sets;
    std::optional<ReplyChannel> reply_channel;
    std::optional<MetadataAuthor> author;
    std::string sender_reference;                 ///< may be empty
    std::optional<Date> applied_on;               ///< `applicationDate`
    std::optional<bool> agrees_to_digital_reply;  ///< `zustimmungZumDigitalenBescheid`, 2.x only
    bool operator==(const Metadata&) const = default;
};

struct ReadMetadata {
    MetadataVersion version;
    Metadata metadata;
};

/// What the version knows of it; the rest is left out, and 1.x calls Data an attachment. The result
/// is valid if hashes, UUIDs and URIs are.
formats::Json write_metadata(const Metadata& metadata, MetadataVersion version);

/// The schema by which records of that version are judged: our own description, formats demanded.
/// Compiled once; used from any thread.
const formats::JsonSchema& metadata_schema(MetadataVersion version);

/// The version by `$schema` (none: 1.x), then the judgement by its schema, then the value; members
/// that are unknown are left out. No value if there is any fault. Places are JSON pointers.
/// Codes: fitconnect.metadata_unknown, fitconnect.metadata_twice (two attachments or fragments, or
/// two data sets, with one id), formats.instance_*.
Judged<std::optional<ReadMetadata>> read_metadata(const formats::Json& record);

}  // namespace gordion::fitconnect
