// SPDX-License-Identifier: EUPL-1.2
#include "fitconnect/internal/api_call.hpp"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <optional>
#include <thread>

#include "core/limits.hpp"
#include "core/text.hpp"
#include "http/percent.hpp"

namespace gordion::fitconnect {

namespace internal {

using formats::Json;

namespace {

constexpr std::int64_t first_pause_ms = 500;
constexpr std::int64_t token_margin_s = 60;
constexpr std::int64_t longest_token_s = 24LL * 3600;
constexpr std::size_t token_bytes = 16 * 1024;
constexpr std::size_t problem_text_characters = 500;

bool is_passing(int status) {
    return status == 408 || status == 429 || status >= 500;
}

// Nothing was done: the server was too busy to look at it.
bool is_untouched(int status) {
    return status == 408 || status == 429 || status == 503;
}

std::optional<std::int64_t> find_seconds(const http::Headers& headers, std::string_view name) {
    const auto text = headers.find(name);
    std::int64_t seconds = 0;
    if (!text) {
        return {};
    }
    const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), seconds);
    if (error != std::errc() || end != text->data() + text->size() || seconds < 0 ||
        seconds > limits::fitconnect_retry_after_s) {
        return {};
    }
    return seconds;
}

std::optional<std::int64_t> find_retry_after(const http::Headers& headers) {
    const auto reset = find_seconds(headers, "RateLimit-Reset");
    return reset ? reset : find_seconds(headers, "Retry-After");
}

ErrorKind kind_of_status(int status) {
    switch (status) {
        case 401:
            return ErrorKind::Unauthenticated;
        case 403:
            return ErrorKind::Forbidden;
        case 404:
        case 410:
            return ErrorKind::NotFound;
        case 409:
            return ErrorKind::Conflict;
        case 413:
            return ErrorKind::TooLarge;
        case 415:
        case 501:
            return ErrorKind::Unsupported;
        case 429:
            return ErrorKind::TooMany;
        default:
            return is_passing(status) ? ErrorKind::Unavailable : ErrorKind::Invalid;
    }
}

}  // namespace

Error error_of_answer(const http::ClientResponse& answer) {
    Error error{kind_of_status(answer.status),
                "fitconnect.refused",
                "",
                {{"status", std::to_string(answer.status)}},
                "The delivery server refused the request."};
    if (const auto seconds = find_retry_after(answer.headers);
        seconds && is_passing(answer.status)) {
        error.values.emplace_back("retry_after_s", std::to_string(*seconds));
    }
    const auto body = formats::parse_json(answer.body);
    if (!body || !body.value().is_object()) {
        return error;
    }
    const auto add = [&](const char* name, std::initializer_list<const char*> members) {
        for (const char* member : members) {
            if (const std::string text = body.value().text_at(member); !text.empty()) {
                error.values.emplace_back(
                    name, std::string(first_characters(text, problem_text_characters)));
                return;
            }
        }
    };
    add("type", {"type", "errorCode", "error"});
    add("title", {"title", "description", "error_description"});
    add("detail", {"detail", "message"});
    return error;
}

Error answer_error(std::string place) {
    return {ErrorKind::Unavailable,
            "fitconnect.answer",
            std::move(place),
            {},
            "The delivery server's answer is not what the interface promises."};
}

Result<Json> read_answer(const http::ClientResponse& answer) {
    auto body = formats::parse_json(answer.body);
    if (!body || !body.value().is_object()) {
        return answer_error("");
    }
    return body;
}

}  // namespace internal

UploadSource upload_from(std::shared_ptr<const std::string> jwe) {
    // The source borrows the bytes, and the function that made it keeps them.
    return {jwe->size(), [jwe]() -> Result<std::unique_ptr<ByteSource>> {
                return std::unique_ptr<ByteSource>(std::make_unique<MemorySource>(*jwe));
            }};
}

