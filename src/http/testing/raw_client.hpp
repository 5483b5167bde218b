// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <functional>
#include <string>
#include <string_view>
#include <thread>

#include "core/random.hpp"
#include "core/time.hpp"
#include "http/server.hpp"

namespace gordion::http::testing {

/// A client that sends exactly the bytes it is told to, for tests of a server.
class RawClient {
public:
    explicit RawClient(std::uint16_t port) : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(port);
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        if (::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) != 0) {
            ::close(socket_);
            socket_ = -1;
        }
    }
    ~RawClient() {
        if (socket_ >= 0) {
            ::close(socket_);
        }
    }
    RawClient(RawClient&& other) noexcept : socket_(std::exchange(other.socket_, -1)) {}
    RawClient(const RawClient&) = delete;
    RawClient& operator=(const RawClient&) = delete;

    [[nodiscard]] bool is_connected() const { return socket_ >= 0; }

    bool send(std::string_view bytes) {
        while (!bytes.empty()) {
            const ssize_t sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
            if (sent <= 0) {
                return false;
            }
            bytes.remove_prefix(static_cast<std::size_t>(sent));
        }
        return true;
    }

    /// Whatever comes until the text occurs, the server closes, or the time is over.
    std::string read_until(std::string_view text, int timeout_ms = 3000) {
        std::string got;
        read_while(got, timeout_ms,
                   [text](const std::string& all) { return all.find(text) == std::string::npos; });
        return got;
    }
    std::string read_to_end(int timeout_ms = 3000) {
        std::string got;
        read_while(got, timeout_ms, [](const std::string&) { return true; });
        return got;
    }
    /// One response with its Content-Length; what follows it stays for the next call.
    std::string read_response(int timeout_ms = 3000) {
        std::string got = std::exchange(left_, {});
        std::size_t length = length_of(got);
        read_while(got, timeout_ms, [&](const std::string& all) {
            length = length == 0 ? length_of(all) : length;
            return length == 0 || all.size() < length;
        });
        if (length > 0 && got.size() > length) {
            left_ = got.substr(length);
            got.resize(length);
        }
        return got;
    }
    [[nodiscard]] bool has_ended() const { return has_ended_; }

private:
    // How long the response at the front of the text will be; 0 while its head is not complete.
    static std::size_t length_of(const std::string& text) {
        const std::size_t head = text.find("\r\n\r\n");
        if (head == std::string::npos) {
            return 0;
        }
        const std::size_t field = text.find("Content-Length: ");
        return head + 4 +
               (field < head ? static_cast<std::size_t>(std::stoul(text.substr(field + 16))) : 0);
    }

    void read_while(std::string& got, int timeout_ms,
                    const std::function<bool(const std::string&)>& wants_more) {
        while (wants_more(got)) {
            pollfd waits{socket_, POLLIN, 0};
            if (::poll(&waits, 1, timeout_ms) <= 0) {
                return;
            }
            char bytes[65536];
            const ssize_t count = ::recv(socket_, bytes, sizeof(bytes), 0);
            if (count <= 0) {
                has_ended_ = true;
                return;
            }
            got.append(bytes, static_cast<std::size_t>(count));
        }
    }

    int socket_;
    bool has_ended_ = false;
    std::string left_;
};

/// A server on a free port with short limits, so that no test waits long.
class TestServer {
public:
    explicit TestServer(Handler handler, ServerConfig config = quick())
        : server(std::move(config), clock, random, std::move(handler)) {
        started = server.start().has_value();
    }
    static ServerConfig quick() {
        ServerConfig config;
        config.workers = 2;
        config.limits.header_timeout_ms = 2000;
        config.limits.linger_timeout_ms = 200;
        return config;
    }
    [[nodiscard]] RawClient connect() const { return RawClient(server.port()); }
    /// One request on a connection of its own.
    [[nodiscard]] std::string ask(std::string_view request) const {
        RawClient client = connect();
        client.send(request);
        return client.read_response();
    }

    SystemClock clock;
    SystemRandom random;
    Server server;
    bool started = false;
};

/// "GET path", ready to send.
inline std::string get(std::string_view path, std::string_view headers = "") {
    return "GET " + std::string(path) + " HTTP/1.1\r\nHost: test\r\n" + std::string(headers) +
           "\r\n";
}

inline std::string post(std::string_view path, std::string_view body,
                        std::string_view headers = "") {
    return "POST " + std::string(path) + " HTTP/1.1\r\nHost: test\r\n" + std::string(headers) +
           "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + std::string(body);
}

/// Waits until something is true, in small steps, for at most three seconds.
inline bool eventually(const std::function<bool()>& is_true) {
    for (int i = 0; i < 3000; ++i) {
        if (is_true()) {
            return true;
        }
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    return false;
}

}  // namespace gordion::http::testing
