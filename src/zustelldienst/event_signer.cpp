// SPDX-License-Identifier: EUPL-1.2
#include "zustelldienst/event_signer.hpp"

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>
#include <thread>
#include <unordered_map>

#include "core/limits.hpp"
#include "core/log.hpp"
#include "formats/json.hpp"

namespace gordion::zustelldienst {

namespace {

using Token = Result<std::string>;

// One event on its way to a kept token. `token` is set once, under the mutex of Running.
struct Flight {
    StoredEvent event;
    std::optional<Token> made;  // signed, not kept yet
    std::optional<Token> kept;
};
using FlightPointer = std::shared_ptr<Flight>;

Error event_gone(const StoredEvent& event) {
    return {ErrorKind::NotFound,
            "zustelldienst.case_missing",
            event.case_id,
            {},
            "The event was deleted while it was read."};
}

}  // namespace

struct EventSigner::Running {
    Running(storage::Database& used, KeySource source, Options wanted)
        : database(used), key(std::move(source)), options(wanted) {}

    storage::Database& database;
    KeySource key;
    Options options;

    std::mutex mutex;
    std::condition_variable_any work;
    std::condition_variable changed;
    std::unordered_map<std::string, FlightPointer> flights;  // by event id
    std::deque<FlightPointer> unsigned_flights;
    std::unordered_map<std::string, std::string> recent;  // kept tokens, bounded
    std::deque<std::string> recent_order;
    std::deque<StoredEvent> remembered;
    bool has_news = false;  // since the last look of the idle thread
    std::atomic<std::uint64_t> signatures = 0;
    std::vector<std::jthread> threads;  // last: they use everything above

    Token sign(const StoredEvent& event) {
        const crypto::PrivateKey used = TRY(key());
        const auto said = TRY(fitconnect::read_event(TRY(formats::parse_json(event.claims))));
        signatures.fetch_add(1, std::memory_order_relaxed);
        return fitconnect::sign_event(said, used);
    }

    void sign_flights(const std::stop_token& stop) {
        std::unique_lock lock(mutex);
        while (work.wait(lock, stop, [this] { return !unsigned_flights.empty(); })) {
            const FlightPointer flight = std::move(unsigned_flights.front());
            unsigned_flights.pop_front();
            lock.unlock();
            Token made = sign_safely(flight->event);
            lock.lock();
            flight->made = std::move(made);
            changed.notify_all();
        }
    }

    // A bug in a library must not end the thread on which others wait.
    Token sign_safely(const StoredEvent& event) {
        try {
            return sign(event);
        } catch (const std::exception& thrown) {
            return Error{ErrorKind::Unavailable,
                         "zustelldienst.signature",
                         event.event_id,
                         {},
                         std::string("An event cannot be signed: ") + thrown.what()};
        }
    }

    // What others do already, and what is ours to do. Under the mutex.
    void join(const StoredEvent& event, std::vector<FlightPointer>& all,
              std::vector<FlightPointer>& mine) {
        auto& flight = flights[event.event_id];
        if (!flight) {
            flight = std::make_shared<Flight>(Flight{event, {}, {}});
            mine.push_back(flight);
            unsigned_flights.push_back(flight);
        }
        all.push_back(flight);
    }

    // Writes what was signed; one transaction for all. Not under the mutex.
    Result<std::vector<std::optional<std::string>>> keep(const Scope& scope,
                                                         const std::vector<FlightPointer>& mine) {
        return database.write(
            scope,
            [&](storage::Connection& connection)
                -> Result<std::vector<std::optional<std::string>>> {
                std::vector<std::optional<std::string>> tokens;
                for (const FlightPointer& flight : mine) {
                    tokens.push_back(
                        flight->made->has_value()
                            ? TRY(keep_token(connection, flight->event, flight->made->value()))
                            : std::optional<std::string>());
                }
                return tokens;
            });
    }

    // Others wait for what is ours: they must hear of it, whatever happens.
    Result<std::vector<std::optional<std::string>>> keep_safely(
        const Scope& scope, const std::vector<FlightPointer>& mine) {
        try {
            return keep(scope, mine);
        } catch (const std::exception& thrown) {
            return Error{ErrorKind::Unavailable,
                         "zustelldienst.signature",
                         "",
                         {},
                         std::string("Signed events cannot be kept: ") + thrown.what()};
        }
    }

    // Under the mutex.
    void settle(const FlightPointer& flight, Token token) {
        if (token.has_value()) {
            if (recent.emplace(flight->event.event_id, token.value()).second) {
                recent_order.push_back(flight->event.event_id);
            }
            if (recent_order.size() > limits::event_tokens_recent) {
                recent.erase(recent_order.front());
                recent_order.pop_front();
            }
        }
        flight->kept = std::move(token);
        flights.erase(flight->event.event_id);
    }

