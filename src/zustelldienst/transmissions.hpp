// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <functional>

#include "zustelldienst/callbacks.hpp"
#include "zustelldienst/destination_store.hpp"
#include "zustelldienst/event_signer.hpp"
#include "zustelldienst/foundation.hpp"
#include "zustelldienst/periods.hpp"
#include "zustelldienst/posted_events.hpp"
#include "zustelldienst/settings.hpp"
#include "zustelldienst/transmission_desk.hpp"

namespace gordion::zustelldienst {

inline constexpr std::string_view periods_job = "fitconnect.run-periods";

/// Destinations and keys as the stores of this module have them.
class StoredSurroundings final : public Surroundings {
public:
    StoredSurroundings(ClientStore& clients, DestinationStore& destinations)
        : clients_(&clients), destinations_(&destinations) {}
    Result<KnownDestination> load_destination(const Scope& scope, std::string_view id) override;
    Result<std::optional<std::string>> find_callback_secret(const Scope& scope,
                                                            std::string_view id) override;
    Result<std::optional<SignatureKey>> find_signature_key(const Scope& scope,
                                                           std::string_view destination,
                                                           std::string_view kid) override;
    /// A sender that answers replies signs with a key of its own, or else as a destination would:
    /// with a signature key of one that its client manages (inferred).
    Result<std::optional<SignatureKey>> find_client_key(const Scope& scope, std::string_view client,
                                                        std::string_view kid) override;

private:
    ClientStore* clients_;
    DestinationStore* destinations_;
};

/// What happens to submissions and replies, wired together. Settings, stores and the foundation
/// outlive it.
struct Transmissions {
    struct Config {
        EventSigner::KeySource signing_key;
        EventSigner::Options signing;
        std::string ca_file;                  ///< of the clients' callbacks
        ContactReminder* reminder = nullptr;  ///< see periods.hpp
        std::function<void()> wake_jobs = [] {};
    };
    Transmissions(const Foundation& foundation, const Settings& settings, StoredSurroundings around,
                  Config config);
    Transmissions(const Transmissions&) = delete;
    Transmissions& operator=(const Transmissions&) = delete;

    /// Handlers of `callback_job` and `periods_job`; the latter plans itself anew each hour
    /// (a twenty-fourth of the settings' day).
    void add_handlers(storage::JobRunner& runner);
    /// Plans the first one. Doing so again is no error.
    Result<void> plan_periods();

    storage::Database& database;
    const Clock& clock;
    Random& random;
    StoredSurroundings surroundings;
    EventSigner signer;
    TransmissionDesk desk;
    EventDesk events;
    Callbacks callbacks;
    Periods periods;
    const std::int64_t periods_every_ms;
};

}  // namespace gordion::zustelldienst
