// SPDX-License-Identifier: EUPL-1.2
#include "http/internal/socket.hpp"

#include <array>
#include <boost/asio/buffer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>

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
    StreamSocket stream;
};

Socket::Socket(asio::io_context& context, const AcceptedSocket& client)
    : inside_(std::make_unique<Inside>(context)) {
    // A failure shows itself at the first read.
    ErrorCode ec;
    inside_->stream.assign(client.is_v6 ? asio::ip::tcp::v6() : asio::ip::tcp::v4(),
                           client.descriptor, ec);
    inside_->stream.non_blocking(true, ec);
}

Socket::~Socket() = default;

void Socket::wait_for_bytes(std::span<char> room, std::shared_ptr<SocketUser> user) {
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
    const std::array<asio::const_buffer, 2> parts{asio::buffer(first.data(), first.size()),
                                                  asio::buffer(second.data(), second.size())};
    ErrorCode ec;
    Written written;
    written.count = inside_->stream.write_some(parts, ec);
    written.is_full = ec == asio::error::would_block || ec == asio::error::try_again;
    written.has_failed = ec && !written.is_full;
    return written;
}

void Socket::shut_down_sending() {
    ErrorCode ec;
    inside_->stream.shutdown(StreamSocket::shutdown_send, ec);
}

void Socket::close() {
    ErrorCode ec;
    inside_->stream.close(ec);
}

}  // namespace gordion::http
