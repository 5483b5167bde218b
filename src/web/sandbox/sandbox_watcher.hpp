// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "sandbox/failure_switches.hpp"
#include "sandbox/published_keys.hpp"
#include "web/fitconnect/fit_door.hpp"
#include "zustelldienst/trace_store.hpp"

namespace gordion::web {

/// Makes the trace of every call at the door of a sandbox, and lets calls fail on order. Shared
/// between threads; what it is made from outlives it.
class SandboxWatcher final : public FitWatcher {
public:
    struct Parts {
        zustelldienst::TraceStore& traces;
        sandbox::FailureSwitches& switches;
        const sandbox::PublishedKeys& keys;
        const Clock& clock;
        std::string exempt_client;  ///< the demo subscriber: its calls never fail on order
        /// A submission was submitted at this destination.
        std::function<void(const std::string& destination)> on_submitted;
    };
    explicit SandboxWatcher(Parts parts);

    std::unique_ptr<zustelldienst::CheckObserver> observe(const http::Request& request) override;
    std::optional<http::Response> intercept(FitCall& call) override;
    void alter(FitCall& call, http::Response& response) override;
    void on_answer(const http::Request& request, const http::Response& response,
                   zustelldienst::CheckObserver& checks) override;
    /// Calls that wait because a switch made them slow go on at once.
    void stop();

private:
    class Observer;
    std::optional<sandbox::FailureOrder> take(Observer& observer, sandbox::Failure failure,
                                              sandbox::CallKind kind);
    void wait(std::int64_t delay_ms);
    void expire_keys(Observer& observer, http::Response& response);
    void spoil_tokens(Observer& observer, http::Response& response);

    Parts parts_;
    std::mutex mutex_;
    std::condition_variable stopped_changed_;
    bool is_stopped_ = false;
};

}  // namespace gordion::web
