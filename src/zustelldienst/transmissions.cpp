// SPDX-License-Identifier: EUPL-1.2
#include "zustelldienst/transmissions.hpp"

#include "core/log.hpp"

namespace gordion::zustelldienst {

Result<KnownDestination> StoredSurroundings::load_destination(const Scope& scope,
                                                              std::string_view id) {
    auto stored = TRY(destinations_->load_destination(scope, id));
    const TenantId tenant = stored->tenant;
    const fitconnect::Destination* destination = &stored->destination;
    return KnownDestination{
        tenant, std::shared_ptr<const fitconnect::Destination>(std::move(stored), destination)};
}

Result<std::optional<std::string>> StoredSurroundings::find_callback_secret(const Scope& scope,
                                                                            std::string_view id) {
    const auto secret = TRY(destinations_->load_callback_secret(scope, id));
    return secret ? std::optional(secret->reveal()) : std::nullopt;
}

Result<std::optional<crypto::PublicKey>> StoredSurroundings::find_signature_key(
    const Scope& scope, std::string_view destination, std::string_view kid) {
    const auto found = destinations_->load_key(scope, destination, kid);
    if (!found.has_value() && found.error().kind != ErrorKind::NotFound) {
        return found.error();
    }
    if (!found.has_value() || found.value().role != KeyRole::Signature) {
        return std::optional<crypto::PublicKey>();
    }
    return std::optional(TRY(crypto::PublicKey::from_jwk(found.value().jwk)));
}

Result<std::optional<crypto::PublicKey>> StoredSurroundings::find_client_key(
    const Scope& scope, std::string_view client, std::string_view kid) {
    const auto known = TRY(clients_->find_known(client));
    for (const std::string& destination : known->client.managed) {
        if (auto key = TRY(find_signature_key(scope, destination, kid))) {
            return key;
        }
    }
    return std::optional<crypto::PublicKey>();
}

namespace {

constexpr std::string_view callback_key_purpose = "fitconnect.sender-callback";
constexpr std::int64_t ms_per_hour = 3600LL * 1000;

Result<void> plan_at(storage::Database& database, const Clock& clock, Random& random,
                     std::int64_t hour) {
    // Named after its hour: several nodes plan it once.
    return database.write(system_scope(periods_job), [&](storage::Connection& connection) {
        return storage::enqueue(connection, clock, random,
                                {std::string(periods_job) + "." + std::to_string(hour),
                                 {"00"},
                                 std::string(periods_job),
                                 "{}",
                                 {hour * ms_per_hour},
                                 0});
    });
}

}  // namespace

Transmissions::Transmissions(const Foundation& foundation, const Settings& settings,
                             StoredSurroundings around, Config config)
    : database(foundation.database),
      clock(foundation.clock),
      random(foundation.random),
      surroundings(around),
      signer(database, std::move(config.signing_key), config.signing),
      desk({database, foundation.blobs, clock, random, settings, surroundings, signer,
            foundation.master_key.key_for(callback_key_purpose), config.wake_jobs}),
      events({database, clock, random, settings, surroundings, config.wake_jobs}),
      callbacks({database, clock, settings, surroundings,
                 foundation.master_key.key_for(callback_key_purpose), config.ca_file}),
      periods({database, foundation.blobs, clock, random, settings, surroundings, config.reminder,
               config.wake_jobs}) {}

Result<void> Transmissions::plan_periods() {
    return plan_at(database, clock, random, clock.now().ms / ms_per_hour);
}

void Transmissions::add_handlers(storage::JobRunner& runner) {
    runner.add_handler(std::string(callback_job),
                       [this](const storage::Job& job) { return callbacks.call(job); });
    runner.add_handler(std::string(periods_job), [this](const storage::Job&) {
        const auto steps = periods.run();
        const auto planned = plan_at(database, clock, random, clock.now().ms / ms_per_hour + 1);
        if (!planned.has_value() || !steps.has_value()) {
            return storage::JobVerdict{storage::JobOutcome::Retry, planned.has_value()
                                                                       ? steps.error().code
                                                                       : planned.error().code};
        }
        log(LogLevel::Info, "zustelldienst.periods", {{"steps", std::to_string(steps.value())}});
        return storage::JobVerdict{};
    });
}

}  // namespace gordion::zustelldienst
