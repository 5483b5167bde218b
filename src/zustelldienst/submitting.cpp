// SPDX-License-Identifier: EUPL-1.2
#include <algorithm>

#include "core/limits.hpp"
#include "storage/guarded_write.hpp"
#include "zustelldienst/callbacks.hpp"
#include "zustelldienst/jwe_shape.hpp"
#include "zustelldienst/periods.hpp"
#include "zustelldienst/transmission_desk.hpp"
#include "zustelldienst/transmission_store.hpp"

namespace gordion::zustelldienst {

using fitconnect::EventVerb;
using fitconnect::TransportState;
using storage::Connection;

namespace {

Error state_invalid(const Transmission& of) {
    return {ErrorKind::Invalid,
            "zustelldienst.state_invalid",
            of.id,
            {{"state", std::string(to_string(of.state))}},
            "Only what is incomplete can be changed or submitted; this is " +
                std::string(to_string(of.state)) + "."};
}

Error not_author(const Transmission& of) {
    return {ErrorKind::Forbidden,
            "zustelldienst.not_author",
            of.id,
            {},
            "Only the client that announced it may do this."};
}

Result<void> check_author(const Transmission& of, const Caller& caller) {
    return of.author == caller.client_id ? Result<void>() : not_author(of);
}

Result<void> check_incomplete(const Transmission& of) {
    return of.state == TransportState::Incomplete ? Result<void>() : state_invalid(of);
}

Result<void> check_announced(const Transmission& of, const std::string& attachment) {
    if (std::ranges::find(of.announced, attachment) != of.announced.end()) {
        return {};
    }
    return Error{ErrorKind::Invalid,
                 "zustelldienst.attachment_not_announced",
                 attachment,
                 {},
                 "This attachment was not announced: name it in announcedAttachments."};
}

Result<Transmission> must_exist(std::optional<Transmission> found, const AttachmentKey& key) {
    if (!found || found->state == TransportState::Deleted) {
        return transmission_missing(key.kind, key.id);
    }
    return std::move(*found);
}

}  // namespace

Result<Transmission> TransmissionDesk::load_own(Connection& connection, const Caller& caller,
                                                const AttachmentKey& key, CheckObserver& checks) {
    Transmission found =
        TRY(report(checks, "transmission.exists",
                   must_exist(TRY(find_transmission(connection, key.kind, key.id)), key)));
    TRY(report(checks, "transmission.author", check_author(found, caller)));
    TRY(report(checks, "transmission.incomplete", check_incomplete(found)));
    return found;
}

Result<void> TransmissionDesk::admit_attachment(const Caller& caller, const AttachmentKey& key,
                                                CheckObserver& checks) {
    const Scope scope = caller.scope("fitconnect.upload");
    return parts_.database.read(scope, [&](Connection& connection) -> Result<void> {
        const Transmission of = TRY(load_own(connection, caller, key, checks));
        return report(checks, "attachment.announced", check_announced(of, key.attachment_id));
    });
}

namespace {

Error too_large(std::string place, std::int64_t most, const char* message) {
    return {ErrorKind::TooLarge,
            "zustelldienst.transmission_too_large",
            std::move(place),
            {{"most", std::to_string(most)}},
            message};
}

Result<void> check_sizes(const std::vector<StoredAttachment>& stored, const AttachmentKey& key,
                         const Upload& upload, const Settings& settings) {
    std::int64_t total = upload.bytes;
    for (const StoredAttachment& other : stored) {
        total += other.id == key.attachment_id ? 0 : other.bytes;
    }
    if (upload.bytes > settings.attachment_bytes) {
        return too_large(key.attachment_id, settings.attachment_bytes,
                         "The attachment is too large.");
    }
    return total > settings.submission_bytes
               ? Result<void>(too_large(key.attachment_id, settings.submission_bytes,
                                        "All attachments together are too large."))
               : Result<void>();
}

// Source: FIT-Connect documentation, sending/attachments: the total size of a submission or reply.
Result<void> check_total(const std::string& id, const Content& content,
                         const std::vector<StoredAttachment>& attachments,
                         const Settings& settings) {
    std::size_t total = content.metadata.size() + (content.data ? content.data->size() : 0);
    for (const StoredAttachment& attachment : attachments) {
        total += static_cast<std::size_t>(attachment.bytes);
    }
    return total > static_cast<std::size_t>(settings.submission_bytes)
               ? Result<void>(too_large(id, settings.submission_bytes,
                                        "Metadata, data and attachments together are too large."))
               : Result<void>();
}

}  // namespace

Result<void> TransmissionDesk::put_attachment(const Caller& caller, const AttachmentKey& key,
                                              const Upload& upload, CheckObserver& checks) {
    const Scope scope = caller.scope("fitconnect.upload");
    CheckObserver silent;  // the transaction may run twice
    const auto replaced = parts_.database.write(
        scope, [&](Connection& connection) -> Result<std::optional<std::string>> {
            const Transmission of = TRY(load_own(connection, caller, key, silent));
            TRY(check_announced(of, key.attachment_id));
            TRY(check_sizes(TRY(list_attachments(connection, of)), key, upload, parts_.settings));
            return zustelldienst::put_attachment(
                connection, of, {key.attachment_id, upload.blob_id, upload.bytes, upload.tag});
        });
    // If the database broke off, the row may be there: then the blob must be, and if it is not, the
    // sweep of blobs finds it.
    if (!replaced.has_value() && replaced.error().kind != ErrorKind::Unavailable) {
        (void)parts_.blobs.remove(upload.blob_id);
    }
    TRY(report(checks, "attachment.stored",
               replaced.has_value() ? Result<void>() : Result<void>(replaced.error())));
    if (replaced.value()) {
        // Nobody can ask for it any more; what stays behind costs space only.
        (void)parts_.blobs.remove(*replaced.value());
    }
    return {};
}

namespace {

Result<fitconnect::AuthenticationTags> check_content(const ContentToSubmit& wanted,
                                                     CheckObserver& checks) {
    const JweRules rules = jwe_rules(wanted.version);
    fitconnect::AuthenticationTags tags;
    tags.metadata = TRY(check_jwe(wanted.content.metadata, "metadata", rules, checks));
    if (wanted.content.data) {
        tags.data = TRY(check_jwe(*wanted.content.data, "data", rules, checks));
    } else if (wanted.version == fitconnect::ApiVersion::V2) {
        return report(checks, "submit.data",
                      Result<fitconnect::AuthenticationTags>(
                          Error{ErrorKind::Invalid,
                                "zustelldienst.data_missing",
                                "encryptedData",
                                {},
                                "v2 requires encryptedData; yours has none."}));
    }
    return tags;
}

// The destination of a submission is known only inside the transaction, which must not ask for it.
Error destination_unknown(const std::string& id) {
    return {ErrorKind::Unavailable, "zustelldienst.destination_unknown", id, {}, ""};
}

std::vector<StoredEvent> submit_events(const Transmission& of,
                                       const fitconnect::AuthenticationTags& tags,
                                       const Settings& settings,
                                       const std::vector<std::string>& ids) {
    std::vector<StoredEvent> events{make_service_event(
        of, settings.issuer(), {EventVerb::Submit, ids[0], of.changed_at, tags, {}})};
    if (settings.notify_at_once) {
        events.push_back(make_service_event(of, settings.issuer(),
                                            {EventVerb::Notify, ids[1], of.changed_at, tags, {}}));
    }
    return events;
}

std::vector<std::string> ids_of(const std::vector<StoredAttachment>& attachments) {
    std::vector<std::string> ids;
    for (const StoredAttachment& attachment : attachments) {
        ids.push_back(attachment.id);
    }
    return ids;
}

}  // namespace

/// What one submit needs besides the request; made before the transaction, which may run twice.
struct TransmissionDesk::SubmitFacts {
    fitconnect::AuthenticationTags tags;
    Instant now;
    Instant due_at;
    std::vector<std::string> event_ids;
    std::vector<StoredEvent> events;  ///< that were written
};

// Not submitted: either it was before, with the same content, or there is a reason.
Result<Parcel> TransmissionDesk::repeat_or_refuse(Connection& connection, const Caller& caller,
                                                  const ContentToSubmit& wanted) {
    const AttachmentKey key{wanted.kind, wanted.id, ""};
    const Transmission found =
        TRY(must_exist(TRY(find_transmission(connection, key.kind, key.id)), key));
    TRY(check_author(found, caller));
    const auto attachments = TRY(list_attachments(connection, found));
    if (found.state == TransportState::Incomplete) {
        std::string missing;
        for (const std::string& id : found.announced) {
            if (std::ranges::find(attachments, id, &StoredAttachment::id) == attachments.end()) {
                missing += (missing.empty() ? "" : ", ") + id;
            }
        }
        return Error{ErrorKind::Invalid,
                     "zustelldienst.attachments_incomplete",
                     found.id,
                     {{"ids", missing}},
                     "Announced attachments are missing: " + missing + "."};
    }
    const auto content = TRY(find_content(connection, found));
    if (found.state != TransportState::Submitted || content != wanted.content) {
        return state_invalid(found);
    }
    return Parcel{found, ids_of(attachments), std::nullopt};
}

Result<void> TransmissionDesk::enqueue_submitted(Connection& connection, const Transmission& of,
                                                 std::span<const StoredEvent> events,
                                                 bool has_callback) {
    for (const StoredEvent& event : events) {
        const EventCause cause =
            event.verb == EventVerb::Submit ? EventCause::Client : EventCause::Service;
        TRY(enqueue_callbacks(connection, parts_.clock, parts_.random,
                              {of, event.verb, cause, has_callback}));
    }
    return {};
}

Result<Parcel> TransmissionDesk::submit_in(Connection& connection, const Caller& caller,
                                           const ContentToSubmit& wanted, SubmitFacts& facts) {
    facts.events.clear();
    const auto submitted =
        TRY(mark_submitted(connection, {wanted.kind, wanted.id, caller.client_id, wanted.content,
                                        facts.now, facts.due_at}));
    if (!submitted) {
        return repeat_or_refuse(connection, caller, wanted);
    }
    const auto has_callback = find_noted_callback(submitted->destination_id);
    if (!has_callback) {
        return destination_unknown(submitted->destination_id);
    }
    Parcel parcel{*submitted, {}, std::nullopt};
    fitconnect::AuthenticationTags tags = facts.tags;
    if (!submitted->announced.empty()) {
        const auto attachments = TRY(list_attachments(connection, *submitted));
        TRY(check_total(submitted->id, wanted.content, attachments, parts_.settings));
        for (const StoredAttachment& attachment : attachments) {
            tags.attachments.emplace(attachment.id, attachment.tag);
        }
        parcel.attachments = ids_of(attachments);
    }
    facts.events = submit_events(*submitted, tags, parts_.settings, facts.event_ids);
    TRY(append_events(connection, facts.events));
    TRY(enqueue_submitted(connection, *submitted, facts.events, *has_callback));
    return parcel;
}

// What was announced in this process a moment ago is known, so all is made ready before the
// transaction, which runs two statements. Nothing: it is not known, or no longer as it was.
Result<std::optional<Parcel>> TransmissionDesk::submit_known(const Scope& scope,
                                                             const Caller& caller,
                                                             const ContentToSubmit& wanted,
                                                             SubmitFacts& facts) {
    auto known = announced_.take(wanted.id);
    const bool is_own = known && known->kind == wanted.kind && known->author == caller.client_id;
    const auto has_callback = is_own ? find_noted_callback(known->destination_id) : std::nullopt;
    if (!has_callback) {
        if (known) {
            announced_.keep(std::move(*known));
        }
        return std::optional<Parcel>();
    }
    Transmission& of = *known;
    of.state = TransportState::Submitted;
    of.submitted_at = facts.now;
    of.changed_at = std::max(of.changed_at, facts.now);
    of.due_at = facts.due_at;
    std::vector<StoredEvent> events =
        submit_events(of, facts.tags, parts_.settings, facts.event_ids);
    const internal::Statement row = write_submission(of, wanted.content);
    const internal::Statement log = write_events(events);
    const bool is_written = TRY(
        storage::write_guarded(parts_.database, scope, [&](Connection& connection) -> Result<bool> {
            if (TRY(row.run(connection)) != 1) {
                return false;
            }
            TRY(log.run(connection));
            TRY(enqueue_submitted(connection, of, events, *has_callback));
            return true;
        }));
    if (!is_written) {
        return std::optional<Parcel>();
    }
    facts.events = std::move(events);
    return std::optional(Parcel{std::move(of), {}, std::nullopt});
}

Result<Parcel> TransmissionDesk::store_submit(const Scope& scope, const Caller& caller,
                                              const ContentToSubmit& wanted, SubmitFacts& facts) {
    if (auto parcel = TRY(submit_known(scope, caller, wanted, facts))) {
        return std::move(*parcel);
    }
    const auto once = [&] {
        return parts_.database.write(scope, [&](Connection& connection) {
            return submit_in(connection, caller, wanted, facts);
        });
    };
    Result<Parcel> outcome = once();
    if (!outcome.has_value() && outcome.error().code == "zustelldienst.destination_unknown") {
        note_callback(TRY(parts_.surroundings.load_destination(scope, outcome.error().place)));
        outcome = once();
    }
    return outcome;
}

Result<Parcel> TransmissionDesk::submit(const Caller& caller, const ContentToSubmit& wanted,
                                        CheckObserver& checks) {
    const Scope scope = caller.scope("fitconnect.submit");
    SubmitFacts facts;
    facts.tags = TRY(check_content(wanted, checks));
    TRY(report(checks, "submit.size", check_total(wanted.id, wanted.content, {}, parts_.settings)));
    facts.now = parts_.clock.now();
    Transmission after;
    after.state = TransportState::Submitted;
    after.submitted_at = facts.now;
    facts.due_at = next_due(after, parts_.settings, {0});
    facts.event_ids = {make_uuid(parts_.clock, parts_.random),
                       make_uuid(parts_.clock, parts_.random)};
    Result<Parcel> outcome = store_submit(scope, caller, wanted, facts);
    Parcel parcel = TRY(report(checks, "submit.stored", std::move(outcome)));
    if (!facts.events.empty()) {
        parts_.signer.remember(std::move(facts.events));
        parts_.wake_jobs();
    }
    return parcel;
}

}  // namespace gordion::zustelldienst
