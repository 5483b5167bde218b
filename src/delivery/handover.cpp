// SPDX-License-Identifier: EUPL-1.2
#include "delivery/handover.hpp"

#include <numeric>

#include "core/stopwatch.hpp"
#include "crypto/access_code.hpp"
#include "crypto/hashes.hpp"
#include "crypto/jose.hpp"
#include "crypto/sealing.hpp"
#include "delivery/internal/destination_key.hpp"
#include "delivery/internal/enclosure_blobs.hpp"
#include "delivery/internal/handover_metadata.hpp"
#include "delivery/notices.hpp"
#include "delivery/submission_store.hpp"
#include "storage/jobs.hpp"

namespace gordion::delivery {
namespace {

using formats::Json;

constexpr int least_key_bits = 4096;
constexpr std::size_t least_idempotency_key = 16;

thread_local HandoverTimes times_of_this_thread;

std::string receipt_key(std::string_view idempotency_key) {
    return crypto::derive_key(idempotency_key, "receipt");
}

Json receipt_to_json(const Receipt& receipt) {
    return Json::object({{"id", receipt.id.value},
                         {"tenant", receipt.tenant.value},
                         {"number", receipt.number},
                         {"code", receipt.code},
                         {"submitted_at", receipt.submitted_at.ms},
                         {"mailbox", receipt.mailbox_jwk}});
}

Receipt receipt_from_json(const Json& json) {
    return {{json.text_at("id")},
            {json.text_at("tenant")},
            json.text_at("number"),
            json.text_at("code"),
            {json.find("submitted_at")->as_int()},
            json.text_at("mailbox")};
}

Submission make_submission(const Handover& handover, const Clock& clock, Random& random) {
    return {{make_uuid(clock, random)},
            handover.destination.tenant,
            handover.number,
            handover.service,
            handover.package_id,
            handover.package_version,
            handover.ars,
            handover.destination.id,
            handover.destination.channel,
            SubmissionState::Submitted,
            clock.now(),
            handover.frist_on,
            {}};
}

}  // namespace

HandoverDesk::HandoverDesk(storage::Database& database, storage::BlobStore& blobs,
                           const crypto::MasterKey& master_key, const Clock& clock, Random& random)
    : database_(&database),
      blobs_(&blobs),
      master_key_(&master_key),
      clock_(&clock),
      random_(&random) {}

HandoverTimes HandoverDesk::last_times() const {
    return times_of_this_thread;
}

Result<std::optional<Receipt>> HandoverDesk::find_receipt(const Scope& scope,
                                                          std::string_view idempotency_key) {
    const std::string key_hash = crypto::to_hex(crypto::sha256(idempotency_key));
    const auto sealed = TRY(database_->read(scope, [&](storage::Connection& connection) {
        return find_sealed_receipt(connection, scope.tenant, key_hash);
    }));
    if (!sealed) {
        return std::optional<Receipt>();
    }
    const std::string text = TRY(crypto::unseal(receipt_key(idempotency_key), *sealed, key_hash));
    return std::optional(receipt_from_json(TRY(formats::parse_json(text))));
}

namespace {

struct Encrypted {
    NewSubmission made;
    Receipt receipt;
};

}  // namespace

Result<crypto::PublicKey> internal::strong_key(const routing::Destination& destination) {
    auto key = TRY(crypto::PublicKey::from_jwk(destination.public_jwk));
    if (key.bits() < least_key_bits) {
        return Error{ErrorKind::Invalid,
                     "delivery.key_weak",
                     "destination",
                     {{"destination", destination.id.value}},
                     "The destination's key has under 4096 bit; it must be replaced first."};
    }
    return key;
}

namespace {

// Encrypts for one handover; from there on nothing of the matter can be read without the
// destination's or the citizen's key.
class Encryption {
public:
    Encryption(const Handover& handover, EnclosureBlobs& blobs, const Clock& clock, Random& random)
        : handover_(handover), blobs_(blobs), clock_(clock), random_(random) {}

    Result<Encrypted> encrypt_all(const crypto::MasterKey& master) {
        Encrypted done;
        NewSubmission& made = done.made;
        made.submission = make_submission(handover_, clock_, random_);
        made.parts = TRY(encrypt_share(handover_.destination, whole("")));
        TRY(add_citizen_side(done, master));
        for (const HandoverCopy& copy : handover_.copies) {
            TRY(add_copy(made, copy));
        }
        return done;
    }

