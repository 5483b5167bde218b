// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>

#include "sandbox/failure_switches.hpp"
#include "sandbox/published_keys.hpp"
#include "web/fitconnect/fit_door.hpp"
#include "zustelldienst/trace_store.hpp"

namespace gordion::web {

/// Makes the trace of every call at the door of a sandbox, and lets calls fail on order. Shared
/// between threads; what it is made from outlives it.
class SandboxWatcher final : public FitWatcher {
public:
    SandboxWatcher(zustelldienst::TraceStore& traces, sandbox::FailureSwitches& switches,
                   const sandbox::PublishedKeys& keys, const Clock& clock);

    std::unique_ptr<zustelldienst::CheckObserver> observe(const http::Request& request) override;
    std::optional<http::Response> intercept(FitCall& call) override;
    void on_answer(const http::Request& request, const http::Response& response,
                   zustelldienst::CheckObserver& checks) override;
    /// Calls that wait because a switch made them slow go on at once.
    void stop();

private:
    class Observer;
    void wait(std::int64_t delay_ms);
    std::string destination_of(const FitCall& call);
    void learn(const zustelldienst::TracedCall& call);

    zustelldienst::TraceStore* traces_;
    sandbox::FailureSwitches* switches_;
    const sandbox::PublishedKeys* keys_;
    const Clock* clock_;
    std::mutex mutex_;
    std::condition_variable stopped_changed_;
    bool is_stopped_ = false;
    std::unordered_map<std::string, std::string> destinations_;  ///< of submissions and cases
};

}  // namespace gordion::web
