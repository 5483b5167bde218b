// SPDX-License-Identifier: EUPL-1.2
#include "app/letters_back.hpp"

#include "crypto/hashes.hpp"
#include "fitconnect/key_check.hpp"
#include "fitconnect/metadata.hpp"

namespace gordion::app {
namespace {

using formats::Json;

struct Letter {
    cases::ReadReply read;
    std::string number;
};

Result<Letter> load_letter(Modules& in, const Scope& scope, const cases::Arrival& arrival,
                           const std::string& reply) {
    const auto found = TRY(in.database->read(scope, [&](storage::Connection& connection) {
        return cases::CaseStore::find_by_submission(connection, arrival.tenant, arrival.submission);
    }));
    if (found) {
        auto opened = TRY(in.back_office.read_case(scope, arrival.tenant, found->id));
        for (cases::ReadReply& one : opened.replies) {
            if (one.id == reply) {
                return Letter{std::move(one), found->number};
            }
        }
    }
    return Error{ErrorKind::NotFound, "app.letter_missing", "", {}, "There is no such letter."};
}

struct SealedLetter {
    std::string metadata_jwe;
    std::string data_jwe;
    std::shared_ptr<const std::string> attachment_jwe;  ///< none: the text is in the data
};

std::string hash_of(std::string_view bytes) {
    return crypto::to_hex(crypto::sha512(bytes));
}

// The attachment has the id of the letter, so that a second try announces the same.
Result<SealedLetter> seal_letter(const Letter& letter, const crypto::PublicKey& key) {
    const cases::ReadReply& read = letter.read;
    const bool is_text = read.content_type == "text/plain";
    Json data = Json::object({{"kind", std::string(delivery::to_string(read.kind))},
                              {"number", letter.number},
                              {"sentAt", read.at.to_iso()}});
    SealedLetter sealed;
    fitconnect::Metadata metadata;
    if (is_text) {
        data.set("text", read.content.reveal());
    } else {
        const std::string& bytes = read.content.reveal();
        metadata.attachments.push_back({read.id,
                                        hash_of(bytes),
                                        fitconnect::AttachmentPurpose::Attachment,
                                        read.content_type,
                                        "Bescheid-" + letter.number + ".pdf",
                                        "Bescheid",
                                        {}});
        sealed.attachment_jwe = std::make_shared<const std::string>(
            TRY(crypto::encrypt_jwe(bytes, key, read.content_type)));
    }
    const std::string text = formats::write_json(data);
    metadata.data =
        fitconnect::MetadataData{hash_of(text), {std::string(letter_schema), "application/json"}};
    metadata.sender_reference = letter.number;
    sealed.data_jwe = TRY(crypto::encrypt_jwe(text, key, "application/json"));
    sealed.metadata_jwe = TRY(crypto::encrypt_jwe(
        formats::write_json(fitconnect::write_metadata(metadata, fitconnect::MetadataVersion::V2)),
        key, "application/json"));
    return sealed;
}

// A conflict says that an earlier try came this far.
Result<void> unless_done(Result<void> done) {
    return done || done.error().kind == ErrorKind::Conflict ? Result<void>() : done;
}

}  // namespace

Result<void> send_letter_back(Modules& in, fitconnect::ApiClient& api,
                              const cases::Arrival& arrival, const cases::ArrivalReply& reply) {
    const Scope scope{arrival.tenant, {"system"}, std::string(cases::reply_job), {}, false};
    const auto submission =
        TRY(in.submissions.load_submission(scope, arrival.tenant, arrival.submission));
    const auto content = TRY(in.submissions.load_content(scope, submission));
    const auto key =
        TRY(fitconnect::check_reply_key(TRY(formats::parse_json(content.mailbox_public_jwk))));
    const Letter letter = TRY(load_letter(in, scope, arrival, reply.reply));
    const SealedLetter sealed = TRY(seal_letter(letter, key));
    cases::ArrivalReply sent = reply;
    if (sent.remote_reply.empty()) {
        fitconnect::ReplyAnnouncement announcement{
            arrival.remote_case, arrival.remote_destination, arrival.remote_submission, {}};
        if (sealed.attachment_jwe) {
            announcement.attachments.push_back(reply.reply);
        }
        sent.remote_reply = TRY(api.announce_reply(announcement)).item_id;
        TRY(in.arrivals.note_reply(scope, arrival, sent));
    }
    if (sealed.attachment_jwe) {
        TRY(unless_done(api.upload_reply_attachment(
            sent.remote_reply, reply.reply, fitconnect::upload_from(sealed.attachment_jwe))));
    }
    TRY(unless_done(api.submit_reply(sent.remote_reply, sealed.metadata_jwe, sealed.data_jwe)));
    sent.sent_at = in.clock.now();
    return in.arrivals.note_reply(scope, arrival, sent);
}

}  // namespace gordion::app
