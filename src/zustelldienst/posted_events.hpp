// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <functional>
#include <string_view>

#include "core/random.hpp"
#include "storage/database.hpp"
#include "zustelldienst/caller.hpp"
#include "zustelldienst/checks.hpp"
#include "zustelldienst/event_store.hpp"
#include "zustelldienst/settings.hpp"
#include "zustelldienst/surroundings.hpp"

namespace gordion::zustelldienst {

struct PostedEvent {
    fitconnect::ApiVersion version = fitconnect::ApiVersion::V1;
    std::string_view case_id;  ///< of the path
    std::string_view token;    ///< the body: a compact JWS and nothing else
};

/// Judges events that subscribers (of submissions) and senders (of replies) post, and applies them.
///
/// The order of judging is that of cost and of what each step needs: syntax, header, claims, case,
/// subject, who posts, issuer, key, signature, type, schema, time, tags, problems; then replay and
/// state, in the transaction that writes. Each step reports to the observer as "event.<step>".
/// Source: domain/fitconnect-crypto.md, section 5; Submission API 1.1.3, POST
/// cases/{caseId}/events.
///
/// Error codes: crypto.jws_malformed, formats.json_*, zustelldienst.event_size (syntax);
/// crypto.jws_algorithm, crypto.jws_signature, fitconnect.event_*, and of zustelldienst:
/// case_missing, event_case, event_subject, event_key, event_key_time, event_type, event_schema,
/// event_time, event_tags, event_problems (Invalid); event_issuer, not_receiver (Forbidden);
/// event_replayed, event_state (Conflict).
class EventDesk {
public:
    struct Parts {
        storage::Database& database;
        const Clock& clock;
        Random& random;
        const Settings& settings;
        Surroundings& surroundings;
        std::function<void()> wake_jobs;
    };
    explicit EventDesk(Parts parts) : parts_(std::move(parts)) {}

    /// The transmission as it is after the event.
    Result<Transmission> post(const Caller& caller, const PostedEvent& posted,
                              CheckObserver& checks);

private:
    struct Subject {
        Transmission transmission;
        std::optional<fitconnect::AuthenticationTags> tags;
    };
    Result<Subject> load_subject(const Scope& scope, const fitconnect::SecurityEvent& event,
                                 std::string_view case_id);
    Result<SignatureKey> find_key(const Scope& scope, const Transmission& of,
                                  const std::string& kid);
    Result<Transmission> apply(const Scope& scope, const Subject& subject,
                               const fitconnect::SecurityEvent& event, std::string_view token);

    Parts parts_;
};

}  // namespace gordion::zustelldienst
