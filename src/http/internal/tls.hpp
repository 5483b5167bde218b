// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string_view>

#include "core/result.hpp"
#include "http/server.hpp"

struct ssl_ctx_st;
struct ssl_st;

namespace gordion::http {

/// Certificate, key and settings of a server: TLS 1.2 and newer, no renegotiation, no compression,
/// "http/1.1" where the client asks for a protocol. Shared between threads.
class TlsContext {
public:
    /// Error codes: http.tls_certificate, http.tls_key (the place is the file).
    static Result<TlsContext> open(const TlsFiles& files);

private:
    friend class TlsChannel;
    explicit TlsContext(std::shared_ptr<ssl_ctx_st> inside) : inside_(std::move(inside)) {}
    std::shared_ptr<ssl_ctx_st> inside_;
};

/// TLS over one non-blocking socket, which it does not own. It never waits: it says what for.
class TlsChannel {
public:
    TlsChannel(const TlsContext& context, int descriptor);

    enum class Need { Nothing, Bytes, Room, End };
    struct Moved {
        std::size_t count = 0;
        Need need = Need::Nothing;  ///< only where count is 0
    };
    /// As many bytes as are there. The handshake happens in the first calls.
    Moved read(std::span<char> room);
    /// Some bytes from the front. After Need::Room the same bytes come again, or more.
    Moved write(std::string_view bytes);
    /// Its descriptor is closed, and may soon be somebody else's: no more calls reach it.
    void abandon() { has_failed_ = true; }
    /// Tells the client that nothing more will come.
    void say_goodbye();

private:
    struct EndChannel {
        void operator()(ssl_st* channel) const;
    };
    std::unique_ptr<ssl_st, EndChannel> channel_;
    bool has_failed_ = false;

    Moved outcome_of(int returned);
};

}  // namespace gordion::http
