// SPDX-License-Identifier: EUPL-1.2
#include "sandbox/demo_subscriber.hpp"

#include <algorithm>
#include <chrono>
#include <set>

#include "core/log.hpp"
#include "fitconnect/subscriber.hpp"

namespace gordion::sandbox {
namespace {

constexpr std::int64_t pause_after_failure_ms = 5'000;
constexpr const char* everywhere = "";  // in place of the id of a destination
constexpr std::int64_t page_items = 500;
constexpr std::size_t most_remembered = 10'000;

fitconnect::ApiSettings settings_of(const PlannedClient& client,
                                    const fitconnect::ServerAddress& server) {
    fitconnect::ApiSettings settings;
    settings.server = server;
    settings.client_id = client.id;
    settings.client_secret = Sensitive<std::string>(client.secret);
    return settings;
}

http::ClientConfig http_config() {
    http::ClientConfig config;
    config.plain_http = http::PlainHttp::Allow;
    config.user_agent = "gordion-sandbox";
    return config;
}

// What stays as it is however often one looks: nobody answers there, or an attachment is larger
// than what this subscriber takes into memory (limits::jose_bytes).
bool may_get_better(const Error& error) {
    return error.code != "sandbox.silent" && error.code != "http.client_too_large";
}

fitconnect::KeyTrust trust_published_keys() {
    fitconnect::KeyTrust trust;
    trust.allow_insecure = true;
    return trust;
}

}  // namespace

// Answers by the plan and the switches. Nothing is kept: what was accepted is forgotten.
class DemoSubscriber::Inbox final : public fitconnect::ReceivedInbox {
public:
    explicit Inbox(Parts& parts) : parts_(parts) {}

    Result<std::vector<fitconnect::Problem>> take_in(
        const fitconnect::ReceivedSubmission& received) override {
        const std::string& destination = received.ids.destination_id;
        const PlannedDestination* planned = parts_.plan.find_destination(destination);
        VERIFY(planned != nullptr, "only destinations of the plan are looked at");
        const std::lock_guard lock(mutex_);
        // The same submission gets the same answer, should it come again.
        if (const auto known = rejected_.find(received.ids.item_id); known != rejected_.end()) {
            return std::vector{known->second};
        }
        if (const auto order = parts_.switches.take(destination, Failure::Reject)) {
            return reject(received.ids.item_id, order->problem);
        }
        if (planned->answers == Answers::Reject) {
            return reject(received.ids.item_id,
                          fitconnect::make_problem("schema-violation", "Schema violation", "data",
                                                   "This destination of the sandbox rejects "
                                                   "everything, right or wrong."));
        }
        if (planned->answers == Answers::Silent) {
            return Error{ErrorKind::Unavailable,
                         "sandbox.silent",
                         destination,
                         {},
                         "Nobody answers for this destination: whoever tests is its subscriber."};
        }
        return std::vector<fitconnect::Problem>{};
    }

private:
    std::vector<fitconnect::Problem> reject(const std::string& submission,
                                            const fitconnect::Problem& problem) {
        if (rejected_.size() >= most_remembered) {
            rejected_.clear();
        }
        rejected_.emplace(submission, problem);
        return {problem};
    }

    Parts& parts_;
    std::mutex mutex_;
    std::map<std::string, fitconnect::Problem> rejected_;
};

// What a subscriber needs of the server, kept from round to round.
struct DemoSubscriber::Connection {
    Connection(Parts& parts, const fitconnect::ServerAddress& server)
        : http(http_config()),
          api(http, parts.clock, settings_of(parts.plan.client("demo"), server)),
          events(api, parts.clock, trust_published_keys()),
          inbox(parts),
          subscriber({api, events, inbox, parts.clock, parts.random}, options(), {}),
          keys(parts.keys) {}

    static fitconnect::ReceiveOptions options() {
        fitconnect::ReceiveOptions options;
        options.fetchers = 1;
        options.unknown_key = fitconnect::UnknownKey::Reject;
        options.openers = 1;
        return options;
    }

    Result<fitconnect::ReceiveReport> receive(const PlannedDestination& planned,
                                              const std::stop_token& stop) {
        const std::string number = std::to_string(planned.keys);
        auto published = TRY(api.load_destination(planned.destination.id));
        const fitconnect::Subscription subscription{std::move(published),
                                                    {keys.private_key("encryption-" + number)},
                                                    keys.private_key("signature-" + number)};
        return subscriber.receive(subscription, stop);
    }

