// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "core/result.hpp"
#include "crypto/jose.hpp"
#include "storage/database.hpp"
#include "zustelldienst/event_store.hpp"

namespace gordion::zustelldienst {

/// Makes the tokens of the service's events. A transaction writes claims only; whoever reads a log
/// first waits here until its events are signed and the tokens are kept, so nobody ever sees an
/// event without its signature and everybody sees the same bytes, on all nodes.
///
/// Signatures are made outside transactions, on threads of their own; several readers of one event
/// wait for one signature. What was just written is also remembered (bounded) and signed ahead
/// while nothing else happens. Shared between threads.
class EventSigner {
public:
    /// The key of the moment; copies share it.
    using KeySource = std::function<Result<crypto::PrivateKey>()>;
    struct Options {
        int threads = 2;
        /// Sign ahead after so long without a new event; negative: never.
        std::int64_t ahead_after_ms = 500;
    };
    EventSigner(storage::Database& database, KeySource key, Options options);
    ~EventSigner();
    EventSigner(const EventSigner&) = delete;
    EventSigner& operator=(const EventSigner&) = delete;

    /// The token of each event, in order. Error codes: those of storage and of the key source.
    Result<std::vector<std::string>> tokens_of(const Scope& scope,
                                               const std::vector<StoredEvent>& events);
    /// After a commit: these events have no token yet.
    void remember(std::vector<StoredEvent> events);
    /// Signs what is remembered on the calling thread, at most so many; returns how many.
    Result<std::size_t> sign_ahead(std::size_t most);

    /// How many signatures were made since the start.
    [[nodiscard]] std::uint64_t signatures() const;

private:
    struct Running;
    std::unique_ptr<Running> running_;
};

}  // namespace gordion::zustelldienst
