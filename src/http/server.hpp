// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/limits.hpp"
#include "core/random.hpp"
#include "core/result.hpp"
#include "core/time.hpp"
#include "http/body_sink.hpp"
#include "http/message.hpp"

namespace gordion::http {

/// Answers one request. Runs on a worker thread, several at once, and may block. What it throws
/// ends this request only: 500 with an incident id, and a log line with the same id.
using Handler = std::function<Response(const Request&)>;

/// Why the server itself answers instead of the handler.
struct Refusal {
    int status = 400;
    std::string code;     ///< "http.body_too_large": stable, dotted; texts are keyed by it
    std::string message;  ///< English sentence for logs and shells
    Method method = Method::Get;
    std::string path;         ///< empty where the request could not be read that far
    std::string request_id;   ///< also where no handler heard of the request
    std::string incident;     ///< the request id; only of a 500
    bool wants_json = false;  ///< the Accept header names JSON before HTML
};

struct ServerLimits {
    std::size_t header_bytes = limits::http_header_bytes;
    std::size_t body_bytes = limits::http_body_bytes;
    /// All bodies that are being received or answered at one time; beyond it 503.
    std::size_t all_bodies_bytes = 512 * 1024 * 1024;
    /// Bodies being streamed into sinks at one time, and their bytes, those announced included;
    /// beyond either 503. Each takes about half a megabyte of memory while it lasts.
    std::uint64_t streams = limits::http_streams;
    std::uint64_t stream_bytes = limits::http_stream_bytes;
    /// Responses being sent from a source at one time; beyond it 503.
    std::uint64_t sending_streams = limits::http_sending_streams;
    std::size_t connections = limits::http_connections;
    std::size_t queue_length = limits::http_queue_length;
    /// From the first byte of a request (or from accepting) to the end of its head.
    std::int64_t header_timeout_ms = limits::http_header_timeout_ms;
    /// For the body, and for the response to leave; plus one second per `bytes_per_second` moved.
    /// What is streamed must keep this both as a whole and in each piece, so that a fast beginning
    /// does not buy hours of silence; time that a sink or source takes is not counted.
    std::int64_t body_timeout_ms = limits::http_body_timeout_ms;
    std::int64_t bytes_per_second = 16 * 1024;
    std::int64_t idle_timeout_ms = limits::http_idle_timeout_ms;
    /// The deadline that the request carries. A request that waited longer in the queue gets 503.
    std::int64_t request_timeout_ms = limits::http_request_timeout_ms;
    /// How long the rest of a refused request is read and thrown away, so that the sender sees the
    /// answer instead of a reset connection.
    std::int64_t linger_timeout_ms = 5'000;
};

/// PEM files: the certificate with what leads from it to a root, and its key without passphrase.
struct TlsFiles {
    std::filesystem::path certificate_chain;
    std::filesystem::path private_key;
};

struct ServerConfig {
    std::string address = "127.0.0.1";
    std::uint16_t port = 0;  ///< 0: a free one; ask Server::port()
    /// Present: TLS (1.2 and newer) and nothing else. They are read at start().
    std::optional<TlsFiles> tls;
    int io_threads = 1;
    int workers = 4;
    /// That run sinks and sources, which may wait for a disk.
    int stream_threads = 2;
    ServerLimits limits;
    /// Both functions or none.
    BodyStreams body_streams;
    /// The body limit of one request, asked before its body is read; absent: limits.body_bytes.
    /// Runs on the I/O thread: look up, do not work.
    std::function<std::size_t(Method, std::string_view path)> body_limit;
    /// The page of a refusal; absent: plain text. Status and Connection are the server's. Runs on
    /// the I/O thread (500: on the worker) and must be quick: render once at start, not here.
    std::function<Response(const Refusal&)> error_response;
    /// Addresses of proxies whose X-Forwarded-For and X-Forwarded-Proto are believed.
    std::vector<std::string> trusted_proxies;
};

/// For metrics; read at any time.
struct ServerCounts {
    std::size_t connections = 0;   ///< open now
    std::size_t queued = 0;        ///< waiting for a worker now
    std::size_t running = 0;       ///< in a handler now
    std::uint64_t accepted = 0;    ///< connections since start
    std::uint64_t answered = 0;    ///< requests that reached a worker, since start
    std::uint64_t refused = 0;     ///< requests answered by the server itself, since start
    std::uint64_t overloaded = 0;  ///< of these: 503 because queue, bodies or connections were full
    std::uint64_t timed_out = 0;   ///< connections cut by a deadline, since start
    std::uint64_t streams = 0;     ///< bodies being streamed into a sink now
};

/// An HTTP/1.1 server (RFC 9110, 9112) that reads each request completely, under limits of size and
/// time, before a worker hears of it: slow clients cost memory, never a worker. Bodies that the
/// owner chooses go into a sink piece by piece instead (http/body_sink.hpp). Requests of one
/// connection are answered one after the other, in their order.
///
/// It owns its threads. start() and stop() belong to one thread; port() and counts() to all.
class Server {
public:
    /// `clock` and `random` must outlive the server.
    Server(ServerConfig config, const Clock& clock, Random& random, Handler handler);
    ~Server();  ///< stop(0)
    Server(const Server&) = delete;
    Server& operator=(const Server&) = delete;

    /// Binds and begins to accept. Raises this process's limit of open files to what the
    /// configured connections need, as far as the system allows.
    /// Error codes: http.address_invalid, http.address_in_use, http.bind_failed,
    /// http.tls_certificate, http.tls_key.
    Result<void> start();
    [[nodiscard]] std::uint16_t port() const;
    [[nodiscard]] ServerCounts counts() const;

    /// Accepts nothing more, closes idle connections, lets begun requests finish for at most
    /// `drain_ms`, then cuts what is left. Handlers already running are always waited for.
    void stop(std::int64_t drain_ms);

private:
    struct Running;
    std::unique_ptr<Running> running_;
};

}  // namespace gordion::http
