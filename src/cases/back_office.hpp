// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "cases/arrival_store.hpp"
#include "cases/case.hpp"
#include "cases/case_store.hpp"
#include "cases/consultation.hpp"
#include "cases/consultation_store.hpp"
#include "cases/decision_store.hpp"
#include "cases/mandate_store.hpp"
#include "core/files.hpp"
#include "core/sensitive.hpp"
#include "crypto/jose.hpp"
#include "delivery/channels/channel.hpp"
#include "delivery/submission_store.hpp"
#include "routing/destination_store.hpp"
#include "storage/blobs.hpp"

namespace gordion::cases {

/// A letter as its reader sees it.
struct ReadReply {
    std::string id;
    delivery::ReplyKind kind = delivery::ReplyKind::Question;
    Instant at;
    std::string content_type;
    Sensitive<std::string> content;
};

/// A decision of the case, in the clear: what was written down with it (app::DecisionRecord).
struct ReadDecision {
    StoredDecision stored;
    Sensitive<formats::Json> record;
};

/// An opened case: what the citizen handed over, in the clear, in memory only.
struct OpenedCase {
    Case opened;
    Sensitive<formats::Json> fachdaten;
    Sensitive<formats::Json> metadata;
    Sensitive<std::string> fachdaten_text;  ///< the bytes as they were handed over
    Sensitive<std::string> metadata_text;
    std::vector<ReadReply> replies;
    std::vector<ReadDecision> decisions;
    std::vector<ReadConsultation> consultations;  ///< other authorities that were asked
    std::optional<ReadConsultation> consulted;    ///< what this one is asked
};

struct ReadAttachment {
    std::string file_name;
    std::string media_type;
    std::uint64_t bytes = 0;
    /// From the beginning: it was read once to its end, and is what the sender hashed. Decrypted
    /// anew each time, piece by piece, because it may be larger than what fits into memory.
    OpenSource open;
};
/// All of it, for small ones. Error code: cases.file_large (more than
/// limits::jose_plaintext_bytes).
Result<Sensitive<std::string>> load_bytes(const ReadAttachment& attachment);

/// The shared back office: one inbox over all administrations that a team may work for. It alone
/// opens private keys of destinations, and each opening stands in the audit chain of the competent
/// authority. Shared between threads.
///
/// Every deed on a case first looks whether the scope reaches it – own tenant, or a mandate in
/// force that covers the service. If not, the answer is cases.case_missing (NotFound), and the
/// attempt is audited in the chain of the tenant that tried.
class BackOffice final : public delivery::SubmissionArrival {
public:
    struct Parts {
        storage::Database& database;
        storage::BlobStore& blobs;
        routing::DestinationStore& destinations;
        delivery::SubmissionStore& submissions;
        MandateStore& mandates;
        const Clock& clock;
        Random& random;
        /// Whether a job shall look at a new case before a person does ("case.automatic", payload
        /// {"case": id}). Empty: never.
        std::function<bool(const delivery::Submission&)> is_automatic = {};
    };
    explicit BackOffice(Parts parts);

    /// Makes the case of a submission, once; of a copy, a case to take note of, of a consultation
    /// one to be answered. The first team is the mandate's or the authority's own.
    Result<void> on_arrival(const delivery::Submission& submission) override;

    /// The scope of a member of staff, widened by the mandates that the team holds today.
    Result<Scope> working_scope(const Scope& staff);

    /// Newest Frist first among what the scope may work on.
    Result<InboxPage> inbox(const Scope& scope, const InboxQuery& query);

    /// Decrypts for reading. The first opening takes the case over: state, assignee, and the events
    /// that the citizen sees; a case that a job would have looked at is a person's then. Whoever
    /// comes second sees what the first one left. Error codes: cases.case_missing,
    /// cases.content_changed (hash of the data differs from the metadata).
    Result<OpenedCase> open_case(const Scope& scope, const TenantId& tenant, const CaseId& id);
    /// The same without taking over: for files and letters of a case that is being looked at.
    Result<ReadAttachment> open_attachment(const Scope& scope, const TenantId& tenant,
                                           const CaseId& id, std::string_view attachment);
    Result<Case> load_case(const Scope& scope, const TenantId& tenant, const CaseId& id);

