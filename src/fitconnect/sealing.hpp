// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/files.hpp"
#include "core/random.hpp"
#include "core/sensitive.hpp"
#include "fitconnect/metadata.hpp"
#include "fitconnect/sender.hpp"

namespace gordion::fitconnect {

/// A file that goes along, in the clear.
struct OutgoingFile {
    std::string file_name;
    std::string media_type;
    std::string description;
    AttachmentPurpose purpose = AttachmentPurpose::Attachment;
    std::string bytes = {};
    OpenSource open = {};  ///< instead of `bytes`, for a file that is too large for memory
};

/// What a sender wants to bring to a destination, in the clear.
struct Outgoing {
    std::string service_identifier;
    std::string service_name;
    std::string region;   ///< "DE…"; may be empty
    std::string case_id;  ///< to continue a case; may be empty
    SubmissionSchema schema;
    Sensitive<std::string> data;  ///< the very bytes that are hashed and encrypted
    Sensitive<std::vector<OutgoingFile>> files;
    std::optional<ReplyChannel> reply_channel;
    std::optional<MetadataAuthor> author;
};

/// Encrypts everything for the destination's key, with metadata 2.1.0 that hold the hashes. The
/// JWEs of files over 256 KiB lie in a Spool in `spool`, without a name, until the last copy of
/// what is returned is gone. Error codes: fitconnect.schema_not_offered (the destination does not
/// take this schema for the service), fitconnect.spool, fitconnect.attachment_too_large, those of
/// crypto::encrypt_jwe() and of the files.
Result<SealedSubmission> seal(
    const Outgoing& outgoing, const ReadyDestination& destination, const Clock& clock,
    Random& random, const std::filesystem::path& spool = std::filesystem::temp_directory_path());

}  // namespace gordion::fitconnect
