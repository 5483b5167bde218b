// SPDX-License-Identifier: EUPL-1.2
#include "web/fitconnect/fit_door.hpp"

#include <algorithm>
#include <array>

#include "core/limits.hpp"
#include "core/log.hpp"
#include "core/text.hpp"
#include "web/fitconnect/media_types.hpp"
#include "web/fitconnect/problems.hpp"

namespace gordion::web {

using fitconnect::ApiVersion;

struct FitDoor::Entry {
    struct Part {
        std::string_view text;  ///< of a pattern that lives as long as the program
        bool is_name = false;   ///< stands for whatever the path has here
    };
    FitEndpoint endpoint;
    std::vector<Part> parts;
};

struct FitDoor::Match {
    const Entry* entry = nullptr;
    std::string allowed;  ///< methods that the path knows; none: an unknown path
    std::map<std::string, std::string, std::less<>> values;
    ApiVersion version = ApiVersion::V1;
    std::string_view base;
};

namespace {

struct Prefix {
    std::string_view path;
    unsigned apis;
};
constexpr std::array<Prefix, 3> prefixes{{{"/submission-api", fit_submission},
                                          {"/destination-api", fit_destination},
                                          {"/routing-api", fit_routing}}};

bool lies_below(std::string_view path, std::string_view prefix) {
    return path.starts_with(prefix) && (path.size() == prefix.size() || path[prefix.size()] == '/');
}

Prefix prefix_of(std::string_view path) {
    for (const Prefix& prefix : prefixes) {
        if (lies_below(path, prefix.path)) {
            return prefix;
        }
    }
    return {"", fit_every};
}

bool is_name(std::string_view part) {
    return part.size() > 2 && part.front() == '{' && part.back() == '}';
}

// The parts of a path between its slashes, without memory of their own: every call passes here.
class PathParts {
public:
    explicit PathParts(std::string_view path) {
        for (;;) {
            const std::size_t end = std::min(path.find('/'), path.size());
            if (count_ < parts_.size()) {
                parts_[count_] = path.substr(0, end);
            }
            ++count_;
            if (end == path.size()) {
                return;
            }
            path.remove_prefix(end + 1);
        }
    }
    /// More than the longest pattern has, for a path that fits none.
    [[nodiscard]] std::size_t count() const { return count_; }
    [[nodiscard]] std::string_view operator[](std::size_t index) const { return parts_[index]; }