    // The whole hand-over is the part of the other authority already.
    Result<NewCopy> encrypt_consultation(const ConsultationHandover& asked) {
        NewCopy own;
        Submission& submission = own.submission;
        submission = part_of(asked.original, asked.destination);
        submission.state = SubmissionState::Submitted;
        submission.submitted_at = clock_.now();
        submission.number += "/S" + std::to_string(asked.number);
        submission.frist_on = asked.frist_on;
        submission.copy_of = {asked.id, asked.original.tenant, asked.original.id,
                              CopyKind::Consultation};
        internal::Share share = whole(asked.id);
        share.question = asked.question.reveal();
        own.parts = TRY(encrypt_share(asked.destination, share));
        return own;
    }

private:
    Submission part_of(const Submission& original, const routing::Destination& receiver) {
        Submission part = original;
        part.id = {make_uuid(clock_, random_)};
        part.tenant = receiver.tenant;
        part.destination = receiver.id;
        part.channel = receiver.channel;
        return part;
    }

    [[nodiscard]] internal::Share whole(const std::string& part) const {
        std::vector<std::size_t> all(handover_.enclosures.reveal().size());
        std::iota(all.begin(), all.end(), std::size_t{0});
        return share_of(handover_.fachdaten.reveal(), all, part);
    }

    [[nodiscard]] internal::Share share_of(const std::string& fachdaten,
                                           const std::vector<std::size_t>& enclosures,
                                           const std::string& part) const {
        const bool is_copy = !part.empty();
        internal::Share share{
            fachdaten, handover_.schema_uri + (is_copy ? "#copy-" + part : ""), {}, {}, {}};
        if (!is_copy) {
            share.identity_statement = handover_.identity_statement.reveal();
        }
        for (const std::size_t index : enclosures) {
            share.enclosures.push_back(&handover_.enclosures.reveal().at(index));
        }
        return share;
    }

    Result<EncryptedParts> encrypt_share(const routing::Destination& destination,
                                         const internal::Share& share) {
        const crypto::PublicKey key = TRY(internal::strong_key(destination));
        EncryptedParts parts;
        parts.enclosures = TRY(blobs_.put(share.enclosures, key, clock_, random_));
        parts.data_jwe = TRY(crypto::encrypt_jwe(share.fachdaten, key, "application/json"));
        const Json metadata =
            internal::make_metadata(handover_, share, parts.enclosures, clock_, random_);
        parts.metadata_jwe =
            TRY(crypto::encrypt_jwe(formats::write_json(metadata), key, "application/json"));
        return parts;
    }

    // Mailbox, code, address, readable copy and receipt.
    Result<void> add_citizen_side(Encrypted& done, const crypto::MasterKey& master) {
        NewSubmission& made = done.made;
        const Submission& submission = made.submission;
        const std::string code = TRY(crypto::parse_access_code(handover_.code));
        const auto mailbox = crypto::PrivateKey::make_p256();
        made.mailbox_public_jwk = formats::write_json(mailbox.public_key().to_jwk());
        done.receipt = {submission.id,           submission.tenant,
                        submission.number,       handover_.code,
                        submission.submitted_at, formats::write_json(mailbox.to_jwk())};
        made.sealed_mailbox = crypto::seal(crypto::derive_key(code, "mailbox"),
                                           done.receipt.mailbox_jwk, submission.id.value, random_);
        made.code_check = crypto::access_code_check(code);
        if (!handover_.notify_address.reveal().empty()) {
            made.sealed_notify_address =
                crypto::seal(master.key_for("notify"), handover_.notify_address.reveal(),
                             submission.id.value, random_);
        }
        std::string copy = TRY(crypto::encrypt_jwe(handover_.copy_pdf.reveal(),
                                                   mailbox.public_key(), "application/pdf"));
        made.copy = {make_uuid(clock_, random_), ReplyKind::Copy, submission.submitted_at,
                     std::move(copy), ""};
        made.idempotency_hash = crypto::to_hex(crypto::sha256(handover_.idempotency_key));
        made.sealed_receipt = crypto::seal(receipt_key(handover_.idempotency_key),
                                           formats::write_json(receipt_to_json(done.receipt)),
                                           made.idempotency_hash, random_);
        return {};
    }

