// SPDX-License-Identifier: EUPL-1.2
#include "app/receiving.hpp"

#include <set>

#include "app/letters_back.hpp"
#include "app/received_inbox.hpp"
#include "core/files.hpp"
#include "core/limits.hpp"
#include "core/log.hpp"
#include "crypto/certificates.hpp"
#include "crypto/hashes.hpp"
#include "fitconnect/key_file.hpp"

namespace gordion::app {

using formats::Json;

namespace {

constexpr std::string_view round_job = "fitconnect.receive";
constexpr std::int64_t key_warning_ms = 30LL * 24 * 3600 * 1000;
constexpr std::int64_t key_look_ms = 24LL * 3600 * 1000;

Result<std::vector<crypto::PrivateKey>> load_keys(const std::filesystem::path& file) {
    return fitconnect::read_key_file(
        TRY(formats::parse_json(TRY(load_file(file, limits::toml_bytes)))));
}

Error unknown_destination(std::string_view destination) {
    return {ErrorKind::NotFound,
            "app.receive_unknown",
            "",
            {{"destination", std::string(destination)}},
            "This installation does not receive for that destination."};
}

// Only the server's own word is final. A letter or key that is missing here, a configuration that
// lacks the destination, an answer that cannot be read may all be right the next time.
bool is_refusal(const Error& error) {
    return error.code == "fitconnect.refused" &&
           (error.kind == ErrorKind::Invalid || error.kind == ErrorKind::NotFound ||
            error.kind == ErrorKind::TooLarge || error.kind == ErrorKind::Unsupported);
}

// What ends last of a key's certificates does not matter: the first end counts.
std::optional<Instant> first_end(const Json& jwk) {
    std::optional<Instant> first;
    const Json* chain = jwk.find("x5c");
    if (chain == nullptr || !chain->is_array()) {
        return first;
    }
    for (const Json& one : chain->as_array()) {
        const auto der = crypto::from_base64(one.is_string() ? one.as_string() : "");
        const auto end =
            der ? crypto::read_certificate_end(der.value()) : Result<Instant>(der.error());
        if (end && (!first || end.value() < *first)) {
            first = end.value();
        }
    }
    return first;
}

}  // namespace

// A destination with its client. The mutex guards what is below it; `working` is held for a round.
struct Receiving::Station {
    Station(const ReceiveSettings& settings_, Modules& in)
        : settings(settings_),
          api(in.fit_connect->make_client(settings_.api)),
          events(*api, in.clock, in.fit_connect->options().trust),
          inbox(in, settings_) {
        status.tenant = settings.tenant;
        status.server = settings.api.server.submission_url;
        status.destination = settings.destination;
    }

