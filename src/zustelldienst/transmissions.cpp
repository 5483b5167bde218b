// SPDX-License-Identifier: EUPL-1.2
#include "zustelldienst/transmissions.hpp"

#include <algorithm>

#include "core/log.hpp"
#include "crypto/certificates.hpp"
#include "crypto/hashes.hpp"

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

namespace {

// What a key says of itself: both members are optional in a JWK (RFC 7517, section 4).
bool is_for_signatures(const formats::Json& jwk) {
    const formats::Json* operations = jwk.find("key_ops");
    const bool may = operations == nullptr ||
                     (operations->is_array() &&
                      std::ranges::any_of(operations->as_array(), [](const formats::Json& one) {
                          return one.is_string() && one.as_string() == "verify";
                      }));
    const std::string use = jwk.text_at("use");
    const std::string algorithm = jwk.text_at("alg");
    return may && (use.empty() || use == "sig") && (algorithm.empty() || algorithm == "PS512");
}

// The period in which all certificates of the chain are valid, and the key is known.
Result<std::optional<SignatureKey>> read_signature_key(const DestinationKey& stored) {
    if (stored.role != KeyRole::Signature || !is_for_signatures(stored.jwk)) {
        return std::optional<SignatureKey>();
    }
    SignatureKey read{TRY(crypto::PublicKey::from_jwk(stored.jwk)), stored.added_at, {}};
    const formats::Json* chain = stored.jwk.find("x5c");
    for (std::size_t i = 0; chain != nullptr && chain->is_array() && i < chain->size(); ++i) {
        const formats::Json& one = chain->as_array()[i];
        const auto period = TRY(crypto::read_certificate_period(
            TRY(crypto::from_base64(one.is_string() ? one.as_string() : ""))));
        read.from = std::max(read.from, period.from);
        read.until = read.until ? std::min(*read.until, period.until) : period.until;
    }
    return std::optional(std::move(read));
}

}  // namespace

Result<std::optional<SignatureKey>> StoredSurroundings::find_signature_key(
    const Scope& scope, std::string_view destination, std::string_view kid) {
    const auto found = destinations_->load_key(scope, destination, kid);
    if (!found.has_value() && found.error().kind != ErrorKind::NotFound) {
        return found.error();
    }
    return found.has_value() ? read_signature_key(found.value())
                             : Result(std::optional<SignatureKey>());
}

Result<std::optional<SignatureKey>> StoredSurroundings::find_client_key(const Scope& scope,
                                                                        std::string_view client,
                                                                        std::string_view kid) {
    const auto known = TRY(clients_->find_known(client));
    if (const auto own = TRY(clients_->find_signing_key(scope, client, kid))) {
        return read_signature_key(*own);
    }
    for (const std::string& destination : known->client.managed) {
        if (auto key = TRY(find_signature_key(scope, destination, kid))) {
            return key;
        }
    }
    return std::optional<SignatureKey>();
}

namespace {

constexpr std::string_view callback_key_purpose = "fitconnect.sender-callback";
// Twenty-four times a day of the periods, however short it was made.
std::int64_t interval_of(const Settings& settings) {
    constexpr std::int64_t least_ms = 1000;
    return std::max(settings.days_ms(1) / 24, least_ms);
}

Result<void> plan_at(storage::Database& database, const Clock& clock, Random& random, Instant at) {
    // Named after its moment: several nodes plan it once.
    return database.write(system_scope(periods_job), [&](storage::Connection& connection) {
        return storage::enqueue(connection, clock, random,
                                {std::string(periods_job) + "." + std::to_string(at.ms),
                                 {"00"},
                                 std::string(periods_job),
                                 "{}",
                                 at,
                                 0});
    });
}

// The last moment of a run, or the next one.
Instant moment_of_run(Instant now, std::int64_t every_ms, std::int64_t ahead) {
    return {(now.ms / every_ms + ahead) * every_ms};
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
               config.wake_jobs}),
      periods_every_ms(interval_of(settings)) {}

Result<void> Transmissions::plan_periods() {
    return plan_at(database, clock, random, moment_of_run(clock.now(), periods_every_ms, 0));
}

void Transmissions::add_handlers(storage::JobRunner& runner) {
    runner.add_handler(std::string(callback_job),
                       [this](const storage::Job& job) { return callbacks.call(job); });
    runner.add_handler(std::string(periods_job), [this](const storage::Job&) {
        const auto steps = periods.run();
        const auto planned =
            plan_at(database, clock, random, moment_of_run(clock.now(), periods_every_ms, 1));
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
