// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/random.hpp"
#include "core/time.hpp"
#include "fitconnect/api_settings.hpp"
#include "fitconnect/spooled_jwe.hpp"
#include "fitconnect/upload_source.hpp"
#include "http/client.hpp"

namespace gordion::fitconnect::internal {

enum class Authorization { Token, None };
/// Whether a call may be sent again although the server may have done it already.
enum class Repeat {
    Always,       ///< the second time changes nothing, or leaves only what the server clears away
    IfUntouched,  ///< only after an answer that says that nothing happened (408, 429, 503)
};

struct ApiCall {
    http::Method method = http::Method::Get;
    std::string url;
    std::string body = {};
    std::string content_type = {};
    std::string accept = "application/json";
    Authorization authorization = Authorization::Token;
    Repeat repeat = Repeat::Always;
    std::size_t response_bytes = 4 * 1024 * 1024;
    /// In place of `body`.
    const UploadSource* upload = nullptr;
    /// Takes the body of a good answer.
    DownloadTarget* download = nullptr;
};

/// Sends calls with a token and repeats them. What is repeated here and what is left to a job:
/// - no answer, 408, 429, 5xx: again after 500 ms · 2^n, or after what RateLimit-Reset or
///   Retry-After say if that is at most limits::fitconnect_wait_ms; then Unavailable or TooMany
///   (value retry_after_s), which a job may try again;
/// - 401: once, with a new token;
/// - any other status over 399: an error at once, see error_of_answer().
/// Shared between threads.
class CallSender {
public:
    CallSender(http::Client& http, const Clock& clock, ApiSettings settings);

    /// An answer with a status under 400.
    Result<http::ClientResponse> send(const ApiCall& call);
    [[nodiscard]] const ApiSettings& settings() const { return settings_; }

private:
    Result<std::string> token();
    Result<std::string> fetch_token();
    Result<http::ClientResponse> repeat(http::ClientRequest& request, const ApiCall& call);
    Result<http::ClientResponse> try_once(http::ClientRequest& request, const ApiCall& call);
    void wait(std::int64_t ms) const;

    http::Client* http_;
    const Clock* clock_;
    ApiSettings settings_;
    std::mutex mutex_;
    Sensitive<std::string> token_;
    Instant token_until_;
};

/// What a refusal says: kind by status; values status, type, title, detail as far as the body is
/// problem+json (or errorCode, description, message of a gateway, or error of RFC 6749). Never
/// anything else of the body. Error code: fitconnect.refused.
Error error_of_answer(const http::ClientResponse& answer);

/// A JSON object out of a good answer. Error code: fitconnect.answer.
Result<formats::Json> read_answer(const http::ClientResponse& answer);
Error answer_error(std::string place);

}  // namespace gordion::fitconnect::internal