    const ReceiveSettings& settings;
    std::unique_ptr<fitconnect::ApiClient> api;
    fitconnect::EventLogReader events;
    ReceivedInbox inbox;
    std::mutex working;
    std::string published_signing_kid;  ///< that the server was seen to have; under `working`
    std::optional<Instant> keys_looked_at;
    mutable std::mutex mutex;
    ReceiveStatus status;
};

Receiving::Receiving(Modules& in) : in_(in) {}
Receiving::~Receiving() = default;

Result<void> Receiving::open() {
    std::set<std::string> known;
    for (const ReceiveSettings& settings : in_.config.fitconnect_receive) {
        TRY(fitconnect::check_address(settings.api.server,
                                      in_.fit_connect->options().plain_addresses));
        if (!known.insert(settings.destination).second) {
            return Error{ErrorKind::Invalid,
                         "app.receive_twice",
                         "fitconnect_receive",
                         {{"destination", settings.destination}},
                         "Two tables [[fitconnect_receive]] are about one destination."};
        }
        // A missing key file does not keep the server, or another verb, from working.
        auto files = settings.decryption_keys;
        files.push_back(settings.signing_key);
        for (const auto& file : files) {
            if (const auto key = load_keys(file); !key) {
                log(LogLevel::Warning, "fitconnect.receive_key",
                    {{"file", file.string()}, {"code", key.error().code}});
            }
        }
        stations_.push_back(std::make_unique<Station>(settings, in_));
    }
    return {};
}

Receiving::Station* Receiving::find_station(std::string_view destination) const {
    for (const auto& station : stations_) {
        if (station->settings.destination == destination) {
            return station.get();
        }
    }
    return nullptr;
}

// A destination may have moved to another client of the same server, never to another tenant.
Receiving::Station* Receiving::find_station(const cases::Arrival& arrival) const {
    Station* station = find_station(arrival.remote_destination);
    return station != nullptr && station->settings.tenant == arrival.tenant ? station : nullptr;
}

void Receiving::add_handlers(storage::JobRunner& jobs) {
    jobs.add_handler(std::string(round_job),
                     [this](const storage::Job& job) { return run_round(job); });
    jobs.add_handler(std::string(cases::reply_job),
                     [this](const storage::Job& job) { return run_reply(job); });
}

// Named after its moment, so that several nodes plan a round once.
Result<void> Receiving::enqueue_round(const Station& station, Instant at, std::string_view name) {
    const ReceiveSettings& settings = station.settings;
    const Scope scope{settings.tenant, {"system"}, std::string(round_job), {}, false};
    return in_.database->write(scope, [&](storage::Connection& connection) {
        return storage::enqueue(
            connection, in_.clock, in_.random,
            {std::string(round_job) + "." + settings.destination + "." + std::string(name),
             settings.tenant, std::string(round_job),
             formats::write_json(Json::object({{"destination", settings.destination}})), at, 0});
    });
}

Result<void> Receiving::plan() {
    for (const auto& station : stations_) {
        const Instant now = in_.clock.now();
        TRY(enqueue_round(*station, now, "start." + std::to_string(now.ms)));
    }
    return {};
}

// The next round is planned before this one runs, so that no fault of a round ends the rhythm.
storage::JobVerdict Receiving::run_round(const storage::Job& job) {
    const auto payload = formats::parse_json(job.payload);
    const std::string destination = payload ? payload.value().text_at("destination") : "";
    Station* station = find_station(destination);
    if (station == nullptr) {
        return {};
    }
    const std::int64_t rhythm = station->settings.poll_seconds * 1000;
    const std::int64_t next = in_.clock.now().ms / rhythm + 1;
    const auto planned = enqueue_round(*station, {next * rhythm}, std::to_string(next));
    if (!planned) {
        return {storage::JobOutcome::Retry, planned.error().code};
    }
    (void)receive(destination);
    return {};
}

Result<fitconnect::ReceiveReport> Receiving::receive(std::string_view destination) {
    Station* station = find_station(destination);
    if (station == nullptr) {
        return unknown_destination(destination);
    }
    const std::lock_guard working(station->working);
    const auto round = [&]() -> Result<fitconnect::ReceiveReport> {
        const fitconnect::Subscription subscription = TRY(load_subscription(*station));
        fitconnect::ReceiveOptions options;
        options.spool = in_.config.data_folder / "spool";
        fitconnect::Subscriber subscriber(
            {*station->api, station->events, station->inbox, in_.clock, in_.random},
            std::move(options), {});
        return subscriber.receive(subscription);
    };
    Result<fitconnect::ReceiveReport> done = round();
    note(*station, done);
    return done;
}

void Receiving::note(Station& station, const Result<fitconnect::ReceiveReport>& done) {
    std::optional<Error> fault;
    {
        const std::lock_guard lock(station.mutex);
        ReceiveStatus& status = station.status;
        status.asked_at = in_.clock.now();
        status.waiting = 0;
        if (done) {
            status.accepted += done.value().accepted;
            status.rejected += done.value().rejected;
            status.waiting = done.value().failed;
            if (!done.value().errors.empty()) {
                fault = done.value().errors.front();
            }
        } else {
            fault = done.error();
        }
        status.fault = fault;
    }
    if (fault) {
        Values said{{"destination", station.settings.destination}, {"code", fault->code}};
        said.insert(said.end(), fault->values.begin(), fault->values.end());
        log(LogLevel::Warning, "fitconnect.receive_failed", said);
    } else if (done.value().accepted + done.value().rejected > 0) {
        log(LogLevel::Info, "fitconnect.received",
            {{"destination", station.settings.destination},
             {"accepted", std::to_string(done.value().accepted)},
             {"rejected", std::to_string(done.value().rejected)}});
    }
}

Result<fitconnect::Subscription> Receiving::load_subscription(Station& station) {
    const ReceiveSettings& settings = station.settings;
    std::vector<crypto::PrivateKey> keys;
    for (const auto& file : settings.decryption_keys) {
        for (crypto::PrivateKey& key : TRY(load_keys(file))) {
            keys.push_back(std::move(key));
        }
    }
    auto signing_key = TRY(load_keys(settings.signing_key)).front();
    auto destination = TRY(station.api->load_destination(settings.destination));
    const bool has_key = std::any_of(keys.begin(), keys.end(), [&](const auto& key) {
        return key.kid() == destination.encryption_kid;
    });
    if (!has_key) {
        return Error{ErrorKind::Conflict,
                     "app.receive_key_missing",
                     settings.destination,
                     {{"kid", destination.encryption_kid}},
                     "The server publishes an encryption key that decryption_keys does not have."};
    }
    if (station.published_signing_kid != signing_key.kid()) {
        if (!station.api->load_destination_key(destination.id, signing_key.kid())) {
            return Error{ErrorKind::Conflict,
                         "app.receive_signing_key",
                         settings.destination,
                         {{"kid", signing_key.kid()}},
                         "The server does not publish the key of signing_key."};
        }
        station.published_signing_kid = signing_key.kid();
        station.keys_looked_at.reset();
    }
    TRY(look_at_keys(station, destination));
    return fitconnect::Subscription{std::move(destination), std::move(keys),
                                    std::move(signing_key)};
}

// Once a day: who holds a certificate that ends soon is told while there is time.
Result<void> Receiving::look_at_keys(Station& station, const fitconnect::Destination& destination) {
    const Instant now = in_.clock.now();
    if (station.keys_looked_at && now.ms - station.keys_looked_at->ms < key_look_ms) {
        return {};
    }
    std::optional<Instant> first;
    for (const std::string& kid : {destination.encryption_kid, station.published_signing_kid}) {
        const Json jwk = TRY(station.api->load_destination_key(destination.id, kid));
        const auto end = first_end(jwk);
        if (end && (!first || *end < *first)) {
            first = end;
        }
        if (end && end->ms - now.ms < key_warning_ms) {
            log(LogLevel::Warning, "fitconnect.key_ends",
                {{"destination", destination.id}, {"kid", kid}, {"at", end->to_iso()}});
        }
    }
    station.keys_looked_at = now;
    const std::lock_guard lock(station.mutex);
    station.status.keys_end_at = first;
    return {};
}

std::string Receiving::callback_path(std::string_view destination) {
    return "/fitconnect/received/" + std::string(destination);
}

// Calls within one second are one round.
Result<void> Receiving::on_callback(std::string_view destination,
                                    const fitconnect::ReceivedCallback& received) {
    const Station* station = find_station(destination);
    if (station == nullptr || station->settings.callback_secret.reveal().empty()) {
        return unknown_destination(destination);
    }
    const Instant now = in_.clock.now();
    TRY(fitconnect::check_callback(station->settings.callback_secret.reveal(), received, now));
    TRY(enqueue_round(*station, now, "call." + std::to_string(now.ms / 1000)));
    in_.jobs.wake();
    return {};
}

std::vector<ReceiveStatus> Receiving::status() const {
    std::vector<ReceiveStatus> all;
    for (const auto& station : stations_) {
        const std::lock_guard lock(station->mutex);
        all.push_back(station->status);
    }
    return all;
}

Result<void> Receiving::send_reply(const storage::Job& job) {
    const Json payload = TRY(formats::parse_json(job.payload));
    const Scope scope{job.tenant, {"system"}, std::string(cases::reply_job), {}, false};
    const SubmissionId submission{payload.text_at("submission")};
    const auto arrival = TRY(in_.arrivals.find_by_submission(scope, job.tenant, submission));
    if (!arrival) {
        return unknown_destination("");
    }
    Station* station = find_station(*arrival);
    if (station == nullptr) {
        return unknown_destination(arrival->remote_destination);
    }
    for (const auto& reply : TRY(in_.arrivals.list_replies(scope, job.tenant, submission))) {
        if (reply.reply == payload.text_at("reply") && !reply.sent_at) {
            return send_letter_back(in_, *station->api, *arrival, reply);
        }
    }
    return {};
}

storage::JobVerdict Receiving::run_reply(const storage::Job& job) {
    const Result<void> sent = send_reply(job);
    if (sent) {
        return {};
    }
    const Error& error = sent.error();
    log(LogLevel::Warning, "fitconnect.reply_failed", {{"job", job.id}, {"code", error.code}});
    return {is_refusal(error) ? storage::JobOutcome::GiveUp : storage::JobOutcome::Retry,
            error.code};
}

}  // namespace gordion::app