    // Ids of the destinations at which something waits.
    Result<std::set<std::string>> find_waiting() {
        std::set<std::string> destinations;
        for (std::int64_t offset = 0;; offset += page_items) {
            const fitconnect::ItemPage page =
                TRY(api.list_submissions(everywhere, offset, page_items));
            for (const fitconnect::ItemIds& ids : page.items) {
                destinations.insert(ids.destination_id);
            }
            if (page.items.empty() || offset + page_items >= page.total) {
                return destinations;
            }
        }
    }

    http::Client http;
    fitconnect::ApiClient api;
    fitconnect::EventLogReader events;
    Inbox inbox;
    fitconnect::Subscriber subscriber;
    const PublishedKeys& keys;
};

DemoSubscriber::DemoSubscriber(Parts parts, fitconnect::ServerAddress server)
    : parts_(parts), server_(std::move(server)) {}

DemoSubscriber::~DemoSubscriber() {
    stop();
}

void DemoSubscriber::start() {
    plan_look(everywhere, parts_.clock.now());
    thread_ = std::jthread([this](const std::stop_token& stop) { run(stop); });
}

void DemoSubscriber::stop() {
    if (thread_.joinable()) {
        thread_.request_stop();
        thread_.join();
    }
}

void DemoSubscriber::look_at(std::string_view destination) {
    const PlannedDestination* planned = parts_.plan.find_destination(destination);
    // Whoever tests is the subscriber of a silent one: not even what is wrong is answered there.
    if (planned != nullptr && (planned->answers != Answers::Silent ||
                               parts_.switches.is_on(destination, Failure::Reject))) {
        plan_look(std::string(destination), parts_.clock.now());
    }
}

void DemoSubscriber::plan_look(const std::string& destination, Instant at) {
    const std::lock_guard lock(mutex_);
    const auto [entry, is_new] = due_.emplace(destination, at);
    if (!is_new) {
        entry->second = std::min(entry->second, at);
    }
    changed_.notify_all();
}

std::optional<std::string> DemoSubscriber::next(const std::stop_token& stop) {
    const auto earlier = [](const auto& left, const auto& right) {
        return left.second < right.second;
    };
    std::unique_lock lock(mutex_);
    while (!stop.stop_requested()) {
        const auto first = std::min_element(due_.begin(), due_.end(), earlier);
        if (first == due_.end()) {
            changed_.wait(lock, stop, [this] { return !due_.empty(); });
            continue;
        }
        const Instant at = first->second;
        const std::int64_t wait_ms = at.ms - parts_.clock.now().ms;
        if (wait_ms <= 0) {
            return due_.extract(first).key();
        }
        changed_.wait_for(lock, stop, std::chrono::milliseconds(wait_ms), [&] {
            return std::any_of(due_.begin(), due_.end(),
                               [&](const auto& look) { return look.second < at; });
        });
    }
    return std::nullopt;
}

void DemoSubscriber::look_everywhere(Connection& connection) {
    const auto waiting = connection.find_waiting();
    if (!waiting) {
        log(LogLevel::Warning, "sandbox.answer_failed", {{"code", waiting.error().code}});
        plan_look(everywhere, parts_.clock.now().plus_ms(pause_after_failure_ms));
        return;
    }
    for (const std::string& destination : waiting.value()) {
        look_at(destination);
    }
}

void DemoSubscriber::run(const std::stop_token& stop) {
    Connection connection(parts_, server_);
    while (const auto destination = next(stop)) {
        if (*destination == everywhere) {
            look_everywhere(connection);
            continue;
        }
        const auto report = connection.receive(*parts_.plan.find_destination(*destination), stop);
        const std::vector<Error> errors =
            report ? report.value().errors : std::vector<Error>{report.error()};
        for (const Error& error : errors) {
            if (error.code != "sandbox.silent" && !stop.stop_requested()) {
                log(LogLevel::Warning, "sandbox.answer_failed",
                    {{"destination", *destination}, {"code", error.code}, {"place", error.place}});
            }
        }
        if (std::any_of(errors.begin(), errors.end(), may_get_better) && !stop.stop_requested()) {
            plan_look(*destination, parts_.clock.now().plus_ms(pause_after_failure_ms));
        }
    }
}

}  // namespace gordion::sandbox
