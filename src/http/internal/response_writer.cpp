// SPDX-License-Identifier: EUPL-1.2
#include "http/internal/response_writer.hpp"

#include <algorithm>
#include <array>
#include <chrono>

#include "core/limits.hpp"
#include "core/verify.hpp"

namespace gordion::http {
namespace {

// Up to here copying a body behind its head is cheaper than a second buffer for the kernel. What
// was just made is in the cache; what is kept and shared is not, and should be touched once only.
constexpr std::size_t inline_body_bytes = 16 * 1024;
constexpr std::size_t inline_shared_bytes = 1024;
constexpr std::size_t head_bytes = 512;

void append_padded(std::string& text, std::int64_t number, int digits) {
    const std::string plain = std::to_string(number);
    text.append(
        static_cast<std::size_t>(digits) - std::min(plain.size(), static_cast<std::size_t>(digits)),
        '0');
    text += plain;
}

bool is_fit_name(std::string_view name) {
    return !name.empty() && std::all_of(name.begin(), name.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               c == '-' || c == '_';
    });
}

bool is_fit_value(std::string_view value) {
    return std::all_of(value.begin(), value.end(), [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return (byte >= 0x20 && byte != 0x7F) || c == '\t';
    });
}

bool is_of_the_server(std::string_view name) {
    switch (name.size()) {
        case 4:
            return equals_ignoring_case(name, "Date");
        case 10:
            return equals_ignoring_case(name, "Connection");
        case 14:
            return equals_ignoring_case(name, "Content-Length");
        case 17:
            return equals_ignoring_case(name, "Transfer-Encoding");
        default:
            return false;
    }
}

void append_headers(std::string& head, const Response& response) {
    for (const auto& [name, value] : response.headers) {
        VERIFY(is_fit_name(name) && is_fit_value(value),
               "handlers encode what they put in headers");
        VERIFY(!is_of_the_server(name), "handlers leave framing to the server");
        head.append(name).append(": ").append(value).append("\r\n");
    }
}

}  // namespace

const std::string& DateText::at(Instant now) {
    const std::int64_t second = now.ms / 1000;
    if (second == second_) {
        return text_;
    }
    second_ = second;
    constexpr std::array<std::string_view, 7> days{"Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"};
    constexpr std::array<std::string_view, 12> months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                      "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    const Date date = Date::from_days(second / 86'400);
    const std::int64_t in_day = second % 86'400;
    text_ = days[static_cast<std::size_t>((second / 86'400) % 7)];
    text_ += ", ";
    append_padded(text_, date.day(), 2);
    text_.append(" ").append(months[date.month() - 1]).append(" ");
    append_padded(text_, date.year(), 4);
    text_ += ' ';
    append_padded(text_, in_day / 3600, 2);
    text_ += ':';
    append_padded(text_, in_day / 60 % 60, 2);
    text_ += ':';
    append_padded(text_, in_day % 60, 2);
    text_ += " GMT";
    return text_;
}

Result<void> fetch_piece(Wire& wire) {
    const auto wanted = static_cast<std::size_t>(
        std::min<std::uint64_t>(limits::http_piece_bytes, wire.source_left));
    wire.body.resize(wanted);
    std::size_t held = 0;
    while (held < wanted) {
        const std::size_t count = TRY(wire.source->read(std::span(wire.body).subspan(held)));
        if (count == 0) {
            return Error{ErrorKind::Unavailable,
                         "http.source_short",
                         "",
                         {{"missing", std::to_string(wire.source_left - held)}},
                         "a response has fewer bytes than it promised"};
        }
        held += count;
    }
    wire.source_left -= wanted;
    if (wire.source_left == 0) {
        wire.source.reset();
    }
    return {};
}

Wire write_response(Response response, const WireFrame& frame) {
    VERIFY(response.status >= 200 && response.status <= 599, "handlers answer finally");
    const bool never_has_body = response.status == 204 || response.status == 304;
    const std::string_view content = response.content();
    const bool sends_body = !never_has_body && frame.method != Method::Head;
    const bool is_inline =
        sends_body && response.source == nullptr &&
        content.size() <= (response.shared_body ? inline_shared_bytes : inline_body_bytes);
    const std::uint64_t length =
        response.source != nullptr ? response.source_bytes : content.size();

    Wire wire;
    wire.after = frame.after;
    std::string& head = wire.head;
    head.reserve(head_bytes + (is_inline ? content.size() : 0));
    head.append("HTTP/1.1 ").append(std::to_string(response.status)).append(" ");
    head.append(status_text(response.status)).append("\r\n");
    append_headers(head, response);
    if (!never_has_body) {
        head.append("Content-Length: ").append(std::to_string(length)).append("\r\n");
    }
    if (frame.after == AfterAnswer::Close) {
        head.append("Connection: close\r\n");
    } else if (frame.is_http_1_0) {
        head.append("Connection: keep-alive\r\n");
    }
    head.append("Date: ").append(frame.date).append("\r\n\r\n");
    if (is_inline) {
        head.append(content);
    } else if (sends_body && response.source != nullptr) {
        wire.source = std::move(response.source);
        wire.source_left = length;
    } else if (sends_body) {
        wire.body = std::move(response.body);
        wire.shared_body = std::move(response.shared_body);
    }
    return wire;
}

}  // namespace gordion::http
