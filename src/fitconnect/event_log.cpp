// SPDX-License-Identifier: EUPL-1.2
#include "fitconnect/event_log.hpp"

#include "fitconnect/internal/key_cache.hpp"

namespace gordion::fitconnect {

using formats::Json;

namespace {

Error log_error(const char* place, const SecurityEvent& event) {
    return {ErrorKind::Invalid,
            "fitconnect.event_log",
            place,
            {{"event", event_uri(event.type)}},
            "The event log contradicts itself or names somebody who may not say this."};
}

// What may be right the next time, whatever kind of error it was.
Error later(Error error) {
    error.kind = ErrorKind::Unavailable;
    return error;
}

bool is_service(std::string_view issuer, std::string_view service) {
    return without_slash(issuer) == without_slash(service);
}

// Source: domain/fitconnect-crypto.md, section 5: which events come from the delivery server and
// which from the destination. An answer to a reply comes from the sender, about whom no source says
// how it signs: such events are not read here.
bool may_issue(const SecurityEvent& event, const ItemIds& ids, std::string_view service) {
    const bool from_service = is_service(event.issuer, service);
    const bool from_destination = event.issuer == ids.destination_id;
    switch (event.type.verb) {
        case EventVerb::Create:
        case EventVerb::Submit:
        case EventVerb::Notify:
        case EventVerb::Delete:
            return from_service;
        case EventVerb::Forward:
        case EventVerb::Accept:
            return from_destination;
        case EventVerb::Reject:
            return from_service || from_destination;
    }
    return false;
}

Result<void> take(EventLog& log, const SecurityEvent& event) {
    const bool is_first = log.events.empty();
    if (event.type.verb == EventVerb::Create) {
        if (!is_first) {
            return log_error("order", event);
        }
    } else if (const auto next = next_state(log.state, event.type.verb)) {
        log.state = *next;
    } else {
        return log_error("order", event);
    }
    if (event.type.verb == EventVerb::Submit) {
        log.submitted_tags = event.tags;
        log.payload_schema = event.schema;
    } else if (event.type.verb == EventVerb::Accept || event.type.verb == EventVerb::Reject) {
        log.answer = event.type.verb;
        log.problems = event.problems;
        if (event.type.verb == EventVerb::Accept) {
            log.accepted_tags = event.tags;
        }
    }
    log.events.push_back(event);
    return {};
}

}  // namespace

bool is_proved_wrong(const Error& error) {
    return error.kind == ErrorKind::Invalid &&
           (error.code == "fitconnect.event_log" || error.code == "crypto.jws_signature");
}

Result<EventLog> read_event_log(const std::vector<SecurityEvent>& events, const ItemIds& ids,
                                std::string_view service) {
    EventLog log;
    for (const SecurityEvent& event : events) {
        if (event.subject_id != ids.item_id) {
            continue;
        }
        if (event.case_id != ids.case_id) {
            return log_error("txn", event);
        }
        if (!may_issue(event, ids, service)) {
            return log_error("iss", event);
        }
        TRY(take(log, event));
    }
    return log;
}

EventLogReader::EventLogReader(ApiClient& api, const Clock& clock, KeyTrust trust)
    : api_(&api), trust_(std::move(trust)), keys_(std::make_unique<internal::KeyCache>(clock)) {}

EventLogReader::~EventLogReader() = default;

Result<Json> EventLogReader::service_key(const std::string& kid) {
    const auto load = [this] { return api_->load_service_keys(); };
    auto found = find_key(TRY(keys_->load_kept("", load)), kid);
    return found ? std::move(found) : find_key(TRY(keys_->load_fresh("", load)), kid);
}

Result<Json> EventLogReader::destination_key(const ItemIds& ids, const std::string& kid) {
    return keys_->load_kept(ids.destination_id + "/" + kid,
                            [&] { return api_->load_destination_key(ids.destination_id, kid); });
}

// Source: FIT-Connect documentation, event log, set validation: an issuer with a URL has its keys
// in its key set, a UUID is a destination. Only the server and the destination that the subject
// belongs to are asked.
Result<crypto::PublicKey> EventLogReader::key_of(const UnprovedEvent& unproved,
                                                 const ItemIds& ids) {
    const SecurityEvent& event = unproved.event;
    const bool is_from_destination = event.issuer == ids.destination_id;
    if (!is_from_destination && !is_service(event.issuer, api_->settings().server.event_issuer())) {
        return log_error("iss", event);
    }
    const Json jwk =
        TRY(is_from_destination ? destination_key(ids, unproved.kid) : service_key(unproved.kid));
    return check_signature_key(jwk, unproved.kid, trust_, event.issued_at);
}

Result<SecurityEvent> EventLogReader::prove(std::string_view token, const ItemIds& ids) {
    const auto unproved = read_unproved_event(token);
    if (!unproved) {
        return later(unproved.error());
    }
    const auto key = key_of(unproved.value(), ids);
    if (!key) {
        return later(key.error());
    }
    auto event = verify_event(token, key.value());
    return event || is_proved_wrong(event.error()) ? std::move(event)
                                                   : Result<SecurityEvent>(later(event.error()));
}

Result<EventLog> EventLogReader::read(const std::vector<std::string>& tokens, const ItemIds& ids) {
    std::vector<SecurityEvent> events;
    for (const std::string& token : tokens) {
        if (find_event_subject(token) == ids.item_id) {
            events.push_back(TRY(prove(token, ids)));
        }
    }
    return read_event_log(events, ids, api_->settings().server.event_issuer());
}

Result<EventLog> EventLogReader::load(const ItemIds& ids) {
    return read(TRY(api_->list_case_events(ids.case_id)), ids);
}

}  // namespace gordion::fitconnect
