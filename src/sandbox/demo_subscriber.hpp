// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <condition_variable>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>

#include "core/random.hpp"
#include "core/time.hpp"
#include "fitconnect/api_settings.hpp"
#include "sandbox/failure_switches.hpp"
#include "sandbox/plan.hpp"
#include "sandbox/published_keys.hpp"

namespace gordion::sandbox {

/// Answers for the destinations of the plan that judge or reject, and wherever the switch `reject`
/// is on: decrypts, checks as every subscriber does (fitconnect::Subscriber), and sends the signed
/// answer. It comes over HTTP with a client of its own (role "demo"), so that its calls stand in
/// the trace like anybody's.
///
/// One thread; look_at() and stop() may be called from any. What cannot be answered now is tried
/// again after a pause.
class DemoSubscriber {
public:
    struct Parts {
        const Plan& plan;
        const PublishedKeys& keys;
        FailureSwitches& switches;
        const Clock& clock;
        Random& random;
    };
    /// `server` as it is reached from this machine; its issuer as clients see it.
    DemoSubscriber(Parts parts, fitconnect::ServerAddress server);
    ~DemoSubscriber();
    DemoSubscriber(const DemoSubscriber&) = delete;
    DemoSubscriber& operator=(const DemoSubscriber&) = delete;

    /// Begins, and asks once where something waits from before.
    void start();
    void stop();
    /// Something may wait there. Costs the caller a lock; an unknown destination is ignored.
    void look_at(std::string_view destination);

private:
    class Inbox;
    struct Connection;

    std::optional<std::string> next(const std::stop_token& stop);
    void run(const std::stop_token& stop);
    void look_everywhere(Connection& connection);
    void plan_look(const std::string& destination, Instant at);

    Parts parts_;
    fitconnect::ServerAddress server_;
    std::mutex mutex_;
    std::condition_variable_any changed_;
    std::map<std::string, Instant> due_;
    std::jthread thread_;  ///< last: ends before what it uses
};

}  // namespace gordion::sandbox
