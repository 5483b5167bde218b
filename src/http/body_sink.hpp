// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string_view>
#include <variant>

#include "http/message.hpp"

namespace gordion::http {

/// Takes the body of one request piece by piece, so that it never has to be in memory. Every
/// function runs on a thread that may wait for a disk; one call at a time, not always from the
/// same thread. While one runs, nothing more of this body is read, so a slow sink slows down its
/// client and nobody else's memory.
///
/// It is destroyed without finish() when the client goes away, is too slow, sends a malformed body
/// or is refused: then nothing may stay. The handler of the request finds it in
/// Request::body_sink; what it has not kept by then is gone with the request.
class BodySink {
public:
    virtual ~BodySink() = default;
    /// A response refuses the request: it is sent, the rest of the body is not read, the sink is
    /// destroyed. What it throws becomes a 500, as in a handler.
    virtual std::optional<Response> append(std::string_view piece) = 0;
    /// The body is complete and well framed. The handler runs next, unless a response refuses.
    virtual std::optional<Response> finish() = 0;
};

/// The sink of a body, or the response that refuses it before a byte is asked for.
using Admission = std::variant<std::unique_ptr<BodySink>, Response>;

/// Which bodies are streamed into sinks instead of being collected in memory, and who opens those.
struct BodyStreams {
    /// The most bytes that the body of this request may have; absent: it is collected. Asked with
    /// everything but the body, on the I/O thread: look up, do not work. Larger ones get 413.
    std::function<std::optional<std::uint64_t>(const Request& head)> limit;
    /// Runs on a worker and may block: the place to ask who sends this. "100 Continue" is sent
    /// after it, so that who is refused has not sent the body in vain.
    std::function<Admission(const Request& head)> admit;
};

}  // namespace gordion::http
