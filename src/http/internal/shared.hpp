// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <atomic>
#include <cstdint>
#include <optional>
#include <string>

#include "http/internal/request_reader.hpp"
#include "http/internal/tls.hpp"
#include "http/internal/work_queue.hpp"
#include "http/server.hpp"

namespace gordion::http {

/// What I/O threads and workers of one server have in common. The config does not change.
struct Shared {
    Shared(ServerConfig with, const Clock& time)
        : config(std::move(with)),
          reader_limits{config.limits.header_bytes, config.limits.body_bytes, config.body_limit,
                        config.body_streams.limit},
          clock(time),
          queue(config.limits.queue_length),
          stream_queue(2 * config.limits.connections) {}

    const ServerConfig config;
    const ReaderLimits reader_limits;
    const Clock& clock;
    std::optional<TlsContext> tls;  ///< set before the first connection, then constant
    WorkQueue queue;
    /// For the stream threads. A connection is in one queue at most; what it leaves behind for
    /// them to destroy is the other half.
    WorkQueue stream_queue;

    std::string make_id() {
        return id_prefix + std::to_string(last_id.fetch_add(1, std::memory_order_relaxed));
    }

    std::string id_prefix;
    std::atomic<std::uint32_t> last_id{0};
    std::atomic<std::size_t> body_bytes{0};
    std::atomic<std::uint64_t> streams{0};
    std::atomic<std::uint64_t> stream_bytes{0};
    std::atomic<std::uint64_t> sending_streams{0};

    std::atomic<std::size_t> connections{0};
    std::atomic<std::size_t> running{0};
    std::atomic<std::uint64_t> accepted{0};
    std::atomic<std::uint64_t> answered{0};
    std::atomic<std::uint64_t> refused{0};
    std::atomic<std::uint64_t> overloaded{0};
    std::atomic<std::uint64_t> timed_out{0};
};

}  // namespace gordion::http