    Result<void> add_copy(NewSubmission& made, const HandoverCopy& copy) {
        CopyDelivery receiver{copy.id, copy.receiver, "", {}, {}, std::nullopt};
        if (copy.destination) {
            NewCopy own;
            Submission& submission = own.submission;
            submission = part_of(made.submission, *copy.destination);
            submission.number += "/" + std::to_string(made.copies.size() + 1);
            submission.frist_on = std::nullopt;
            submission.copy_of = {copy.id, made.submission.tenant, made.submission.id,
                                  CopyKind::Notice};
            own.parts = TRY(encrypt_share(
                *copy.destination, share_of(copy.fachdaten.reveal(), copy.enclosures, copy.id)));
            receiver.name = copy.destination->name;
            receiver.tenant = submission.tenant;
            receiver.submission = submission.id;
            made.copies.push_back(std::move(own));
        }
        made.receivers.push_back(std::move(receiver));
        return {};
    }

    const Handover& handover_;
    EnclosureBlobs& blobs_;
    const Clock& clock_;
    Random& random_;
};

}  // namespace

Result<void> HandoverDesk::begin(storage::Connection& connection, const Submission& submission) {
    TRY(append_event(connection, submission,
                     {0, EventKind::Submitted, submission.submitted_at, {}}));
    return storage::enqueue(
        connection, *clock_, *random_,
        {"", submission.tenant, "delivery.deliver",
         formats::write_json(Json::object({{"submission", submission.id.value}})),
         submission.submitted_at, 0});
}

Result<void> HandoverDesk::store(const Scope& scope, const NewSubmission& made,
                                 const AlsoWrite& also) {
    Scope reach = scope;
    for (const NewCopy& copy : made.copies) {
        reach.mandated.push_back(copy.submission.tenant);
    }
    return database_->write(reach, [&](storage::Connection& connection) -> Result<void> {
        TRY(insert_submission(connection, made));
        TRY(begin(connection, made.submission));
        for (const NewCopy& copy : made.copies) {
            TRY(insert_copy(connection, copy));
            TRY(begin(connection, copy.submission));
        }
        TRY(enqueue_notice(connection, *clock_, *random_, made.submission,
                           NoticeReason::Submitted));
        return also ? also(connection, made.submission.id) : Result<void>();
    });
}

Result<Receipt> HandoverDesk::accept(const Scope& scope, const Handover& handover,
                                     const AlsoWrite& also) {
    if (handover.idempotency_key.size() < least_idempotency_key) {
        return Error{ErrorKind::Invalid,
                     "delivery.key_short",
                     "idempotency_key",
                     {},
                     "An idempotency key needs at least 16 characters that nobody can guess."};
    }
    if (auto earlier = TRY(find_receipt(scope, handover.idempotency_key))) {
        return std::move(*earlier);
    }
    const Stopwatch encrypting;
    EnclosureBlobs blobs(*blobs_);
    const Encrypted encrypted =
        TRY(Encryption(handover, blobs, *clock_, *random_).encrypt_all(*master_key_));
    times_of_this_thread.encrypt_ms = encrypting.elapsed_ms();

    const Stopwatch storing;
    Result<void> stored = store(scope, encrypted.made, also);
    times_of_this_thread.store_ms = storing.elapsed_ms();
    if (!stored) {
        // A second post of the same form may have been faster by a moment: its receipt counts.
        if (auto earlier = TRY(find_receipt(scope, handover.idempotency_key))) {
            return std::move(*earlier);
        }
        return stored.take_error();
    }
    blobs.keep();
    return encrypted.receipt;
}

Result<void> HandoverDesk::consult(const Scope& scope, const ConsultationHandover& asked,
                                   const AlsoWriteOf& also) {
    Handover handover;
    handover.service = asked.original.service;
    handover.schema_uri = asked.schema_uri;
    handover.fachdaten = asked.fachdaten;
    handover.enclosures = asked.enclosures;
    EnclosureBlobs blobs(*blobs_);
    const NewCopy made =
        TRY(Encryption(handover, blobs, *clock_, *random_).encrypt_consultation(asked));
    Scope reach = scope;
    reach.mandated.push_back(made.submission.tenant);
    TRY(database_->write(reach, [&](storage::Connection& connection) -> Result<void> {
        TRY(insert_copy(connection, made));
        TRY(begin(connection, made.submission));
        return also(connection, made.submission);
    }));
    blobs.keep();
    return {};
}

}  // namespace gordion::delivery
