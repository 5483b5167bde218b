// SPDX-License-Identifier: EUPL-1.2
#include <algorithm>
#include <set>

#include "core/limits.hpp"
#include "storage/guarded_write.hpp"
#include "zustelldienst/callback_targets.hpp"
#include "zustelldienst/callbacks.hpp"
#include "zustelldienst/periods.hpp"
#include "zustelldienst/transmission_desk.hpp"
#include "zustelldienst/transmission_store.hpp"

namespace gordion::zustelldienst {

using fitconnect::EventVerb;
using fitconnect::SubjectKind;
using fitconnect::TransportState;

namespace {

Error refusal(ErrorKind kind, std::string_view code, std::string place, std::string message) {
    return {kind, std::string(code), std::move(place), {}, std::move(message)};
}

std::vector<std::string> as_set(const std::vector<std::string>& ids) {
    std::vector<std::string> once;
    std::set<std::string_view> seen;
    for (const std::string& id : ids) {
        if (seen.insert(id).second) {
            once.push_back(id);
        }
    }
    return once;
}

Result<void> check_count(const std::vector<std::string>& ids, const Settings& settings) {
    if (ids.size() <= settings.attachments) {
        return {};
    }
    return Error{ErrorKind::TooLarge,
                 "zustelldienst.attachments_many",
                 "announcedAttachments",
                 {{"most", std::to_string(settings.attachments)}},
                 "A submission or reply has at most " + std::to_string(settings.attachments) +
                     " attachments."};
}

Result<void> check_active(const fitconnect::Destination& destination) {
    if (destination.status == fitconnect::DestinationStatus::Active) {
        return {};
    }
    return Error{ErrorKind::Invalid,
                 "zustelldienst.destination_state",
                 "destinationId",
                 {{"status", std::string(to_string(destination.status))}},
                 "The destination is " + std::string(to_string(destination.status)) +
                     "; only active destinations receive submissions."};
}

// Whoever names no region may send if one of the regions of the service is his.
Result<void> check_may_send(const Caller& caller, const Announcement& wanted,
                            const fitconnect::Destination& destination) {
    const std::string& service = wanted.service.identifier;
    bool may = !wanted.region.empty() && caller.may_send(service, wanted.region);
    if (wanted.region.empty()) {
        for (const auto& offered : destination.services) {
            may = may || (offered.identifier == service &&
                          std::ranges::any_of(offered.regions, [&](const std::string& region) {
                              return caller.may_send(service, region);
                          }));
        }
        may = may || caller.may_send(service, "DE");
    }
    if (may) {
        return {};
    }
    return refusal(ErrorKind::Forbidden, "zustelldienst.may_not_send", "serviceType",
                   "The access token does not allow to send this service to this region.");
}

Result<void> check_offered(const Announcement& wanted, const fitconnect::Destination& destination,
                           const Settings& settings) {
    const std::string& service = wanted.service.identifier;
    const bool is_offered = std::ranges::any_of(
        destination.services, [&](const auto& offered) { return offered.identifier == service; });
    if (!is_offered) {
        return refusal(ErrorKind::Invalid, "zustelldienst.service_not_offered",
                       "serviceType.identifier", "The destination does not offer this service.");
    }
    if (settings.check_region && !wanted.region.empty() &&
        fitconnect::find_offered_service(destination, service, wanted.region) == nullptr) {
        return refusal(ErrorKind::Invalid, "zustelldienst.region_not_offered", "region",
                       "The destination does not offer this service in this region.");
    }
    return {};
}

// What is kept in memory is counted, not weighed, so what is long is not kept.
bool is_small(const Transmission& made) {
    constexpr std::size_t most = 2048;
    const std::size_t callback =
        made.callback ? made.callback->url.size() + made.callback->sealed_secret.size() : 0;
    return made.service.identifier.size() + made.service.name.size() +
               made.service.description.size() + callback <=
           most;
}

}  // namespace

Error transmission_missing(SubjectKind kind, std::string_view id) {
    const bool is_reply = kind == SubjectKind::Reply;
    return {ErrorKind::NotFound,
            is_reply ? "zustelldienst.reply_missing" : "zustelldienst.submission_missing",
            "",
            {{"id", std::string(id)}},
            is_reply ? "There is no such reply, or it is not to be fetched (any more)."
                     : "There is no such submission, or it is not to be fetched (any more)."};
}

Result<void> TransmissionDesk::check_case(const Scope& scope, const Caller& caller,
                                          const Announcement& wanted) {
    const auto members = TRY(parts_.database.read(scope, [&](storage::Connection& connection) {
        return list_case(connection, *wanted.case_id);
    }));
    const auto own = std::ranges::find_if(members, [&](const Transmission& member) {
        return member.kind == SubjectKind::Submission && member.author == caller.client_id;
    });
    if (own == members.end()) {
        return refusal(ErrorKind::NotFound, "zustelldienst.case_missing", "caseId",
                       "There is no such case of this sender.");
    }
    if (own->destination_id != wanted.destination_id) {
        return refusal(ErrorKind::Invalid, "zustelldienst.case_differs", "caseId",
                       "The case belongs to another destination.");
    }
    return {};
}

Result<std::optional<SealedCallback>> TransmissionDesk::seal(
    const std::optional<NewCallback>& callback) {
    constexpr std::size_t shortest = 32;
    constexpr std::size_t longest = 512;
    if (!callback) {
        return std::optional<SealedCallback>();
    }
    TRY(check_callback_url(callback->url, parts_.settings));
    if (callback->secret.size() < shortest || callback->secret.size() > longest) {
        return refusal(ErrorKind::Invalid, "zustelldienst.callback_secret", "callback.secret",
                       "The secret of a callback has 32 to 512 characters.");
    }
    return std::optional(
        seal_callback(parts_.callback_key, callback->url, callback->secret, parts_.random));
}

Result<void> TransmissionDesk::judge_announcement(const Caller& caller, const Announcement& wanted,
                                                  const KnownDestination& known,
                                                  CheckObserver& checks) {
    const fitconnect::Destination& destination = *known.destination;
    TRY(report(checks, "announce.may_send", check_may_send(caller, wanted, destination)));
    TRY(report(checks, "announce.destination_active", check_active(destination)));
    TRY(report(checks, "announce.service_offered",
               check_offered(wanted, destination, parts_.settings)));
    return {};
}

Result<Transmission> TransmissionDesk::write_announced(const Scope& scope, Transmission made) {
    made.created_at = made.changed_at = parts_.clock.now();
    made.missing = static_cast<std::int64_t>(made.announced.size());
    made.due_at = next_due(made, parts_.settings, {0});
    const StoredEvent created = make_service_event(
        made, parts_.settings.issuer(),
        {EventVerb::Create, make_uuid(parts_.clock, parts_.random), made.created_at, {}, {}});
    const internal::Statement row = write_insertion(made);
    const internal::Statement log = write_events(std::span(&created, 1));
    TRY(storage::write_guarded(parts_.database, scope,
                               [&](storage::Connection& connection) -> Result<void> {
                                   TRY(row.run(connection));
                                   TRY(log.run(connection));
                                   return {};
                               }));
    parts_.signer.remember({created});
    if (made.announced.empty() && is_small(made)) {
        announced_.keep(made);
    }
    return made;
}

Result<Transmission> TransmissionDesk::announce_submission(const Caller& caller,
                                                           const Announcement& wanted,
                                                           CheckObserver& checks) {
    const Scope scope = caller.scope("fitconnect.announce");
    Transmission made;
    made.announced = as_set(wanted.attachments);
    TRY(report(checks, "announce.attachments", check_count(made.announced, parts_.settings)));
    const KnownDestination known =
        TRY(report(checks, "announce.destination",
                   parts_.surroundings.load_destination(scope, wanted.destination_id)));
    TRY(judge_announcement(caller, wanted, known, checks));
    if (wanted.case_id) {
        TRY(report(checks, "announce.case", check_case(scope, caller, wanted)));
    }
    made.callback = TRY(report(checks, "announce.callback", seal(wanted.callback)));
    made.kind = SubjectKind::Submission;
    made.version = wanted.version;
    made.id = make_uuid(parts_.clock, parts_.random);
    made.case_id = wanted.case_id ? *wanted.case_id : make_uuid(parts_.clock, parts_.random);
    made.tenant = known.tenant;
    made.destination_id = wanted.destination_id;
    made.author = caller.client_id;
    made.service = wanted.service;
    made.region = wanted.region;
    note_callback(known);
    return write_announced(scope, std::move(made));
}

Result<Transmission> TransmissionDesk::announce_reply(const Caller& caller,
                                                      const ReplyAnnouncement& wanted,
                                                      CheckObserver& checks) {
    const Scope scope = caller.scope("fitconnect.announce_reply");
    if (!parts_.settings.replies) {
        return report(checks, "reply.allowed",
                      Result<Transmission>(refusal(ErrorKind::Invalid, "zustelldienst.replies_off",
                                                   "", "This server takes no replies.")));
    }
    Transmission made;
    made.announced = as_set(wanted.attachments);
    TRY(report(checks, "reply.attachments", check_count(made.announced, parts_.settings)));
    const auto members = TRY(parts_.database.read(scope, [&](storage::Connection& connection) {
        return list_case(connection, wanted.case_id);
    }));
    // The newest submission of the case says whom a reply is for and where he is called.
    const auto latest =
        std::find_if(members.rbegin(), members.rend(), [](const Transmission& member) {
            return member.kind == SubjectKind::Submission && member.submitted_at.ms != 0;
        });
    if (latest == members.rend()) {
        return report(
            checks, "reply.case",
            Result<Transmission>(refusal(ErrorKind::NotFound, "zustelldienst.case_missing",
                                         "caseId", "There is no such case to reply to.")));
    }
    if (!caller.subscribes_to(latest->destination_id)) {
        return report(checks, "reply.subscriber",
                      Result<Transmission>(
                          refusal(ErrorKind::Forbidden, "zustelldienst.not_receiver", "caseId",
                                  "Only a subscriber of the case's destination may reply.")));
    }
    made.kind = SubjectKind::Reply;
    made.version = wanted.version;
    made.id = make_uuid(parts_.clock, parts_.random);
    made.case_id = latest->case_id;
    made.tenant = latest->tenant;
    made.destination_id = latest->destination_id;
    made.author = caller.client_id;
    made.receiver = latest->author;
    made.callback = latest->callback;
    return write_announced(scope, std::move(made));
}

void TransmissionDesk::note_callback(const KnownDestination& known) {
    const std::lock_guard lock(mutex_);
    if (told_.size() >= limits::fitconnect_noted) {
        told_.clear();
    }
    told_[known.destination->id] = {!known.destination->callback_url.empty(), parts_.clock.now()};
}

std::optional<bool> TransmissionDesk::find_noted_callback(const std::string& destination) {
    constexpr std::int64_t ms_per_second = 1000;
    const std::int64_t oldest =
        parts_.clock.now().ms - parts_.settings.cache_seconds * ms_per_second;
    const std::lock_guard lock(mutex_);
    const auto found = told_.find(destination);
    return found != told_.end() && found->second.seen_at.ms >= oldest
               ? std::optional(found->second.has_callback)
               : std::nullopt;
}

}  // namespace gordion::zustelldienst
