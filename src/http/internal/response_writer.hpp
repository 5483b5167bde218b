// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "core/files.hpp"
#include "core/time.hpp"
#include "http/internal/share.hpp"
#include "http/message.hpp"

namespace gordion::http {

enum class AfterAnswer { KeepOpen, Close };

/// A response as bytes. Small bodies are part of `head`, so that one system call sends them.
struct Wire {
    std::string head;
    std::string body;
    std::shared_ptr<const std::string> shared_body;
    /// What follows `body`: until it is null, its next piece replaces what was sent.
    std::shared_ptr<ByteSource> source;
    std::uint64_t source_left = 0;
    Share sending;
    AfterAnswer after = AfterAnswer::KeepOpen;

    [[nodiscard]] std::string_view rest() const {
        return shared_body ? std::string_view(*shared_body) : std::string_view(body);
    }
};

/// The Date header (RFC 9110, section 5.6.7), written anew only when the second changes. One per
/// thread.
class DateText {
public:
    const std::string& at(Instant now);

private:
    std::int64_t second_ = -1;
    std::string text_;
};

struct WireFrame {
    Method method = Method::Get;
    AfterAnswer after = AfterAnswer::KeepOpen;
    bool is_http_1_0 = false;
    std::string_view date;
};

/// Replaces the body of the wire, which was sent, by the next piece of its source, and lets go of
/// the source at its end. May block.
/// Error codes: those of the source; http.source_short.
Result<void> fetch_piece(Wire& wire);

/// Throws Bug on a header that contains a line break or belongs to the server.
Wire write_response(Response response, const WireFrame& frame);

}  // namespace gordion::http
