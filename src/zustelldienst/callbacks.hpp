// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "core/random.hpp"
#include "core/time.hpp"
#include "fitconnect/callback.hpp"
#include "http/client.hpp"
#include "storage/jobs.hpp"
#include "zustelldienst/settings.hpp"
#include "zustelldienst/surroundings.hpp"
#include "zustelldienst/transmission.hpp"

namespace gordion::zustelldienst {

inline constexpr std::string_view callback_job = "fitconnect.run-callback";

/// Whose callback: the one that the sender gave with his submission, or the destination's.
enum class CallbackTarget { Sender, Destination };

struct PlannedCallback {
    fitconnect::CallbackKind kind = fitconnect::CallbackKind::NewEvents;
    CallbackTarget target = CallbackTarget::Sender;
    bool operator==(const PlannedCallback&) const = default;
};

/// Who caused an event: an event of the service itself is told to both sides.
enum class EventCause { Client, Service };

/// Who is told of an event. Source: FIT-Connect documentation, callbacks (table in
/// domain/fitconnect-crypto.md, section 7). What is inferred: the authority hears of accepted and
/// rejected replies as the sender hears of submissions.
std::vector<PlannedCallback> callbacks_after(const Transmission& of, fitconnect::EventVerb verb,
                                             EventCause cause);

/// Writes one job for each callback that has somewhere to go, in the transaction of its cause.
struct CallbackPlan {
    const Transmission& of;
    fitconnect::EventVerb verb = fitconnect::EventVerb::Create;
    EventCause cause = EventCause::Client;
    bool destination_has_callback = false;
};
Result<void> enqueue_callbacks(storage::Connection& connection, const Clock& clock, Random& random,
                               const CallbackPlan& plan);

/// The body of one call. Version 1 names the ids a second time (deprecated there, gone in v2); to a
/// destination, which never says which version it speaks, both go.
std::string write_callback(const Transmission& of, const PlannedCallback& planned);

/// Seals the secret of a sender's callback so that only call() reads it.
SealedCallback seal_callback(std::string_view key, std::string_view url, std::string_view secret,
                             Random& random);

/// Does the calls, as handler of `callback_job`. A call that fails is tried again by the job
/// runner, with its pauses, until it is given up; nothing else waits for it. Only addresses that
/// callback_targets.hpp allows are connected to, after the name was resolved. Shared between
/// threads.
class Callbacks {
public:
    struct Parts {
        storage::Database& database;
        const Clock& clock;
        const Settings& settings;
        Surroundings& surroundings;
        std::string secret_key;  ///< of seal_callback()
        std::string ca_file;     ///< further roots; empty: those of the system
    };
    explicit Callbacks(Parts parts);
    ~Callbacks();

    storage::JobVerdict call(const storage::Job& job);

private:
    struct Target {
        std::string url;
        std::string secret;
    };
    Result<std::optional<Target>> find_target(const Scope& scope, const Transmission& of,
                                              CallbackTarget target);
    Result<int> post(const Target& target, std::string body);

    Parts parts_;
    http::Client guarded_;
    http::Client unguarded_;  ///< for hosts that the settings name
};

}  // namespace gordion::zustelldienst
