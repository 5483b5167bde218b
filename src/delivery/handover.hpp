// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "core/files.hpp"
#include "core/result.hpp"
#include "core/scope.hpp"
#include "core/sensitive.hpp"
#include "crypto/master_key.hpp"
#include "delivery/submission.hpp"
#include "formats/json.hpp"
#include "routing/destination.hpp"
#include "storage/blobs.hpp"
#include "storage/database.hpp"

namespace gordion::delivery {

struct NewSubmission;

/// A file that goes along, in the clear only until it is encrypted here.
struct Enclosure {
    std::string field_path;
    std::string file_name;
    std::string media_type;
    std::string bytes;
};

/// A part of it for a further receiver.
struct HandoverCopy {
    std::string id;  ///< of the package's [[copy]]
    std::string receiver;
    std::optional<routing::Destination> destination;  ///< none: nobody is registered; noted
    Sensitive<std::string> fachdaten;                 ///< only what this receiver may see
    std::vector<std::size_t> enclosures;              ///< indices of Handover::enclosures
};

/// A part of what was handed over earlier, for another authority that is asked about it.
struct ConsultationHandover {
    Submission original;
    std::string id;           ///< of the package's [[consultation]]
    std::int64_t number = 0;  ///< from 1 within the original: "010545459-7KX3-9QWM/S1"
    routing::Destination destination;
    std::optional<Date> frist_on;  ///< by when an answer is expected
    std::string schema_uri;
    Sensitive<std::string> question;
    Sensitive<std::string> fachdaten;  ///< only what the other authority may see
    Sensitive<std::vector<Enclosure>> enclosures;
};

/// Everything a citizen hands over at once.
struct Handover {
    std::string number;  ///< from crypto::make_case_number
    std::string service;
    std::string package_id;
    std::string package_version;
    std::string ars;
    routing::Destination destination;
    std::optional<Date> frist_on;
    std::string schema_uri;            ///< names the JSON Schema of the Fachdaten
    Sensitive<std::string> fachdaten;  ///< JSON text
    Sensitive<std::vector<Enclosure>> enclosures;
    std::vector<HandoverCopy> copies;
    Sensitive<std::string> copy_pdf;        ///< what was submitted, readable; for the citizen
    Sensitive<std::string> notify_address;  ///< e-mail for notices, or empty
    /// Compact JWS about who signed in, or empty. Copies do not carry it.
    Sensitive<std::string> identity_statement;
    std::string code;             ///< access code, as shown
    std::string idempotency_key;  ///< at least 16 characters, from the sender
};

/// A file of what came over FIT-Connect, of any size: read and encrypted piece by piece.
struct ReceivedFile {
    std::string id;  ///< as the metadata name it
    std::string media_type;
    OpenSource open;
};

/// What came over FIT-Connect, opened and proved, for the authority's own back office.
struct ReceivedHandover {
    std::string number;   ///< from crypto::make_case_number
    std::string service;  ///< Leistungsschluessel
    std::string package_id;
    std::string package_version;
    std::string ars;
    routing::Destination destination;  ///< the authority's own, not the one at the server
    std::optional<Date> frist_on;
    Sensitive<std::string> metadata;  ///< the sender's record, JSON text
    Sensitive<std::string> fachdaten;
    std::vector<ReceivedFile> files;
    std::string reply_jwk;  ///< public key of the sender's mailbox; empty: no letters go there
};

/// The identity statement in decrypted metadata, as it was handed over; "" where there is none.
/// Whether it holds is proved by identity::read_statement.
std::string find_identity_statement(const formats::Json& metadata);

struct Receipt {
    SubmissionId id;
    TenantId tenant;
    std::string number;
    std::string code;
    Instant submitted_at;
    std::string mailbox_jwk;  ///< the citizen's private mailbox key, for the session that follows
};

/// How long the parts of a hand-over took, for the benchmark and /metrics.
struct HandoverTimes {
    double encrypt_ms = 0;
    double store_ms = 0;
};

/// Encrypts for the destination and stores durably. Nothing readable is written anywhere:
/// Fachdaten, metadata and enclosures are JWEs for the destination (RSA-OAEP-256, A256GCM), the
/// copy is a JWE for the citizen's new mailbox key, that key is sealed under the code, the address
/// under the master key. Shared between threads.
class HandoverDesk {
public:
    HandoverDesk(storage::Database& database, storage::BlobStore& blobs,
                 const crypto::MasterKey& master_key, const Clock& clock, Random& random);

    using AlsoWrite = std::function<Result<void>(storage::Connection&, const SubmissionId&)>;

    /// Submission, first event, copy, delivery job and `also` (the draft's removal) in one
    /// transaction, with a submission, event and job for each copy at its own receiver; returns
    /// after the commit. The same idempotency key again returns the same
    /// receipt and writes nothing. Error codes: delivery.key_short, delivery.key_weak (destination
    /// key under 4096 bit), and those of the storage.
    Result<Receipt> accept(const Scope& scope, const Handover& handover, const AlsoWrite& also);

    using AlsoWriteOf = std::function<Result<void>(storage::Connection&, const Submission&)>;

    /// Encrypts for the other authority and stores submission, first event and delivery job there,
    /// in one transaction with what `also` writes at the authority that asks (the scope's). The
    /// question stands in the metadata, as "consultation". Error codes: delivery.key_weak, and
    /// those of the storage.
    Result<void> consult(const Scope& scope, const ConsultationHandover& handover,
                         const AlsoWriteOf& also);

    /// Encrypts for the authority's destination and stores submission, first event and delivery job
    /// in one transaction with what `also` writes; there is no citizen's side, so no code and no
    /// receipt. Whoever calls makes it idempotent with a row of its own in `also`. Error codes:
    /// delivery.key_weak, those of the files, of `also` and of the storage.
    Result<Submission> take_in(const Scope& scope, const ReceivedHandover& received,
                               const AlsoWriteOf& also);

    /// The receipt of an earlier accept() with this key.
    Result<std::optional<Receipt>> find_receipt(const Scope& scope,
                                                std::string_view idempotency_key);

    [[nodiscard]] HandoverTimes last_times() const;  ///< of this thread's last accept()

private:
    /// The first event and the delivery job.
    Result<void> begin(storage::Connection& connection, const Submission& submission);
    Result<void> store(const Scope& scope, const NewSubmission& made, const AlsoWrite& also);

    storage::Database* database_;
    storage::BlobStore* blobs_;
    const crypto::MasterKey* master_key_;
    const Clock* clock_;
    Random* random_;
};

}  // namespace gordion::delivery
