// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "core/result.hpp"

namespace gordion::http {

struct AcceptedSocket {
    int descriptor = -1;  ///< non-blocking, without Nagle's delay; whoever takes it closes it
    bool is_v6 = false;
    std::string address;  ///< numeric, of the client
};

/// The listening socket. It does not share its port with other processes: a second server on the
/// same port is an error that is noticed, not half of the visitors.
class Listener {
public:
    static Result<Listener> open(const std::string& address, std::uint16_t port);
    Listener(Listener&& other) noexcept;
    Listener& operator=(Listener&&) = delete;
    ~Listener();

    [[nodiscard]] int descriptor() const { return descriptor_; }
    [[nodiscard]] std::uint16_t port() const { return port_; }

    enum class Accept { Done, Exhausted };
    /// One waiting client, if there is one. `outcome` becomes Exhausted when this process may not
    /// open more files: accepting again at once would spin.
    std::optional<AcceptedSocket> accept(Accept& outcome) const;

private:
    Listener(int descriptor, std::uint16_t port) : descriptor_(descriptor), port_(port) {}
    int descriptor_;
    std::uint16_t port_;
};

/// Who speaks TLS could not read an answer without a handshake.
enum class TurnAway { WithAnswer, Silently };
/// Answers a client for whom there is no room, and hangs up.
void turn_away(const AcceptedSocket& client, TurnAway manner);

/// Lets this process open `wanted` files, or as many as the system allows.
void raise_open_file_limit(std::size_t wanted);

}  // namespace gordion::http