    static constexpr std::size_t most = 10;

private:
    std::array<std::string_view, most> parts_;
    std::size_t count_ = 0;
};

template <typename Pattern>
bool fits(const Pattern& pattern, const PathParts& path) {
    if (pattern.size() != path.count()) {
        return false;
    }
    // From the end, where patterns differ most.
    for (std::size_t i = pattern.size(); i-- > 0;) {
        if (pattern[i].is_name ? path[i].empty() : pattern[i].text != path[i]) {
            return false;
        }
    }
    return true;
}

std::string_view bearer_of(const http::Request& request) {
    constexpr std::string_view scheme = "bearer ";
    const std::string_view header = request.find_header("Authorization").value_or("");
    const bool bearer = header.size() > scheme.size() &&
                        http::equals_ignoring_case(header.substr(0, scheme.size()), scheme);
    return bearer ? trim(header.substr(scheme.size())) : std::string_view{};
}

void set_rate_headers(http::Response& response, const zustelldienst::RateState& state) {
    if (state.limit == 0) {
        return;
    }
    response.add_header("RateLimit-Limit", std::to_string(state.limit));
    response.add_header("RateLimit-Remaining", std::to_string(state.remaining));
    response.add_header("RateLimit-Reset", std::to_string(state.reset_seconds));
}

// What is shown of these says that the log knows more.
void log_failure(const http::Request& request, const Result<http::Response>& outcome) {
    if (outcome) {
        return;
    }
    const ErrorKind kind = outcome.error().kind;
    if (kind == ErrorKind::Corrupt || kind == ErrorKind::Unavailable ||
        kind == ErrorKind::Deadline) {
        log(kind == ErrorKind::Corrupt ? LogLevel::Error : LogLevel::Warning, "fitconnect.failed",
            {{"request", request.id}, {"code", outcome.error().code}});
    }
}

Error unknown_path(const std::string& allowed) {
    return allowed.empty() ? Error{ErrorKind::NotFound,
                                   "zustelldienst.path_unknown",
                                   "",
                                   {},
                                   "There is no such resource at this interface and version."}
                           : Error{ErrorKind::Unsupported,
                                   "zustelldienst.method_unknown",
                                   "",
                                   {{"allowed", allowed}},
                                   "The resource does not know this method."};
}

}  // namespace

FitDoor::FitDoor(zustelldienst::Zustelldienst& in, FitWatcher* watcher)
    : in_(&in), watcher_(watcher) {
    for (const auto& family :
         {technical_fit_endpoints(), routing_fit_endpoints(), destination_fit_endpoints(),
          submission_fit_endpoints(), case_fit_endpoints(), reply_fit_endpoints()}) {
        for (const FitEndpoint& endpoint : family) {
            const PathParts parts(endpoint.pattern);
            VERIFY(parts.count() <= PathParts::most, "patterns are shorter");
            Entry entry{endpoint, {}};
            for (std::size_t i = 0; i < parts.count(); ++i) {
                entry.parts.push_back({parts[i], is_name(parts[i])});
            }
            entries_.push_back(std::move(entry));
        }
    }
}

FitDoor::~FitDoor() = default;

bool FitDoor::serves(std::string_view path) {
    return !prefix_of(path).path.empty() || lies_below(path, "/v1") || lies_below(path, "/v2") ||
           path == "/token" || path == "/.well-known/jwks.json" ||
           path == "/portal/.well-known/jwks.json";
}

FitDoor::Match FitDoor::find(http::Method method, std::string_view path) const {
    Match match;
    const Prefix prefix = prefix_of(path);
    match.base = prefix.path;
    path.remove_prefix(prefix.path.size());
    bool versioned = false;
    for (const auto& [text, version] :
         {std::pair("/v1", ApiVersion::V1), std::pair("/v2", ApiVersion::V2)}) {
        if (lies_below(path, text)) {
            match.version = version;
            path.remove_prefix(3);
            versioned = true;
            break;
        }
    }
    const PathParts parts(path);
    for (const Entry& entry : entries_) {
        const FitEndpoint& endpoint = entry.endpoint;
        const unsigned apis =
            endpoint.apis & (match.version == ApiVersion::V2 ? endpoint.v2_apis : fit_every);
        const bool offered = (apis & prefix.apis) != 0 && endpoint.is_versioned == versioned &&
                             (!endpoint.only_v2 || match.version == ApiVersion::V2);
        if (!offered || !fits(entry.parts, parts)) {
            continue;
        }
        if (endpoint.method == method ||
            (method == http::Method::Head && endpoint.method == http::Method::Get)) {
            match.entry = &entry;
            for (std::size_t i = 0; i < entry.parts.size(); ++i) {
                if (const auto& [text, named] = entry.parts[i]; named) {
                    match.values.emplace(text.substr(1, text.size() - 2), parts[i]);
                }
            }
            return match;
        }
        match.allowed +=
            (match.allowed.empty() ? "" : ", ") + std::string(http::to_string(endpoint.method));
    }
    return match;
}

Result<void> FitDoor::let_in(const Match& match, FitCall& call) {
    const FitEndpoint& endpoint = match.entry->endpoint;
    const bool needs_token =
        endpoint.access == FitAccess::Token ||
        (endpoint.access == FitAccess::TokenInV1 && match.version == ApiVersion::V1);
    const std::string_view token = bearer_of(call.request);
    if (!needs_token && (token.empty() || endpoint.access == FitAccess::Public)) {
        return {};
    }
    auto caller = in_->tokens.check(token, call.checks);
    if (!caller) {
        return needs_token ? Result<void>(caller.take_error()) : Result<void>();
    }
    call.caller = std::move(caller).value();
    call.has_caller = true;
    return {};
}

Result<http::Response> FitDoor::run(const Match& match, FitCall& call) {
    const FitEndpoint& endpoint = match.entry->endpoint;
    TRY(report(call.checks, "request.accept", check_accept(call.request, endpoint.media_type)));
    TRY(report(call.checks, "request.content_type",
               check_content_type(call.request, endpoint.body)));
    const bool json = endpoint.body == FitBody::Json || endpoint.body == FitBody::Patch ||
                      endpoint.body == FitBody::LargeJson;
    if (json) {
        call.body =
            TRY(report(call.checks, "request.json", formats::parse_json(call.request.body)));
        if (!call.body.is_object()) {
            return Error{
                ErrorKind::Invalid, "zustelldienst.body", "", {}, "The body is a JSON object."};
        }
    }
    if (watcher_ != nullptr) {
        if (auto instead = watcher_->intercept(call)) {
            return std::move(*instead);
        }
    }
    http::Response response = TRY(endpoint.answer(call));
    if (watcher_ != nullptr) {
        watcher_->alter(call, response);
    }
    return response;
}

http::Response FitDoor::answer_watched(const http::Request& request,
                                       zustelldienst::CheckObserver& checks) {
    Match match = find(request.method, request.path);
    if (match.entry == nullptr) {
        http::Response response = show_problem(unknown_path(match.allowed), request.id);
        if (!match.allowed.empty()) {
            response.set_header("Allow", match.allowed);
        }
        return response;
    }
    FitCall call{request, *in_, checks, match.version, match.base, {}, false, {}, {}};
    call.path_values = std::move(match.values);
    const Result<void> entered = let_in(match, call);
    // What was streamed was counted when it was admitted; nobody sends 500 MB to hear 429.
    const bool was_counted = request.body_sink != nullptr;
    const std::string& key = call.has_caller ? call.caller.client_id : request.remote_address;
    const zustelldienst::RateState rate =
        was_counted ? in_->rate_limiter.look(key) : in_->rate_limiter.count(key);
    http::Response response = http::Response::empty(429);
    if (was_counted || !rate.is_exceeded) {
        const Result<void> known =
            report(checks, "request.user_agent", check_user_agent(request, in_->settings));
        Result<http::Response> outcome = !known     ? Result<http::Response>(known.error())
                                         : !entered ? Result<http::Response>(entered.error())
                                                    : run(match, call);
        log_failure(request, outcome);
        response = outcome ? std::move(outcome).value() : show_problem(outcome.error(), request.id);
    }
    response.headers.reserve(response.headers.size() + 5);
    set_rate_headers(response, rate);
    if (!match.entry->endpoint.is_cacheable) {
        response.set_header("Cache-Control", "no-cache");
    }
    response.add_header("X-Content-Type-Options", "nosniff");
    return response;
}

http::Response FitDoor::answer(const http::Request& request) {
    if (watcher_ == nullptr) {
        zustelldienst::CheckObserver silent;
        return answer_watched(request, silent);
    }
    const auto checks = watcher_->observe(request);
    http::Response response = answer_watched(request, *checks);
    watcher_->on_answer(request, response, *checks);
    return response;
}

http::Response FitDoor::refusal(const http::Refusal& refusal) const {
    http::Response response = show_problem(refusal.status, refusal.message, refusal.request_id);
    if (watcher_ != nullptr && serves(refusal.path)) {
        http::Request request;
        request.method = refusal.method;
        request.path = refusal.path;
        request.id = refusal.request_id;
        const auto checks = watcher_->observe(request);
        checks->on_check(refusal.code, zustelldienst::CheckOutcome::Fail, refusal.message, {});
        watcher_->on_answer(request, response, *checks);
    }
    return response;
}

std::size_t FitDoor::body_limit(http::Method method, std::string_view path) const {
    if (method == http::Method::Get || method == http::Method::Head) {
        return limits::http_body_bytes;
    }
    const Match match = find(method, path);
    const bool large = match.entry != nullptr && match.entry->endpoint.body == FitBody::LargeJson;
    return large ? limits::json_bytes : limits::http_body_bytes;
}

std::optional<std::uint64_t> FitDoor::stream_limit(const http::Request& head) const {
    if (head.method == http::Method::Get || head.method == http::Method::Head) {
        return std::nullopt;
    }
    const Match match = find(head.method, head.path);
    if (match.entry == nullptr || match.entry->endpoint.open == nullptr) {
        return std::nullopt;
    }
    return static_cast<std::uint64_t>(in_->settings.attachment_bytes);
}

Result<std::unique_ptr<FitSink>> FitDoor::open_sink(const Match& match, FitCall& call,
                                                    const Result<void>& entered) {
    TRY(report(call.checks, "request.user_agent", check_user_agent(call.request, in_->settings)));
    if (!entered) {
        return entered.error();
    }
    TRY(report(call.checks, "request.content_type",
               check_content_type(call.request, match.entry->endpoint.body)));
    return match.entry->endpoint.open(call);
}

std::variant<std::unique_ptr<FitSink>, http::Response> FitDoor::open(
    const http::Request& head, zustelldienst::CheckObserver& checks) {
    Match match = find(head.method, head.path);
    VERIFY(match.entry != nullptr && match.entry->endpoint.open != nullptr,
           "only bodies with a stream limit are admitted");
    FitCall call{head, *in_, checks, match.version, match.base, {}, false, {}, {}};
    call.path_values = std::move(match.values);
    const Result<void> entered = let_in(match, call);
    const zustelldienst::RateState rate =
        in_->rate_limiter.count(call.has_caller ? call.caller.client_id : head.remote_address);
    http::Response refusal = http::Response::empty(429);
    if (!rate.is_exceeded) {
        auto opened = open_sink(match, call, entered);
        if (opened) {
            return std::move(opened).value();
        }
        refusal = show_problem(opened.error(), head.id);
    }
    set_rate_headers(refusal, rate);
    return refusal;
}

http::Admission FitDoor::admit(const http::Request& head) {
    if (watcher_ == nullptr) {
        zustelldienst::CheckObserver silent;
        auto opened = open(head, silent);
        if (auto* refusal = std::get_if<http::Response>(&opened)) {
            return std::move(*refusal);
        }
        return std::unique_ptr<http::BodySink>(std::get<0>(std::move(opened)));
    }
    const std::shared_ptr<zustelldienst::CheckObserver> checks = watcher_->observe(head);
    auto opened = open(head, *checks);
    if (auto* refusal = std::get_if<http::Response>(&opened)) {
        watcher_->on_answer(head, *refusal, *checks);
        return std::move(*refusal);
    }
    std::unique_ptr<FitSink> sink = std::get<0>(std::move(opened));
    sink->on_refusal = [watcher = watcher_, head, checks](const http::Response& refusal) {
        watcher->on_answer(head, refusal, *checks);
    };
    return std::unique_ptr<http::BodySink>(std::move(sink));
}

}  // namespace gordion::web