namespace internal {

CallSender::CallSender(http::Client& http, const Clock& clock, ApiSettings settings)
    : http_(&http), clock_(&clock), settings_(std::move(settings)) {}

void CallSender::wait(std::int64_t ms) const {
    if (settings_.pause) {
        settings_.pause(ms);
    } else {
        std::this_thread::sleep_for(std::chrono::milliseconds(ms));
    }
}

Result<http::ClientResponse> CallSender::try_once(http::ClientRequest& request,
                                                  const ApiCall& call) {
    const UploadSource* upload = call.upload;
    if (call.download != nullptr) {
        TRY(call.download->begin());
        request.body_sink = [&](std::string_view piece) { return call.download->append(piece); };
        request.timeout_ms = limits::fitconnect_upload_ms;
        request.stall_timeout_s = limits::fitconnect_stall_s;
    }
    if (upload == nullptr) {
        return http_->send(request);
    }
    const auto source = TRY(upload->open());
    request.body_source = source.get();
    request.body_source_bytes = upload->bytes;
    request.timeout_ms = limits::fitconnect_upload_ms;
    request.stall_timeout_s = limits::fitconnect_stall_s;
    auto answer = http_->send(request);
    request.body_source = nullptr;
    return answer;
}

Result<http::ClientResponse> CallSender::repeat(http::ClientRequest& request, const ApiCall& call) {
    for (int tried = 1;; ++tried) {
        auto answer = try_once(request, call);
        std::int64_t pause_ms = first_pause_ms << std::min(tried - 1, 6);
        if (answer) {
            const int status = answer.value().status;
            if (!is_passing(status) ||
                (call.repeat == Repeat::IfUntouched && !is_untouched(status))) {
                return answer;
            }
            if (const auto seconds = find_retry_after(answer.value().headers)) {
                pause_ms = std::max(pause_ms, *seconds * 1000);
            }
        } else if (call.repeat == Repeat::IfUntouched ||
                   (answer.error().kind != ErrorKind::Unavailable &&
                    answer.error().kind != ErrorKind::Deadline)) {
            return answer;
        }
        // A longer wait is a job's, which keeps no thread.
        if (tried >= settings_.tries || pause_ms > limits::fitconnect_wait_ms) {
            return answer;
        }
        wait(pause_ms);
    }
}

Result<std::string> CallSender::token() {
    {
        const std::lock_guard lock(mutex_);
        if (!token_.reveal().empty() && clock_->now() < token_until_) {
            return token_.reveal();
        }
    }
    return fetch_token();
}

// RFC 6749, section 4.4.2; the credentials stand in the body, because the real server refuses them
// in a header. No scope is named: the answer has all that the client may have.
Result<std::string> CallSender::fetch_token() {
    http::ClientRequest request;
    request.method = http::Method::Post;
    request.url = settings_.server.token_url;
    request.headers = {{"Content-Type", "application/x-www-form-urlencoded"},
                       {"Accept", "application/json"}};
    request.body =
        "grant_type=client_credentials&client_id=" + http::percent_encode(settings_.client_id) +
        "&client_secret=" + http::percent_encode(settings_.client_secret.reveal());
    request.timeout_ms = settings_.timeout_ms;
    request.response_bytes = 4 * token_bytes;
    const http::ClientResponse answer = TRY(repeat(request, {}));
    if (answer.status >= 300) {
        Error error = error_of_answer(answer);
        error.code = "fitconnect.token";
        error.message = "The delivery server gave no access token; check client id and secret.";
        if (answer.status < 500 && answer.status != 429 && answer.status != 408) {
            error.kind = ErrorKind::Unauthenticated;
        }
        return error;
    }
    const Json body = TRY(read_answer(answer));
    std::string token = body.text_at("access_token");
    const Json* lifetime = body.find("expires_in");
    if (token.empty() || token.size() > token_bytes ||
        !std::all_of(token.begin(), token.end(), [](char c) { return c > ' ' && c < '\x7f'; })) {
        return answer_error("access_token");
    }
    const std::int64_t seconds =
        lifetime != nullptr && lifetime->is_int()
            ? std::clamp<std::int64_t>(lifetime->as_int(), 0, longest_token_s)
            : 0;
    const std::lock_guard lock(mutex_);
    token_ = Sensitive(token);
    token_until_ = clock_->now().plus_seconds(seconds - token_margin_s);
    return token;
}

Result<http::ClientResponse> CallSender::send(const ApiCall& call) {
    http::ClientRequest request;
    request.method = call.method;
    request.url = call.url;
    request.body = call.body;
    request.timeout_ms = settings_.timeout_ms;
    request.response_bytes = call.response_bytes;
    request.headers = {{"Accept", call.accept + ", application/problem+json"}};
    if (!call.content_type.empty()) {
        request.headers.emplace_back("Content-Type", call.content_type);
    }
    const bool with_token = call.authorization == Authorization::Token;
    if (with_token) {
        request.headers.emplace_back("Authorization", "Bearer " + TRY(token()));
    }
    http::ClientResponse answer = TRY(repeat(request, call));
    if (answer.status == 401 && with_token) {
        request.headers.back().second = "Bearer " + TRY(fetch_token());
        answer = TRY(repeat(request, call));
    }
    if (answer.status >= 400) {
        return error_of_answer(answer);
    }
    if (answer.status < 200 || answer.status >= 300) {
        return answer_error("status");
    }
    return answer;
}

}  // namespace internal

}  // namespace gordion::fitconnect