    void finish(const Scope& scope, const std::vector<FlightPointer>& mine) {
        if (mine.empty()) {
            return;
        }
        {
            std::unique_lock lock(mutex);
            changed.wait(lock, [&] {
                return std::ranges::all_of(mine, [](const auto& f) { return f->made.has_value(); });
            });
        }
        auto tokens = keep_safely(scope, mine);
        const std::lock_guard lock(mutex);
        for (std::size_t i = 0; i < mine.size(); ++i) {
            if (!tokens.has_value()) {
                settle(mine[i], tokens.error());
            } else if (!mine[i]->made->has_value()) {
                settle(mine[i], mine[i]->made->error());
            } else if (!tokens.value()[i]) {
                settle(mine[i], event_gone(mine[i]->event));
            } else {
                settle(mine[i], *tokens.value()[i]);
            }
        }
        changed.notify_all();
    }

    void sign_when_idle(const std::stop_token& stop) {
        std::unique_lock lock(mutex);
        while (!stop.stop_requested()) {
            has_news = false;
            work.wait_for(lock, stop, std::chrono::milliseconds(options.ahead_after_ms),
                          [] { return false; });
            if (has_news || remembered.empty() || stop.stop_requested()) {
                continue;
            }
            lock.unlock();
            constexpr std::size_t portion = 16;
            if (const auto done = sign_portion(portion); !done.has_value()) {
                log(LogLevel::Warning, "zustelldienst.sign_ahead", {{"code", done.error().code}});
            }
            lock.lock();
        }
    }

    Result<std::size_t> sign_portion(std::size_t most);
};

EventSigner::EventSigner(storage::Database& database, KeySource key, Options options)
    : running_(std::make_unique<Running>(database, std::move(key), options)) {
    for (int i = 0; i < std::max(1, options.threads); ++i) {
        running_->threads.emplace_back(
            [this](const std::stop_token& stop) { running_->sign_flights(stop); });
    }
    if (options.ahead_after_ms >= 0) {
        running_->threads.emplace_back(
            [this](const std::stop_token& stop) { running_->sign_when_idle(stop); });
    }
}

EventSigner::~EventSigner() {
    // The idle thread waits for the signing ones: it ends first.
    while (!running_->threads.empty()) {
        running_->threads.pop_back();
    }
}

namespace {

Result<std::vector<std::string>> collect(const std::vector<StoredEvent>& events,
                                         const std::vector<FlightPointer>& flights) {
    std::vector<std::string> tokens;
    std::size_t next = 0;
    for (const StoredEvent& event : events) {
        tokens.push_back(event.token ? *event.token : TRY(Token(*flights[next++]->kept)));
    }
    return tokens;
}

}  // namespace

Result<std::vector<std::string>> EventSigner::tokens_of(const Scope& scope,
                                                        const std::vector<StoredEvent>& events) {
    std::vector<FlightPointer> all;
    std::vector<FlightPointer> mine;
    {
        const std::lock_guard lock(running_->mutex);
        for (const StoredEvent& event : events) {
            if (event.token) {
                continue;
            }
            if (const auto known = running_->recent.find(event.event_id);
                known != running_->recent.end()) {
                all.push_back(std::make_shared<Flight>(Flight{event, {}, Token(known->second)}));
            } else {
                running_->join(event, all, mine);
            }
        }
    }
    running_->work.notify_all();
    running_->finish(scope, mine);
    std::unique_lock lock(running_->mutex);
    running_->changed.wait(lock, [&] {
        return std::ranges::all_of(all,
                                   [](const auto& flight) { return flight->kept.has_value(); });
    });
    return collect(events, all);
}

void EventSigner::remember(std::vector<StoredEvent> events) {
    const std::lock_guard lock(running_->mutex);
    running_->has_news = true;
    for (StoredEvent& event : events) {
        running_->remembered.push_back(std::move(event));
    }
    while (running_->remembered.size() > limits::events_remembered) {
        running_->remembered.pop_front();
    }
}

Result<std::size_t> EventSigner::sign_ahead(std::size_t most) {
    return running_->sign_portion(most);
}

Result<std::size_t> EventSigner::Running::sign_portion(std::size_t most) {
    const Scope scope = system_scope("fitconnect.sign_ahead");
    std::vector<FlightPointer> all;
    std::vector<FlightPointer> mine;
    {
        const std::lock_guard lock(mutex);
        while (!remembered.empty() && mine.size() < most) {
            if (!recent.contains(remembered.front().event_id)) {
                join(remembered.front(), all, mine);
            }
            remembered.pop_front();
        }
    }
    work.notify_all();
    finish(scope, mine);
    for (const FlightPointer& flight : mine) {
        const std::lock_guard lock(mutex);
        // Deleted meanwhile is no failure of signing ahead.
        if (!flight->kept->has_value() && flight->kept->error().kind != ErrorKind::NotFound) {
            return flight->kept->error();
        }
    }
    return mine.size();
}

std::uint64_t EventSigner::signatures() const {
    return running_->signatures.load(std::memory_order_relaxed);
}

}  // namespace gordion::zustelldienst
