// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/files.hpp"
#include "core/result.hpp"
#include "http/message.hpp"

namespace gordion::http {

struct ClientRequest {
    Method method = Method::Get;
    std::string url;  ///< absolute, https:// (http:// only if the config allows it)
    std::vector<std::pair<std::string, std::string>> headers;
    std::string body;
    /// Sent instead of `body` when set: exactly `body_source_bytes` of it, read while they are
    /// sent. The server is asked first ("100-continue"), so that a refusal does not cost the whole
    /// body.
    ByteSource* body_source = nullptr;
    std::uint64_t body_source_bytes = 0;
    /// Takes the body of an answer with a 2xx status piece by piece instead of
    /// ClientResponse::body. What it has taken is worth something only if send() returns a value.
    std::function<Result<void>(std::string_view piece)> body_sink;
    std::int64_t timeout_ms = 10'000;  ///< for everything together
    /// Ends the request earlier, when over this time less than 1 KiB/s moved; 0: never.
    std::int64_t stall_timeout_s = 0;
    /// Of the body, wherever it goes; other than 2xx never goes to the sink.
    std::size_t response_bytes = 4 * 1024 * 1024;
};

struct ClientResponse {
    int status = 0;
    Headers headers;
    std::string body;
};

enum class PlainHttp { Refuse, Allow };

struct ClientConfig {
    std::string user_agent = "gordion";
    std::int64_t connect_timeout_ms = 5'000;
    PlainHttp plain_http = PlainHttp::Refuse;
    /// Further root certificates (PEM file); empty: those of the system.
    std::string ca_file;
    /// Asked with the numeric address after the name was resolved and before connecting, so that a
    /// name cannot point inside. Absent: every address.
    std::function<bool(std::string_view address)> allows_address;
};

/// Fetches over HTTP with bounds on time and size. No redirects, no cookies, no credentials from
/// the environment, no proxy; certificates are always checked. Shared between threads; connections
/// are kept for the next request to the same host.
class Client {
public:
    explicit Client(ClientConfig config = {});
    ~Client();
    Client(const Client&) = delete;
    Client& operator=(const Client&) = delete;

    /// Any status is a value. Error codes: http.client_url (Invalid), http.client_header (Invalid),
    /// http.client_denied (Forbidden), http.client_timeout (Deadline), http.client_too_large
    /// (TooLarge), http.client_tls and http.client_unreachable (Unavailable). Besides, what source
    /// and sink return, unchanged, and http.source_short for a source that ends early.
    [[nodiscard]] Result<ClientResponse> send(const ClientRequest& request);

private:
    struct Kept;
    std::unique_ptr<Kept> kept_;
};

/// Whether the numeric address is reachable from anywhere: not loopback, private, link-local,
/// multicast or otherwise reserved (RFC 6890). A fit value for ClientConfig::allows_address where
/// people outside choose the URL.
bool is_public_address(std::string_view address);

}  // namespace gordion::http
