// SPDX-License-Identifier: EUPL-1.2
#include <algorithm>

#include "zustelldienst/transmission_desk.hpp"
#include "zustelldienst/transmission_store.hpp"

namespace gordion::zustelldienst {

using fitconnect::SubjectKind;
using fitconnect::TransportState;
using storage::Connection;

namespace {

bool is_receiver(const Caller& caller, const Transmission& of) {
    return of.kind == SubjectKind::Submission ? caller.subscribes_to(of.destination_id)
                                              : of.receiver == caller.client_id;
}

Result<void> check_receiver(const Transmission& of, const Caller& caller) {
    if (is_receiver(caller, of)) {
        return {};
    }
    return Error{ErrorKind::Forbidden,
                 "zustelldienst.not_receiver",
                 of.id,
                 {},
                 of.kind == SubjectKind::Submission
                     ? "The client does not subscribe to the destination of this submission."
                     : "This reply is for another client."};
}

Result<void> check_visible(const Transmission& of, const Settings& settings) {
    switch (of.state) {
        case TransportState::Submitted:
        case TransportState::Forwarded:
            return {};
        case TransportState::Accepted:
        case TransportState::Rejected:
            if (settings.readable_after_acceptance) {
                return {};
            }
            break;
        case TransportState::Incomplete:
        case TransportState::Deleted:
            break;
    }
    return transmission_missing(of.kind, of.id);
}

Error not_in_case(std::string_view id) {
    return {ErrorKind::Forbidden,
            "zustelldienst.not_in_case",
            std::string(id),
            {},
            "The client takes no part in this case: it neither opened it nor subscribes to its "
            "destination."};
}

}  // namespace

bool is_involved(const Caller& caller, const Transmission& in) {
    return in.author == caller.client_id || in.receiver == caller.client_id ||
           caller.subscribes_to(in.destination_id) || caller.manages(in.destination_id);
}

Result<Slice<Waiting>> TransmissionDesk::list_submissions(
    const Caller& caller, const std::optional<std::string>& destination, Paging paging) {
    std::vector<std::string> at(caller.permissions->subscribed.begin(),
                                caller.permissions->subscribed.end());
    if (at.empty()) {
        return Error{ErrorKind::Forbidden,
                     "zustelldienst.not_receiver",
                     "",
                     {},
                     "The client subscribes to no destination. Connect it with one first."};
    }
    if (destination) {
        if (!caller.subscribes_to(*destination)) {
            return Error{ErrorKind::Forbidden,
                         "zustelldienst.not_receiver",
                         *destination,
                         {},
                         "The client does not subscribe to this destination."};
        }
        at = {*destination};
    }
    return parts_.database.read(caller.scope("fitconnect.list"), [&](Connection& connection) {
        return list_waiting_submissions(connection, at, paging);
    });
}

Result<Slice<Waiting>> TransmissionDesk::list_replies(const Caller& caller, Paging paging) {
    return parts_.database.read(caller.scope("fitconnect.list"), [&](Connection& connection) {
        return list_waiting_replies(connection, caller.client_id, paging);
    });
}

Result<Transmission> TransmissionDesk::load_visible(Connection& connection, const Caller& caller,
                                                    SubjectKind kind, std::string_view id,
                                                    CheckObserver& checks) {
    auto found = TRY(find_transmission(connection, kind, id));
    if (!found) {
        return report(checks, "transmission.exists",
                      Result<Transmission>(transmission_missing(kind, id)));
    }
    TRY(report(checks, "transmission.receiver", check_receiver(*found, caller)));
    TRY(report(checks, "transmission.visible", check_visible(*found, parts_.settings)));
    return std::move(*found);
}

Result<Parcel> TransmissionDesk::fetch(const Caller& caller, SubjectKind kind, std::string_view id,
                                       CheckObserver& checks) {
    const Scope scope = caller.scope("fitconnect.fetch");
    return parts_.database.read(scope, [&](Connection& connection) -> Result<Parcel> {
        Parcel parcel{TRY(load_visible(connection, caller, kind, id, checks)), {}, std::nullopt};
        parcel.content = TRY(find_content(connection, parcel.transmission));
        for (const auto& attachment : TRY(list_attachments(connection, parcel.transmission))) {
            parcel.attachments.push_back(attachment.id);
        }
        if (!parcel.content) {
            return transmission_missing(kind, id);
        }
        return parcel;
    });
}

Result<StoredAttachment> TransmissionDesk::find_attachment(const Caller& caller,
                                                           const AttachmentKey& key,
                                                           CheckObserver& checks) {
    const Scope scope = caller.scope("fitconnect.fetch");
    return parts_.database.read(scope, [&](Connection& connection) -> Result<StoredAttachment> {
        const Transmission of = TRY(load_visible(connection, caller, key.kind, key.id, checks));
        for (StoredAttachment& attachment : TRY(list_attachments(connection, of))) {
            if (attachment.id == key.attachment_id) {
                return std::move(attachment);
            }
        }
        return report(checks, "attachment.exists",
                      Result<StoredAttachment>(Error{ErrorKind::NotFound,
                                                     "zustelldienst.attachment_missing",
                                                     key.attachment_id,
                                                     {},
                                                     "There is no such attachment."}));
    });
}

Result<TokenSlice> TransmissionDesk::sign(const Scope& scope, Slice<StoredEvent> events) {
    return TokenSlice{TRY(parts_.signer.tokens_of(scope, events.items)), events.offset,
                      events.total};
}

Result<TokenSlice> TransmissionDesk::read_case_log(const Caller& caller, std::string_view case_id,
                                                   Paging paging) {
    const Scope scope = caller.scope("fitconnect.read_log");
    auto events =
        TRY(parts_.database.read(scope, [&](Connection& connection) -> Result<Slice<StoredEvent>> {
            const auto members = TRY(list_case(connection, case_id));
            if (members.empty()) {
                return Error{ErrorKind::NotFound,
                             "zustelldienst.case_missing",
                             std::string(case_id),
                             {},
                             "There is no such case."};
            }
            if (std::ranges::none_of(
                    members, [&](const auto& member) { return is_involved(caller, member); })) {
                return not_in_case(case_id);
            }
            return list_case_events(connection, case_id, paging);
        }));
    return sign(scope, std::move(events));
}

Result<TokenSlice> TransmissionDesk::read_log(const Caller& caller, SubjectKind kind,
                                              std::string_view id, Paging paging) {
    const Scope scope = caller.scope("fitconnect.read_log");
    auto events =
        TRY(parts_.database.read(scope, [&](Connection& connection) -> Result<Slice<StoredEvent>> {
            const auto found = TRY(find_transmission(connection, kind, id));
            if (!found) {
                return transmission_missing(kind, id);
            }
            if (!is_involved(caller, *found)) {
                return not_in_case(id);
            }
            return list_events(connection, *found, paging);
        }));
    return sign(scope, std::move(events));
}

}  // namespace gordion::zustelldienst