    /// Error codes: cases.changed (Conflict: the revision is old), cases.step_not_allowed
    /// (Conflict), cases.text_empty, cases.power_missing (the mandate does not go that far).
    Result<void> ask_question(const Scope& scope, const Case& opened, std::string_view text);
    Result<void> record_answer(const Scope& citizen, const delivery::Submission& submission,
                               std::string_view text);
    struct Decision {
        bool granted = true;
        Sensitive<std::string> bescheid_pdf;
        Sensitive<formats::Json> record = {};      ///< kept encrypted for the authority
        std::vector<std::string> conditions = {};  ///< ids, for the audit chain
    };
    Result<void> decide_case(const Scope& scope, const Case& opened, const Decision& decision);

    // Asking another authority. What is asked goes out with HandoverDesk::consult, in whose
    // transaction record_consultation() writes this side.
    /// Error codes: cases.text_empty, cases.text_too_long, cases.consultation_open (Conflict: not
    /// answered yet), cases.consultations_many, cases.power_missing, cases.step_not_allowed.
    Result<BegunConsultation> begin_consultation(const Scope& scope, const Case& opened,
                                                 const ConsultationRequest& request);
    /// Error code: cases.changed.
    Result<void> record_consultation(storage::Connection& connection, const Scope& scope,
                                     const BegunConsultation& begun,
                                     const delivery::Submission& made);
    /// The statement of the authority that was asked; audited in both chains. Error codes:
    /// cases.consultation_closed (Conflict), cases.text_empty (concerns without reasons), and those
    /// of the other deeds.
    Result<void> give_opinion(const Scope& scope, const Case& opened, const Opinion& opinion);

    // Without a person (§ 35a VwVfG). The scope is a system actor of the competent tenant; each
    // deed is refused with cases.changed or cases.step_not_allowed once a person has the case.
    /// As open_case(), but nobody takes the case over.
    Result<OpenedCase> read_case(const Scope& scope, const TenantId& tenant, const CaseId& id);
    Result<void> issue_automatically(const Scope& scope, const Case& read,
                                     const Decision& decision);
    /// A person decides, for this reason.
    Result<void> leave_to_person(const Scope& scope, const Case& read, AutomaticMark why);

private:
    Result<Mandate> mandate_for(const Scope& scope, const Case& found);
    Result<void> require_power(const Scope& scope, const Case& found, Power power);
    /// What a deed that ends in a letter writes.
    struct Sending {
        Case changed;  ///< with its new state; the revision that was seen
        delivery::Reply reply;
        std::vector<delivery::Event> events;
        std::optional<StoredDecision> decision;
        std::string audit_event;
        formats::Json audit_details = formats::Json::object();
    };
    Result<void> send(const Scope& scope, Sending sending);
    Result<Sending> make_decision(const Scope& scope, const Case& opened, CaseStep step,
                                  const Decision& decision);
    Result<delivery::Reply> make_letter(const Scope& scope, const Case& opened,
                                        delivery::ReplyKind kind, std::string_view content);
    Result<std::string> encrypt_for_authority(const Scope& scope, const Case& opened,
                                              std::string_view content,
                                              std::string_view content_type = "application/json");
    Result<void> take_over(const Scope& scope, Case& opened,
                           const delivery::Submission& submission);
    Result<crypto::PrivateKey> open_key(const Scope& scope, const Case& opened);

    Result<std::optional<ReadConsultation>> read_consulted(const Scope& scope, const Case& opened,
                                                           const delivery::Submission& submission,
                                                           const formats::Json& metadata,
                                                           const crypto::PrivateKey& key);
    Result<std::vector<ReadConsultation>> read_asked(const Scope& scope, const Case& opened,
                                                     const crypto::PrivateKey& key);
    /// Where the matter came over FIT-Connect and its sender takes replies: a job for the letter.
    Result<void> send_back(storage::Connection& connection, const delivery::Submission& submission,
                           const delivery::Reply& reply);
    /// What nobody has answered yet is withdrawn with the decision, at both sides.
    Result<void> withdraw(storage::Connection& connection, const Scope& scope,
                          const std::vector<Consultation>& open);

    Parts parts_;
    CaseStore store_;
    DecisionStore decisions_;
    ConsultationStore consultations_;
};

/// The kind of the job that brings a letter back over FIT-Connect (payload:
/// {"submission","reply"}); written with the letter. `app` has its handler.
inline constexpr std::string_view reply_job = "fitconnect.reply";

}  // namespace gordion::cases
