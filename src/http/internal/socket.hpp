// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string_view>

#include "http/internal/listener.hpp"
#include "http/internal/tls.hpp"

namespace boost::asio {
class io_context;
}

namespace gordion::http {

enum class IoOutcome { Done, Failed };

/// Who waits for a socket. Held alive while it waits.
class SocketUser {
public:
    virtual ~SocketUser() = default;
    virtual void take_bytes(IoOutcome outcome, std::size_t count) = 0;
    virtual void take_room(IoOutcome outcome) = 0;  ///< the socket takes bytes again
};

/// One non-blocking client socket on an event loop, in clear or with TLS. Used on the loop's thread
/// only. Closing it makes what waits fail.
class Socket {
public:
    /// `tls` may be null: in clear. It must outlive the socket.
    Socket(boost::asio::io_context& context, const AcceptedSocket& client, const TlsContext* tls);
    ~Socket();
    Socket(const Socket&) = delete;
    Socket& operator=(const Socket&) = delete;

    /// `room` must stay until take_bytes() is called.
    void wait_for_bytes(std::span<char> room, std::shared_ptr<SocketUser> user);
    void wait_for_room(std::shared_ptr<SocketUser> user);

    struct Written {
        std::size_t count = 0;
        bool is_full = false;  ///< wait_for_room() before more
        bool has_failed = false;
    };
    /// Both parts with one system call, as far as the kernel takes them now.
    Written write_now(std::string_view first, std::string_view second = {});
    /// A few bytes in between, to a socket that has taken everything before. Whether it took all of
    /// these; if not, nothing more can be sent.
    [[nodiscard]] bool write_at_once(std::string_view bytes);
    [[nodiscard]] bool is_secure() const;
    void shut_down_sending();
    void close();

private:
    struct Inside;
    std::unique_ptr<Inside> inside_;
};

}  // namespace gordion::http
