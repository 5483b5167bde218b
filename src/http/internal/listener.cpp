// SPDX-License-Identifier: EUPL-1.2
#include "http/internal/listener.hpp"

#include <arpa/inet.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <memory>
#include <string_view>

namespace gordion::http {
namespace {

constexpr int backlog = 4096;

Error refuse(ErrorKind kind, std::string code, const std::string& place, std::string message) {
    return Error{kind, std::move(code), place, {}, std::move(message)};
}

std::uint16_t bound_port(int descriptor) {
    sockaddr_storage storage{};
    socklen_t length = sizeof(storage);
    auto* address = reinterpret_cast<sockaddr*>(&storage);
    if (::getsockname(descriptor, address, &length) != 0) {
        return 0;
    }
    return ntohs(storage.ss_family == AF_INET6
                     ? reinterpret_cast<const sockaddr_in6*>(&storage)->sin6_port
                     : reinterpret_cast<const sockaddr_in*>(&storage)->sin_port);
}

std::string numeric_address(const sockaddr_storage& storage) {
    std::array<char, INET6_ADDRSTRLEN> text{};
    if (storage.ss_family == AF_INET6) {
        const auto& address = reinterpret_cast<const sockaddr_in6&>(storage).sin6_addr;
        ::inet_ntop(AF_INET6, &address, text.data(), text.size());
        // An IPv4 client on a socket that listens on "::".
        const std::string_view found(text.data());
        return std::string(found.substr(0, 7) == "::ffff:" ? found.substr(7) : found);
    }
    const auto& address = reinterpret_cast<const sockaddr_in&>(storage).sin_addr;
    ::inet_ntop(AF_INET, &address, text.data(), text.size());
    return text.data();
}

}  // namespace

Result<Listener> Listener::open(const std::string& address, std::uint16_t port) {
    const std::string place = address + ":" + std::to_string(port);
    addrinfo wish{};
    wish.ai_family = AF_UNSPEC;
    wish.ai_socktype = SOCK_STREAM;
    wish.ai_flags = AI_PASSIVE | AI_NUMERICSERV;
    addrinfo* found = nullptr;
    if (::getaddrinfo(address.c_str(), std::to_string(port).c_str(), &wish, &found) != 0) {
        return refuse(ErrorKind::Invalid, "http.address_invalid", place,
                      "the address to listen on is not known on this machine");
    }
    const std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)> owner(found, &::freeaddrinfo);
    const int descriptor =
        ::socket(found->ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (descriptor < 0) {
        return refuse(ErrorKind::Unavailable, "http.bind_failed", place, "no socket was to be had");
    }
    Listener listener(descriptor, port);
    const int on = 1;
    // So that a restart need not wait for connections of the process before to fade.
    ::setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
    if (::bind(descriptor, found->ai_addr, found->ai_addrlen) != 0 ||
        ::listen(descriptor, backlog) != 0) {
        if (errno == EADDRINUSE) {
            return refuse(ErrorKind::Conflict, "http.address_in_use", place,
                          "another program listens on this port; choose another or end it");
        }
        return refuse(ErrorKind::Unavailable, "http.bind_failed", place,
                      "listening on this address is not possible (ports below 1024 need a right)");
    }
    listener.port_ = bound_port(descriptor);
    return listener;
}

Listener::Listener(Listener&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)), port_(other.port_) {}

Listener::~Listener() {
    if (descriptor_ >= 0) {
        ::close(descriptor_);
    }
}

std::optional<AcceptedSocket> Listener::accept(Accept& outcome) const {
    outcome = Accept::Done;
    sockaddr_storage storage{};
    socklen_t length = sizeof(storage);
    const int client = ::accept4(descriptor_, reinterpret_cast<sockaddr*>(&storage), &length,
                                 SOCK_NONBLOCK | SOCK_CLOEXEC);
    if (client < 0) {
        if (errno == EMFILE || errno == ENFILE || errno == ENOBUFS || errno == ENOMEM) {
            outcome = Accept::Exhausted;
        }
        return std::nullopt;
    }
    const int on = 1;
    ::setsockopt(client, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
    return AcceptedSocket{client, storage.ss_family == AF_INET6, numeric_address(storage)};
}

void turn_away(const AcceptedSocket& client, TurnAway manner) {
    constexpr std::string_view answer =
        "HTTP/1.1 503 Service Unavailable\r\nRetry-After: 1\r\nContent-Length: 0\r\n"
        "Connection: close\r\n\r\n";
    if (manner == TurnAway::WithAnswer) {
        // One attempt: whoever cannot take ninety bytes now gets nothing.
        [[maybe_unused]] const auto sent =
            ::send(client.descriptor, answer.data(), answer.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    }
    ::shutdown(client.descriptor, SHUT_WR);
    ::close(client.descriptor);
}

void raise_open_file_limit(std::size_t wanted) {
    rlimit limit{};
    if (::getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur >= wanted) {
        return;
    }
    limit.rlim_cur = std::min<rlim_t>(limit.rlim_max, wanted);
    ::setrlimit(RLIMIT_NOFILE, &limit);
}

}  // namespace gordion::http
