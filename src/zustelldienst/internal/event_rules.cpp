// SPDX-License-Identifier: EUPL-1.2
#include "zustelldienst/internal/event_rules.hpp"

#include "core/limits.hpp"

namespace gordion::zustelldienst::internal {

using fitconnect::ApiVersion;
using fitconnect::EventVerb;
using fitconnect::SecurityEvent;

namespace {

constexpr std::string_view set_schemas = "https://schema.fitko.de/fit-connect/set-payload/1.";

// The first edition of the schema demanded no payload.
bool is_first_edition(const SecurityEvent& event) {
    return event.schema.starts_with(std::string(set_schemas) + "0.");
}

bool may_lack_payload(const SecurityEvent& event, ApiVersion version) {
    return version == ApiVersion::V1 && (event.schema.empty() || is_first_edition(event));
}

}  // namespace

Error event_error(std::string_view code, std::string place, std::string message) {
    return {ErrorKind::Invalid, std::string(code), std::move(place), {}, std::move(message)};
}

Result<void> check_case(const SecurityEvent& event, std::string_view case_id) {
    if (event.case_id == case_id) {
        return {};
    }
    return event_error("zustelldienst.event_case", "txn", "txn names another case than the path.");
}

Result<void> check_type(const SecurityEvent& event, ApiVersion version) {
    switch (event.type.verb) {
        case EventVerb::Accept:
        case EventVerb::Reject:
            return {};
        case EventVerb::Forward:
            if (version == ApiVersion::V1) {
                return {};
            }
            return event_error("zustelldienst.event_type", "events",
                               "v2 knows no forward-submission.");
        case EventVerb::Create:
        case EventVerb::Submit:
        case EventVerb::Notify:
        case EventVerb::Delete:
            break;
    }
    return event_error("zustelldienst.event_type", "events",
                       "Only accept and reject can be posted; this event is the service's.");
}

Result<void> check_schema(const SecurityEvent& event, ApiVersion version) {
    if (event.schema.empty()) {
        return version == ApiVersion::V1
                   ? Result<void>()
                   : event_error("zustelldienst.event_schema", "$schema",
                                 "v2 requires $schema; mirror the one of the submit-submission "
                                 "event.");
    }
    if (!event.schema.starts_with(set_schemas) ||
        (version == ApiVersion::V2 && is_first_edition(event))) {
        return event_error("zustelldienst.event_schema", "$schema",
                           "Payload Schema not supported: mirror the $schema of the "
                           "submit-submission event.");
    }
    return {};
}

Result<void> check_time(const SecurityEvent& event, Instant subject_created_at, Instant now) {
    // iat has whole seconds.
    if (event.issued_at.ms > now.ms + limits::event_skew_ms) {
        return event_error("zustelldienst.event_time", "iat",
                           "iat lies in the future; check the clock.");
    }
    if (event.issued_at.ms < subject_created_at.ms - limits::event_skew_ms) {
        return event_error("zustelldienst.event_time", "iat",
                           "iat lies before the announcement; check the clock.");
    }
    return {};
}

Result<void> check_key_time(const SecurityEvent& event, const SignatureKey& key) {
    if (event.issued_at.ms < key.from.ms - limits::event_skew_ms) {
        return event_error("zustelldienst.event_key_time", "kid",
                           "The key was not valid yet at iat: it was registered, or its "
                           "certificate begins, at " +
                               key.from.to_iso() + ".");
    }
    if (key.until && event.issued_at.ms > key.until->ms + limits::event_skew_ms) {
        return event_error("zustelldienst.event_key_time", "kid",
                           "The key was not valid any more at iat: its certificate ended at " +
                               key.until->to_iso() + ".");
    }
    return {};
}

Result<void> check_tags(const SecurityEvent& event,
                        const std::optional<fitconnect::AuthenticationTags>& submitted,
                        ApiVersion version) {
    if (!event.tags) {
        if (event.type.verb != EventVerb::Accept || may_lack_payload(event, version)) {
            return {};
        }
        return event_error("zustelldienst.event_tags", "authenticationTags",
                           "accept needs the authenticationTags of what was received.");
    }
    // What is not submitted has no tags; the state will tell.
    if (!submitted) {
        return {};
    }
    const auto same = fitconnect::compare_tags(*submitted, *event.tags);
    if (same.has_value()) {
        return {};
    }
    return event_error(
        "zustelldienst.event_tags", "authenticationTags." + same.error().place,
        "The authentication tag of " + same.error().place + " is not the one that was submitted.");
}

Result<void> check_problems(const SecurityEvent& event, ApiVersion version) {
    if (event.problems.empty()) {
        if (event.type.verb != EventVerb::Reject || may_lack_payload(event, version)) {
            return {};
        }
        return event_error("zustelldienst.event_problems", "problems",
                           "reject needs at least one problem.");
    }
    for (const fitconnect::Problem& problem : event.problems) {
        if (problem.type.empty() || problem.instance.empty()) {
            return event_error("zustelldienst.event_problems", "problems",
                               "Each problem needs type and instance.");
        }
    }
    return {};
}

}  // namespace gordion::zustelldienst::internal
