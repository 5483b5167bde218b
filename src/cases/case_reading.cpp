// SPDX-License-Identifier: EUPL-1.2
// The part of the back office that opens keys and turns JWEs into what people read, and back.
#include "audit/audit.hpp"
#include "cases/back_office.hpp"
#include "core/limits.hpp"
#include "core/read_exactly.hpp"
#include "crypto/hashes.hpp"
#include "crypto/streamed_hash.hpp"
#include "crypto/streamed_jwe.hpp"

namespace gordion::cases {
namespace {

using formats::Json;

// A new case is changed by its first opening and by one job, so the third time it is not new.
constexpr int opening_tries = 3;

std::string content_type_of(delivery::ReplyKind kind) {
    const bool letter = kind == delivery::ReplyKind::Bescheid || kind == delivery::ReplyKind::Copy;
    return letter ? "application/pdf" : "text/plain";
}

// The hash of the metadata is over the very bytes that were encrypted, so it is checked before any
// parsing (domain/fitconnect-crypto.md, section 4).
Result<void> compare_hash(const Json* part, const std::string& sha512) {
    const Json* hash = part == nullptr ? nullptr : part->find("hash");
    if (hash == nullptr || hash->text_at("content") != sha512) {
        return Error{ErrorKind::Corrupt,
                     "cases.content_changed",
                     "",
                     {},
                     "What was decrypted is not what the sender hashed; do not decide on it."};
    }
    return {};
}

Result<void> check_hash(const Json* part, std::string_view bytes) {
    return compare_hash(part, crypto::to_hex(crypto::sha512(bytes)));
}

OpenSource open_blob(storage::BlobStore& blobs, const std::string& id,
                     const crypto::PrivateKey& key) {
    return [&blobs, id, key]() -> Result<std::unique_ptr<ByteSource>> {
        storage::BlobReader jwe = TRY(blobs.open(id));
        const std::uint64_t most = jwe.size();
        return crypto::open_jwe_source(std::make_unique<storage::BlobReader>(std::move(jwe)), key,
                                       most);
    };
}

// Reads all of it and keeps nothing: how long it is, and its hash.
Result<std::string> hash_all(const OpenSource& open, std::uint64_t& bytes) {
    const auto source = TRY(open());
    crypto::Sha512 hash;
    std::string piece(64UL * 1024, '\0');
    while (const std::size_t got = TRY(source->read(piece))) {
        hash.add(std::string_view(piece).substr(0, got));
        bytes += got;
    }
    return crypto::to_hex(hash.finish());
}

const Json* find_path(const Json& json, std::initializer_list<std::string_view> path) {
    const Json* at = &json;
    for (const std::string_view name : path) {
        at = at == nullptr ? nullptr : at->find(name);
    }
    return at;
}

Result<std::vector<ReadReply>> read_replies(const std::vector<delivery::Reply>& replies,
                                            const crypto::PrivateKey& key) {
    std::vector<ReadReply> read;
    for (const delivery::Reply& reply : replies) {
        if (!reply.for_authority_jwe.empty()) {
            auto decrypted = TRY(crypto::decrypt_jwe(reply.for_authority_jwe, key));
            read.push_back({reply.id, reply.kind, reply.at, decrypted.content_type,
                            Sensitive(std::move(decrypted.plaintext))});
        }
    }
    return read;
}

}  // namespace

Result<crypto::PrivateKey> BackOffice::open_key(const Scope& scope, const Case& opened) {
    const Scope working = scope.narrowed_to(opened.tenant);
    auto key =
        TRY(parts_.destinations.open_private_key(working, opened.tenant, opened.destination));
    TRY(parts_.database.write(working, [&](storage::Connection& connection) {
        return audit::append(
            connection, working, parts_.clock,
            {"case.decrypted", opened.id.value,
             formats::Json::object({{"key", key.kid()}, {"team", scope.tenant.value}})});
    }));
    return key;
}

Result<OpenedCase> BackOffice::open_case(const Scope& scope, const TenantId& tenant,
                                         const CaseId& id) {
    // Opening is no input that could be out of date: whoever comes second, after a colleague or the
    // job that looks at new cases, sees what the first one left.
    for (int tries_left = opening_tries;; --tries_left) {
        OpenedCase view = TRY(read_case(scope, tenant, id));
        if (view.opened.state != CaseState::New) {
            return view;
        }
        const Scope working = scope.narrowed_to(tenant);
        const auto submission =
            TRY(parts_.submissions.load_submission(working, tenant, view.opened.submission));
        const auto taken = take_over(scope, view.opened, submission);
        if (taken) {
            return view;
        }
        if (taken.error().code != "cases.changed" || tries_left == 1) {
            return taken.error();
        }
    }
}

Result<OpenedCase> BackOffice::read_case(const Scope& scope, const TenantId& tenant,
                                         const CaseId& id) {
    OpenedCase view;
    view.opened = TRY(load_case(scope, tenant, id));
    const Scope working = scope.narrowed_to(tenant);
    const auto submission =
        TRY(parts_.submissions.load_submission(working, tenant, view.opened.submission));
    const auto content = TRY(parts_.submissions.load_content(working, submission));
    const auto replies = TRY(parts_.submissions.list_replies(working, submission));
    const crypto::PrivateKey key = TRY(open_key(scope, view.opened));
    const auto metadata = TRY(crypto::decrypt_jwe(content.metadata_jwe, key));
    const auto data = TRY(crypto::decrypt_jwe(content.data_jwe, key));
    view.metadata = Sensitive(TRY(formats::parse_json(metadata.plaintext)));
    TRY(check_hash(find_path(view.metadata.reveal(), {"contentStructure", "data"}),
                   data.plaintext));
    view.fachdaten = Sensitive(TRY(formats::parse_json(data.plaintext)));
    view.fachdaten_text = Sensitive(data.plaintext);
    view.metadata_text = Sensitive(metadata.plaintext);
    view.replies = TRY(read_replies(replies, key));
    for (StoredDecision& stored : TRY(decisions_.list_decisions(working, view.opened))) {
        const auto record = TRY(crypto::decrypt_jwe(stored.record_jwe, key));
        Sensitive words(TRY(formats::parse_json(record.plaintext)));
        view.decisions.push_back({std::move(stored), std::move(words)});
    }
    if (view.opened.kind == CaseKind::Consultation) {
        view.consulted =
            TRY(read_consulted(scope, view.opened, submission, view.metadata.reveal(), key));
    } else {
        view.consultations = TRY(read_asked(working, view.opened, key));
    }
    return view;
}

Result<void> BackOffice::take_over(const Scope& scope, Case& opened,
                                   const delivery::Submission& submission) {
    const Scope working = scope.narrowed_to(opened.tenant);
    Case changed = opened;
    const bool notice = opened.kind == CaseKind::Notice;
    changed.state = *next_case_state(opened.state, notice ? CaseStep::NoteTaken : CaseStep::Opened);
    if (opened.automatic.state == AutomaticState::Pending) {
        changed.automatic = {AutomaticState::Left, "cases.automatic_overtaken", {}};
    }
    changed.team = scope.tenant;
    changed.assignee = scope.actor.value;
    const Instant now = parts_.clock.now();
    TRY(parts_.database.write(working, [&](storage::Connection& connection) -> Result<void> {
        TRY(CaseStore::update_case(connection, changed));
        TRY(delivery::append_event(connection, submission,
                                   {0, delivery::EventKind::Accepted, now, {}}));
        TRY(delivery::append_event(
            connection, submission,
            {0, delivery::EventKind::Assigned, now, {{"team", scope.tenant.value}}}));
        return audit::append(connection, working, parts_.clock,
                             {"case.taken_over", opened.id.value,
                              formats::Json::object({{"team", scope.tenant.value}})});
    }));
    changed.revision += 1;
    opened = changed;
    return {};
}

Result<ReadAttachment> BackOffice::open_attachment(const Scope& scope, const TenantId& tenant,
                                                   const CaseId& id, std::string_view attachment) {
    const Case opened = TRY(load_case(scope, tenant, id));
    const Scope working = scope.narrowed_to(tenant);
    const auto submission =
        TRY(parts_.submissions.load_submission(working, tenant, opened.submission));
    const auto content = TRY(parts_.submissions.load_content(working, submission));
    const auto found =
        std::find_if(content.attachments.begin(), content.attachments.end(),
                     [&](const delivery::Attachment& known) { return known.id == attachment; });
    if (found == content.attachments.end()) {
        return Error{ErrorKind::NotFound,
                     "cases.attachment_missing",
                     "",
                     {{"attachment", std::string(attachment)}},
                     "There is no such file in the case."};
    }
    const crypto::PrivateKey key = TRY(open_key(scope, opened));
    const Json metadata =
        TRY(formats::parse_json(TRY(crypto::decrypt_jwe(content.metadata_jwe, key)).plaintext));
    ReadAttachment file;
    file.open = open_blob(parts_.blobs, found->blob_id, key);
    const std::string hash = TRY(hash_all(file.open, file.bytes));
    const Json* described = find_path(metadata, {"contentStructure", "attachments"});
    const Json* entry = nullptr;
    if (described != nullptr && described->is_array()) {
        for (const Json& one : described->as_array()) {
            entry = one.text_at("attachmentId") == attachment ? &one : entry;
        }
    }
    TRY(compare_hash(entry, hash));
    file.file_name = entry->text_at("filename");
    file.media_type = entry->text_at("mimeType");
    return file;
}

Result<Sensitive<std::string>> load_bytes(const ReadAttachment& attachment) {
    if (attachment.bytes > limits::jose_plaintext_bytes) {
        return Error{ErrorKind::TooLarge,
                     "cases.file_large",
                     "",
                     {{"file", attachment.file_name},
                      {"limit", std::to_string(limits::jose_plaintext_bytes)}},
                     "The file is too large to be handed on as a whole."};
    }
    const auto source = TRY(attachment.open());
    return Sensitive(TRY(read_exactly(*source, attachment.bytes)));
}

Result<std::string> BackOffice::encrypt_for_authority(const Scope& scope, const Case& opened,
                                                      std::string_view content,
                                                      std::string_view content_type) {
    const Scope working = scope.narrowed_to(opened.tenant);
    const routing::Destination destination =
        TRY(parts_.destinations.load_destination(working, opened.tenant, opened.destination));
    const auto authority = TRY(crypto::PublicKey::from_jwk(destination.public_jwk));
    return crypto::encrypt_jwe(content, authority, std::string(content_type));
}

Result<delivery::Reply> BackOffice::make_letter(const Scope& scope, const Case& opened,
                                                delivery::ReplyKind kind,
                                                std::string_view content) {
    const Scope working = scope.narrowed_to(opened.tenant);
    const auto submission =
        TRY(parts_.submissions.load_submission(working, opened.tenant, opened.submission));
    const auto encrypted = TRY(parts_.submissions.load_content(working, submission));
    // What came over FIT-Connect has a mailbox only where its sender named a key for replies.
    std::string for_citizen;
    if (!encrypted.mailbox_public_jwk.empty()) {
        const auto citizen = TRY(
            crypto::PublicKey::from_jwk(TRY(formats::parse_json(encrypted.mailbox_public_jwk))));
        for_citizen = TRY(crypto::encrypt_jwe(content, citizen, content_type_of(kind)));
    }
    std::string for_authority =
        TRY(encrypt_for_authority(scope, opened, content, content_type_of(kind)));
    return delivery::Reply{make_uuid(parts_.clock, parts_.random), kind, parts_.clock.now(),
                           std::move(for_citizen), std::move(for_authority)};
}

}  // namespace gordion::cases
