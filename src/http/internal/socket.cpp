// SPDX-License-Identifier: EUPL-1.2
#include "http/internal/socket.hpp"

#include <array>
#include <boost/asio/buffer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <optional>

namespace gordion::http {
namespace {

namespace asio = boost::asio;
using ErrorCode = boost::system::error_code;
// The concrete executor: the type-erased default costs an allocation per operation.
using StreamSocket = asio::basic_stream_socket<asio::ip::tcp, asio::io_context::executor_type>;

IoOutcome outcome_of(const ErrorCode& ec) {
    return ec ? IoOutcome::Failed : IoOutcome::Done;
}

}  // namespace

struct Socket::Inside {
    explicit Inside(asio::io_context& context) : stream(context.get_executor()) {}

    void read_secure(std::span<char> room, std::shared_ptr<SocketUser> user);
    Written write_secure(std::string_view bytes);

    StreamSocket stream;
    std::optional<TlsChannel> channel;
};

// The user, who is called with the bytes, owns the socket.
void Socket::Inside::read_secure(std::span<char> room, std::shared_ptr<SocketUser> user) {
    const TlsChannel::Moved moved = channel->read(room);
    if (moved.need == TlsChannel::Need::Nothing || moved.need == TlsChannel::Need::End) {
        const auto outcome =
            moved.need == TlsChannel::Need::End ? IoOutcome::Failed : IoOutcome::Done;
        user->take_bytes(outcome, moved.count);
        return;
    }
    const auto awaited =
        moved.need == TlsChannel::Need::Bytes ? StreamSocket::wait_read : StreamSocket::wait_write;
    stream.async_wait(awaited, [this, room, waiting = std::move(user)](const ErrorCode& ec) {
        if (ec) {
            waiting->take_bytes(IoOutcome::Failed, 0);
        } else {
            read_secure(room, waiting);
        }
    });
}

Socket::Written Socket::Inside::write_secure(std::string_view bytes) {
    const TlsChannel::Moved moved = channel->write(bytes);
    Written written;
    written.count = moved.count;
    written.is_full = moved.need == TlsChannel::Need::Room;
    // Nothing is written before the handshake is done, so no bytes are needed to write.
    written.has_failed = moved.count == 0 && !written.is_full;
    return written;
}

Socket::Socket(asio::io_context& context, const AcceptedSocket& client, const TlsContext* tls)
    : inside_(std::make_unique<Inside>(context)) {
    // A failure shows itself at the first read.
    ErrorCode ec;
    inside_->stream.assign(client.is_v6 ? asio::ip::tcp::v6() : asio::ip::tcp::v4(),
                           client.descriptor, ec);
    inside_->stream.non_blocking(true, ec);
    if (tls != nullptr) {
        inside_->channel.emplace(*tls, client.descriptor);
    }
}

Socket::~Socket() = default;

void Socket::wait_for_bytes(std::span<char> room, std::shared_ptr<SocketUser> user) {
    if (inside_->channel) {
        // Not at once, even where decrypted bytes are left: the user would call itself without end.
        asio::post(inside_->stream.get_executor(),
                   [in = inside_.get(), room, waiting = std::move(user)] {
                       in->read_secure(room, waiting);
                   });
        return;
    }
    inside_->stream.async_read_some(
        asio::buffer(room.data(), room.size()),
        [user = std::move(user)](const ErrorCode& ec, std::size_t count) {
            user->take_bytes(outcome_of(ec), count);
        });
}

void Socket::wait_for_room(std::shared_ptr<SocketUser> user) {
    inside_->stream.async_wait(
        StreamSocket::wait_write,
        [user = std::move(user)](const ErrorCode& ec) { user->take_room(outcome_of(ec)); });
}

Socket::Written Socket::write_now(std::string_view first, std::string_view second) {
    if (inside_->channel) {
        return inside_->write_secure(first.empty() ? second : first);
    }
    const std::array<asio::const_buffer, 2> parts{asio::buffer(first.data(), first.size()),
                                                  asio::buffer(second.data(), second.size())};
    ErrorCode ec;
    Written written;
    written.count = inside_->stream.write_some(parts, ec);
    written.is_full = ec == asio::error::would_block || ec == asio::error::try_again;
    written.has_failed = ec && !written.is_full;
    return written;
}

bool Socket::write_at_once(std::string_view bytes) {
    return write_now(bytes).count == bytes.size();
}

bool Socket::is_secure() const {
    return inside_->channel.has_value();
}

void Socket::shut_down_sending() {
    if (inside_->channel) {
        inside_->channel->say_goodbye();
    }
    ErrorCode ec;
    inside_->stream.shutdown(StreamSocket::shutdown_send, ec);
}

void Socket::close() {
    if (inside_->channel) {
        inside_->channel->abandon();
    }
    ErrorCode ec;
    inside_->stream.close(ec);
}

}  // namespace gordion::http
