// SPDX-License-Identifier: EUPL-1.2
#include "web/sandbox/sandbox_watcher.hpp"

#include <chrono>

#include "fitconnect/names.hpp"
#include "zustelldienst/call_trace.hpp"
#include "zustelldienst/transmission_store.hpp"

namespace gordion::web {

using fitconnect::SubjectKind;
using formats::Json;
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
    static Observer& of(zustelldienst::CheckObserver& checks) {
        auto* observer = dynamic_cast<Observer*>(&checks);
        VERIFY(observer != nullptr, "the door passes on what observe() made");
        return *observer;
    }

    Instant begun_at;
    zustelldienst::CheckList checks;
    std::string client_id;
    std::string tenant;
    std::string destination_id;
    bool is_exempt = false;
    std::string ordered;
};

namespace {

// Of a submission, reply or case that the path names; empty if there is none.
std::string destination_in_store(FitCall& call) {
    const auto id_of = [&](const char* name) {
        const auto named = call.path_values.find(name);
        return named == call.path_values.end()
                   ? std::string()
                   : fitconnect::normalize_uuid(named->second).value_or("");
    };
    const auto found = call.in.database.read(
        system_scope("sandbox.watch"), [&](storage::Connection& connection) -> Result<std::string> {
            for (const auto& [name, kind] : {std::pair("submission", SubjectKind::Submission),
                                             std::pair("reply", SubjectKind::Reply)}) {
                if (const std::string id = id_of(name); !id.empty()) {
                    const auto of = TRY(zustelldienst::find_transmission(connection, kind, id));
                    return of ? of->destination_id : std::string();
                }
            }
            if (const std::string id = id_of("case"); !id.empty()) {
                const auto all = TRY(zustelldienst::list_case(connection, id));
                return all.empty() ? std::string() : all.front().destination_id;
            }
            return std::string();
        });
    return found ? found.value() : std::string();
}

std::string destination_of(FitCall& call) {
    const auto named = call.path_values.find("destination");
    const std::string direct =
        named != call.path_values.end() ? named->second : call.body.text_at("destinationId");
    const auto id = fitconnect::normalize_uuid(direct);
    return id ? *id : destination_in_store(call);
}

void replace_body(http::Response& response, const Json& body) {
    response.shared_body.reset();
    response.body = formats::write_json(body);
}

// Every text in it that is a token gets a signature that does not fit.
Json spoil_texts(const Json& json) {
    if (json.is_string()) {
        return sandbox::spoil_signature(json.as_string());
    }
    if (json.is_array()) {
        Json list = Json::array();
        for (const Json& item : json.as_array()) {
            list.push(spoil_texts(item));
        }
        return list;
    }
    return json;
}

}  // namespace

SandboxWatcher::SandboxWatcher(Parts parts) : parts_(std::move(parts)) {}

std::unique_ptr<zustelldienst::CheckObserver> SandboxWatcher::observe(const http::Request&) {
    return std::make_unique<Observer>(parts_.clock.now());
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

std::optional<FailureOrder> SandboxWatcher::take(Observer& observer, Failure failure,
                                                 CallKind kind) {
    if (observer.is_exempt || observer.destination_id.empty()) {
        return std::nullopt;
    }
    auto taken = parts_.switches.take(observer.destination_id, failure, kind);
    if (taken) {
        observer.ordered += (observer.ordered.empty() ? "" : " ") + taken->sentence();
    }
    return taken;
}

std::optional<http::Response> SandboxWatcher::intercept(FitCall& call) {
    Observer& observer = Observer::of(call.checks);
    if (call.has_caller) {
        observer.client_id = call.caller.client_id;
        observer.tenant = call.caller.tenant.value;
        observer.is_exempt = observer.client_id == parts_.exempt_client;
    }
    observer.destination_id = destination_of(call);
    const CallKind kind = sandbox::call_kind_of(call.request.method, call.request.path);
    if (const auto slow = take(observer, Failure::Slow, kind)) {
        wait(slow->delay_ms);
    }
    for (const Failure failure : {Failure::TooMany, Failure::ServerError}) {
        if (const auto taken = take(observer, failure, kind)) {
            return sandbox::answer_of(*taken, call.request.id);
        }
    }
    return std::nullopt;
}

// A published key alone, or in a set, as its certificate ended.
void SandboxWatcher::expire_keys(Observer& observer, http::Response& response) {
    const auto body = formats::parse_json(response.content());
    if (!body) {
        return;
    }
    bool asked = false;
    const auto expired = [&](const Json& jwk) -> Json {
        for (const char* name : {"encryption-1", "encryption-2", "signature-1", "signature-2"}) {
            if (jwk.text_at("kid") == parts_.keys.key(name).private_jwk.text_at("kid")) {
                asked = true;
                return parts_.keys.public_jwk(name, sandbox::Certificate::Expired);
            }
        }
        return jwk;
    };
    Json changed = expired(body.value());
    if (const Json* keys = body.value().find("keys"); keys != nullptr && keys->is_array()) {
        Json list = Json::array();
        for (const Json& key : keys->as_array()) {
            list.push(expired(key));
        }
        changed.set("keys", std::move(list));
    }
    if (asked && take(observer, Failure::ExpiredKey, CallKind::Any)) {
        replace_body(response, changed);
    }
}

void SandboxWatcher::spoil_tokens(Observer& observer, http::Response& response) {
    const auto body = formats::parse_json(response.content());
    if (!body || !body.value().is_object() ||
        !take(observer, Failure::WrongSignature, CallKind::Any)) {
        return;
    }
    Json changed = Json::object();
    for (const auto& [name, value] : body.value().as_object()) {
        changed.set(name, spoil_texts(value));
    }
    replace_body(response, changed);
}

void SandboxWatcher::alter(FitCall& call, http::Response& response) {
    if (response.status != 200) {
        return;
    }
    Observer& observer = Observer::of(call.checks);
    const CallKind kind = sandbox::call_kind_of(call.request.method, call.request.path);
    if (kind == CallKind::LoadKey) {
        expire_keys(observer, response);
    } else if (kind == CallKind::ReadEvents) {
        spoil_tokens(observer, response);
    }
}

void SandboxWatcher::on_answer(const http::Request& request, const http::Response& response,
                               zustelldienst::CheckObserver& checks) {
    const Observer& observer = Observer::of(checks);
    zustelldienst::TracedCall call = zustelldienst::trace_call(
        {request, response, observer.checks, observer.begun_at, parts_.clock.now(),
         observer.client_id, observer.tenant, observer.ordered});
    if (call.destination_id.empty()) {
        call.destination_id = observer.destination_id;
    }
    parts_.traces.add(std::move(call));
    constexpr int redirection = 300;
    const bool submitted = response.status < redirection && !observer.destination_id.empty() &&
                           sandbox::call_kind_of(request.method, request.path) == CallKind::Submit;
    if (submitted) {
        parts_.on_submitted(observer.destination_id);
    }
}

}  // namespace gordion::web
