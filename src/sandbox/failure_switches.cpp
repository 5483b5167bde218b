// SPDX-License-Identifier: EUPL-1.2
#include "sandbox/failure_switches.hpp"

#include <algorithm>

#include "core/limits.hpp"
#include "core/names.hpp"
#include "core/text.hpp"
#include "fitconnect/names.hpp"

namespace gordion::sandbox {
namespace {

using formats::Json;
using http::Method;

constexpr std::size_t most_orders = 1'000;
constexpr std::int64_t most_calls = 1'000'000;
constexpr std::int64_t most_retry_s = 24LL * 3600;

constexpr Names<Failure, 7> failures{{{Failure::Reject, "reject"},
                                      {Failure::Slow, "slow"},
                                      {Failure::TooMany, "too-many"},
                                      {Failure::ServerError, "server-error"},
                                      {Failure::WrongSignature, "wrong-signature"},
                                      {Failure::ExpiredKey, "expired-key"},
                                      {Failure::LostCallback, "lost-callback"}}};

constexpr Names<CallKind, 10> kinds{{{CallKind::Any, "any"},
                                     {CallKind::LoadDestination, "load-destination"},
                                     {CallKind::LoadKey, "load-key"},
                                     {CallKind::Announce, "announce"},
                                     {CallKind::Upload, "upload"},
                                     {CallKind::Submit, "submit"},
                                     {CallKind::PickUp, "pick-up"},
                                     {CallKind::ReadEvents, "read-events"},
                                     {CallKind::PostEvent, "post-event"},
                                     {CallKind::Other, "other"}}};

Error refuse(std::string_view member, std::string sentence) {
    return {ErrorKind::Invalid, "sandbox.switch", std::string(member), {}, std::move(sentence)};
}

// A whole number within its bounds, or the fallback where it is absent.
Result<std::int64_t> read_number(const Json& json, std::string_view name, std::int64_t fallback,
                                 std::pair<std::int64_t, std::int64_t> bounds) {
    const Json* member = json.find(name);
    if (member == nullptr || member->is_null()) {
        return fallback;
    }
    if (!member->is_int() || member->as_int() < bounds.first || member->as_int() > bounds.second) {
        return refuse(name, "Write a whole number from " + std::to_string(bounds.first) + " to " +
                                std::to_string(bounds.second) + ".");
    }
    return member->as_int();
}

fitconnect::Problem read_problem(const Json* json) {
    fitconnect::Problem problem{std::string(fitconnect::event_problems) + "schema-violation",
                                "Schema violation", "The sandbox was told to reject this.", "data"};
    if (json != nullptr && json->is_object()) {
        for (const auto& [name, text] :
             {std::pair{"type", &problem.type}, std::pair{"title", &problem.title},
              std::pair{"detail", &problem.detail}, std::pair{"instance", &problem.instance}}) {
            if (const std::string given = json->text_at(name); !given.empty()) {
                *text = given;
            }
        }
    }
    return problem;
}

bool answers_instead(Failure failure) {
    return failure == Failure::Slow || failure == Failure::TooMany ||
           failure == Failure::ServerError;
}

// The segments behind prefix and version.
std::vector<std::string> parts_behind_version(std::string_view path) {
    std::vector<std::string> parts = split(path, '/');
    const auto version = std::find_if(parts.begin(), parts.end(), [](const std::string& part) {
        return part == "v1" || part == "v2";
    });
    if (version != parts.end()) {
        parts.erase(parts.begin(), version + 1);
    }
    return parts;
}

}  // namespace

std::string_view to_string(Failure failure) {
    return name_of(failures, failure);
}

std::optional<Failure> find_failure(std::string_view name) {
    return find_named(failures, name);
}

std::string_view to_string(CallKind kind) {
    return name_of(kinds, kind);
}

std::optional<CallKind> find_call_kind(std::string_view name) {
    return find_named(kinds, name);
}

namespace {

template <typename Enum, std::size_t count>
std::vector<std::string_view> list_names(const Names<Enum, count>& names) {
    std::vector<std::string_view> list;
    for (const auto& [value, name] : names) {
        list.push_back(name);
    }
    return list;
}

}  // namespace

std::vector<std::string_view> failure_names() {
    return list_names(failures);
}

std::vector<std::string_view> call_kind_names() {
    return list_names(kinds);
}

CallKind call_kind_of(Method method, std::string_view path) {
    const std::vector<std::string> parts = parts_behind_version(path);
    const std::string first = parts.empty() ? "" : parts[0];
    const bool reads = method == Method::Get || method == Method::Head;
    if (first == "destinations" && reads) {
        return parts.size() == 2                        ? CallKind::LoadDestination
               : parts.size() > 2 && parts[2] == "keys" ? CallKind::LoadKey
                                                        : CallKind::Other;
    }
    if (parts.size() > 2 && parts.back() == "events") {
        return reads ? CallKind::ReadEvents : CallKind::PostEvent;
    }
    if (first != "submissions" && first != "replies") {
        return CallKind::Other;
    }
    if (reads) {
        return CallKind::PickUp;
    }
    if (method == Method::Post && parts.size() == 1) {
        return CallKind::Announce;
    }
    if (method == Method::Put) {
        return parts.size() == 2 ? CallKind::Submit : CallKind::Upload;
    }
    return CallKind::Other;
}

std::string FailureOrder::sentence() const {
    std::string text = "Ordered by the switch " + std::string(to_string(failure)) +
                       " of destination " + destination_id + ":";
    if (failure == Failure::Slow) {
        text += " " + std::to_string(delay_ms) + " ms later";
    } else if (failure == Failure::TooMany) {
        text += " 429, again after " + std::to_string(retry_after_s) + " s";
    } else if (failure == Failure::ServerError) {
        text += " " + std::to_string(status);
    } else if (failure == Failure::Reject) {
        text += " " + problem.type;
    }
    if (answers_instead(failure)) {
        text += on == CallKind::Any ? " on any call" : " on " + std::string(to_string(on));
    }
    text += calls ? (text.back() == ':' ? " " : ", ") + std::to_string(*calls) + " more calls"
                  : std::string(text.back() == ':' ? " " : ", ") + "until switched off";
    return text + ".";
}

Result<FailureOrder> read_failure_order(const Json& json) {
    if (!json.is_object()) {
        return refuse("", "A switch is a JSON object with failure and destination.");
    }
    FailureOrder order;
    const auto failure = find_failure(json.text_at("failure"));
    if (!failure) {
        return refuse("failure",
                      "Write reject, slow, too-many, server-error, wrong-signature, "
                      "expired-key or lost-callback.");
    }
    order.failure = *failure;
    const auto destination = fitconnect::normalize_uuid(json.text_at("destination"));
    if (!destination) {
        return refuse("destination", "Write the id of a destination.");
    }
    order.destination_id = *destination;
    if (json.find("on") != nullptr) {
        const auto on = find_call_kind(json.text_at("on"));
        if (!on || !answers_instead(order.failure)) {
            return refuse("on",
                          "Write any, load-destination, load-key, announce, upload, submit, "
                          "pick-up, read-events, post-event or other; only slow, too-many "
                          "and server-error tell calls apart.");
        }
        order.on = *on;
    }
    const std::int64_t calls = TRY(read_number(json, "calls", 0, {1, most_calls}));
    order.calls = calls == 0 ? std::nullopt : std::optional(calls);
    order.status = static_cast<int>(TRY(read_number(json, "status", order.status, {500, 504})));
    order.delay_ms =
        TRY(read_number(json, "delay_ms", order.delay_ms, {1, limits::switch_delay_ms}));
    order.retry_after_s =
        TRY(read_number(json, "retry_after_s", order.retry_after_s, {0, most_retry_s}));
    if (order.failure == Failure::Reject) {
        order.problem = read_problem(json.find("problem"));
    }
    return order;
}

Json write_failure_order(const FailureOrder& order) {
    Json json = Json::object(
        {{"failure", to_string(order.failure)}, {"destination", order.destination_id}});
    if (answers_instead(order.failure)) {
        json.set("on", to_string(order.on));
    }
    if (order.calls) {
        json.set("calls", *order.calls);
    }
    if (order.failure == Failure::ServerError) {
        json.set("status", order.status);
    } else if (order.failure == Failure::Slow) {
        json.set("delay_ms", order.delay_ms);
    } else if (order.failure == Failure::TooMany) {
        json.set("retry_after_s", order.retry_after_s);
    } else if (order.failure == Failure::Reject) {
        json.set("problem", Json::object({{"type", order.problem.type},
                                          {"title", order.problem.title},
                                          {"detail", order.problem.detail},
                                          {"instance", order.problem.instance}}));
    }
    return json;
}

Result<void> FailureSwitches::set(FailureOrder order) {
    const std::lock_guard lock(mutex_);
    const auto same = std::find_if(orders_.begin(), orders_.end(), [&](const FailureOrder& on) {
        return on.failure == order.failure && on.destination_id == order.destination_id;
    });
    if (same != orders_.end()) {
        *same = std::move(order);
        return {};
    }
    if (orders_.size() >= most_orders) {
        return Error{ErrorKind::TooMany,
                     "sandbox.switches_many",
                     "",
                     {{"most", std::to_string(most_orders)}},
                     "So many switches are on that another one does not fit. Switch some off."};
    }
    orders_.push_back(std::move(order));
    return {};
}

void FailureSwitches::clear(std::string_view destination, Failure failure) {
    const std::lock_guard lock(mutex_);
    std::erase_if(orders_, [&](const FailureOrder& order) {
        return order.failure == failure && order.destination_id == destination;
    });
}

void FailureSwitches::clear_all() {
    const std::lock_guard lock(mutex_);
    orders_.clear();
}

std::vector<FailureOrder> FailureSwitches::list() const {
    const std::lock_guard lock(mutex_);
    return orders_;
}

bool FailureSwitches::is_on(std::string_view destination, Failure failure) const {
    const std::lock_guard lock(mutex_);
    return std::any_of(orders_.begin(), orders_.end(), [&](const FailureOrder& order) {
        return order.failure == failure && order.destination_id == destination;
    });
}

std::optional<FailureOrder> FailureSwitches::take(std::string_view destination, Failure failure,
                                                  CallKind kind) {
    const std::lock_guard lock(mutex_);
    const auto found = std::find_if(orders_.begin(), orders_.end(), [&](const FailureOrder& order) {
        return order.failure == failure && order.destination_id == destination &&
               (order.on == CallKind::Any || order.on == kind);
    });
    if (found == orders_.end()) {
        return std::nullopt;
    }
    if (found->calls) {
        --*found->calls;
    }
    FailureOrder taken = *found;
    if (found->calls && *found->calls == 0) {
        orders_.erase(found);
    }
    return taken;
}

http::Response answer_of(const FailureOrder& order, std::string_view request_id) {
    if (order.failure == Failure::TooMany) {
        http::Response response = http::Response::empty(429);
        response.set_header("Retry-After", std::to_string(order.retry_after_s));
        response.set_header("RateLimit-Limit", "1");
        response.set_header("RateLimit-Remaining", "0");
        response.set_header("RateLimit-Reset", std::to_string(order.retry_after_s));
        return response;
    }
    VERIFY(order.failure == Failure::ServerError, "other failures change what the endpoint says");
    const Json body =
        Json::object({{"type", std::string(fitconnect::api_problems) + "ordered-failure"},
                      {"title", http::status_text(order.status)},
                      {"status", order.status},
                      {"detail", order.sentence()},
                      {"instance", "urn:request:" + std::string(request_id)}});
    return http::Response::bytes(formats::write_json(body), "application/problem+json",
                                 order.status);
}

std::string spoil_signature(std::string_view token) {
    std::string spoilt(token);
    const std::size_t dot = spoilt.rfind('.');
    if (dot == std::string::npos || dot + 1 >= spoilt.size()) {
        return spoilt;
    }
    // The first letter of the signature: all of its bits count, those of the last one do not.
    spoilt[dot + 1] = spoilt[dot + 1] == 'A' ? 'B' : 'A';
    return spoilt;
}

}  // namespace gordion::sandbox
