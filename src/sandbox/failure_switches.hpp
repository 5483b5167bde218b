// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "fitconnect/event.hpp"
#include "formats/json.hpp"
#include "http/message.hpp"

namespace gordion::sandbox {

/// What goes wrong on order, so that a client can be tested against it.
enum class Failure {
    Reject,          ///< submissions are answered with a problem of choice
    Slow,            ///< an answer takes longer
    TooMany,         ///< 429 with Retry-After and RateLimit headers
    ServerError,     ///< 500, 502, 503 or 504
    WrongSignature,  ///< event tokens whose signature does not fit
    ExpiredKey,      ///< the key's certificate has ended
    LostCallback,    ///< nobody is called back
};
std::string_view to_string(Failure failure);  ///< "reject", "slow", "too-many" …
std::optional<Failure> find_failure(std::string_view name);
std::vector<std::string_view> failure_names();

/// The calls of a client that a switch tells apart.
enum class CallKind {
    Any,
    LoadDestination,
    LoadKey,
    Announce,
    Upload,
    Submit,
    PickUp,
    ReadEvents,
    PostEvent,
    Other,
};
std::string_view to_string(CallKind kind);  ///< "any", "load-destination" …
std::optional<CallKind> find_call_kind(std::string_view name);
std::vector<std::string_view> call_kind_names();
/// Of a call under any prefix and version.
CallKind call_kind_of(http::Method method, std::string_view path);

/// One switch that is on.
struct FailureOrder {
    Failure failure = Failure::ServerError;
    std::string destination_id;
    /// Slow, TooMany and ServerError: which calls; the others have theirs by nature.
    CallKind on = CallKind::Any;
    std::optional<std::int64_t> calls;  ///< how many more; absent: until switched off
    int status = 503;                   ///< ServerError
    std::int64_t delay_ms = 2'000;      ///< Slow
    std::int64_t retry_after_s = 5;     ///< TooMany
    fitconnect::Problem problem;        ///< Reject
    bool operator==(const FailureOrder&) const = default;

    /// "Ordered by the switch server-error of destination …: 503 on submit, 2 more calls."
    [[nodiscard]] std::string sentence() const;
};

/// {"failure","destination","on","calls","status","delay_ms","retry_after_s","problem":{"type",
/// "title","detail","instance"}}; what is absent has its default. Error code: sandbox.switch
/// (Invalid; place: the member).
Result<FailureOrder> read_failure_order(const formats::Json& json);
formats::Json write_failure_order(const FailureOrder& order);

/// The switches of all destinations, in memory: a sandbox that starts again has none on. Shared
/// between threads.
class FailureSwitches {
public:
    /// Replaces one of the same failure for the same destination. Error code:
    /// sandbox.switches_many (TooMany).
    Result<void> set(FailureOrder order);
    /// Switching off what is not on is no error.
    void clear(std::string_view destination, Failure failure);
    void clear_all();
    [[nodiscard]] std::vector<FailureOrder> list() const;
    /// Without counting.
    [[nodiscard]] bool is_on(std::string_view destination, Failure failure) const;

    /// The order for this call, if there is one, and counts it: the last one switches itself off.
    std::optional<FailureOrder> take(std::string_view destination, Failure failure,
                                     CallKind kind = CallKind::Any);

private:
    mutable std::mutex mutex_;
    std::vector<FailureOrder> orders_;
};

/// The answer that an order gives instead of the endpoint: TooMany and ServerError. Another failure
/// is a Bug.
http::Response answer_of(const FailureOrder& order, std::string_view request_id);

/// The same token with a signature that does not fit: the alphabet and length stay right.
std::string spoil_signature(std::string_view token);

}  // namespace gordion::sandbox
