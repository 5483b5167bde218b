// SPDX-License-Identifier: EUPL-1.2
#include "web/sandbox/sandbox_watcher.hpp"

#include <chrono>

#include "core/limits.hpp"
#include "fitconnect/names.hpp"
#include "zustelldienst/call_trace.hpp"

namespace gordion::web {

using sandbox::CallKind;
using sandbox::Failure;
using sandbox::FailureOrder;

// What is known of one call besides its checks.
class SandboxWatcher::Observer final : public zustelldienst::CheckObserver {
public:
    explicit Observer(Instant begun) : begun_at(begun) {}
    [[nodiscard]] bool listens() const override { return true; }
    void on_check(std::string_view name, zustelldienst::CheckOutcome outcome,
                  std::string_view sentence, const Values& values) override {
        checks.on_check(name, outcome, sentence, values);
    }

    Instant begun_at;
    zustelldienst::CheckList checks;
    std::string client_id;
    std::string tenant;
    std::string ordered;
};

SandboxWatcher::SandboxWatcher(zustelldienst::TraceStore& traces,
                               sandbox::FailureSwitches& switches,
                               const sandbox::PublishedKeys& keys, const Clock& clock)
    : traces_(&traces), switches_(&switches), keys_(&keys), clock_(&clock) {}

std::unique_ptr<zustelldienst::CheckObserver> SandboxWatcher::observe(const http::Request&) {
    return std::make_unique<Observer>(clock_->now());
}

void SandboxWatcher::stop() {
    const std::lock_guard lock(mutex_);
    is_stopped_ = true;
    stopped_changed_.notify_all();
}

void SandboxWatcher::wait(std::int64_t delay_ms) {
    std::unique_lock lock(mutex_);
    stopped_changed_.wait_for(lock, std::chrono::milliseconds(delay_ms),
                              [this] { return is_stopped_; });
}

std::string SandboxWatcher::destination_of(const FitCall& call) {
    const auto named = call.path_values.find("destination");
    const std::string direct =
        named != call.path_values.end() ? named->second : call.body.text_at("destinationId");
    if (auto id = fitconnect::normalize_uuid(direct)) {
        return std::move(*id);
    }
    const std::lock_guard lock(mutex_);
    for (const auto& [name, value] : call.path_values) {
        const auto known = destinations_.find(fitconnect::normalize_uuid(value).value_or(""));
        if (known != destinations_.end()) {
            return known->second;
        }
    }
    return "";
}

void SandboxWatcher::learn(const zustelldienst::TracedCall& call) {
    if (call.destination_id.empty()) {
        return;
    }
    const std::lock_guard lock(mutex_);
    if (destinations_.size() >= limits::sandbox_known) {
        destinations_.clear();
    }
    for (const std::string& id : {call.submission_id, call.case_id, call.reply_id}) {
        if (!id.empty()) {
            destinations_.insert_or_assign(id, call.destination_id);
        }
    }
}

std::optional<http::Response> SandboxWatcher::intercept(FitCall& call) {
    auto* observer = dynamic_cast<Observer*>(&call.checks);
    VERIFY(observer != nullptr, "the door passes on what observe() made");
    if (call.has_caller) {
        observer->client_id = call.caller.client_id;
        observer->tenant = call.caller.tenant.value;
    }
    const std::string destination = destination_of(call);
    if (destination.empty()) {
        return std::nullopt;
    }
    const CallKind kind = sandbox::call_kind_of(call.request.method, call.request.path);
    const auto order = [&](Failure failure) {
        auto taken = switches_->take(destination, failure, kind);
        if (taken) {
            observer->ordered += (observer->ordered.empty() ? "" : " ") + taken->sentence();
        }
        return taken;
    };
    if (const auto slow = order(Failure::Slow)) {
        wait(slow->delay_ms);
    }
    for (const Failure failure : {Failure::TooMany, Failure::ServerError}) {
        if (const auto taken = order(failure)) {
            return sandbox::answer_of(*taken, call.request.id);
        }
    }
    if (kind != CallKind::LoadKey) {
        return std::nullopt;
    }
    const auto kid = call.path_values.find("kid");
    for (const char* name : {"encryption-1", "encryption-2", "signature-1", "signature-2"}) {
        const std::string published = keys_->key(name).private_jwk.text_at("kid");
        const bool asked = kid != call.path_values.end() && kid->second == published;
        if (asked && order(Failure::ExpiredKey)) {
            http::Response response =
                fit_json(keys_->public_jwk(name, sandbox::Certificate::Expired));
            response.set_header("Cache-Control", "no-cache");
            return response;
        }
    }
    return std::nullopt;
}

void SandboxWatcher::on_answer(const http::Request& request, const http::Response& response,
                               zustelldienst::CheckObserver& checks) {
    const auto* observer = dynamic_cast<const Observer*>(&checks);
    VERIFY(observer != nullptr, "the door passes on what observe() made");
    zustelldienst::TracedCall call = zustelldienst::trace_call(
        {request, response, observer->checks, observer->begun_at, clock_->now(),
         observer->client_id, observer->tenant, observer->ordered});
    learn(call);
    traces_->add(std::move(call));
}

}  // namespace gordion::web
