// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/result.hpp"
#include "http/message.hpp"

namespace gordion::http {

struct ClientRequest {
    Method method = Method::Get;
    std::string url;  ///< absolute, https:// (http:// only if the config allows it)
    std::vector<std::pair<std::string, std::string>> headers;
    std::string body;
    std::int64_t timeout_ms = 10'000;  ///< for everything together
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
    /// (TooLarge), http.client_tls and http.client_unreachable (Unavailable).
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
