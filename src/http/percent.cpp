// SPDX-License-Identifier: EUPL-1.2
#include "http/percent.hpp"

#include <algorithm>

#include "core/text.hpp"

namespace gordion::http {
namespace {

int hex_value(char c) {
    if (c >= '0' && c <= '9') {
        return c - '0';
    }
    if (c >= 'a' && c <= 'f') {
        return c - 'a' + 10;
    }
    if (c >= 'A' && c <= 'F') {
        return c - 'A' + 10;
    }
    return -1;
}

bool is_unreserved(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '.' || c == '_' || c == '~';
}

}  // namespace

std::string percent_encode(std::string_view text) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string encoded;
    encoded.reserve(text.size());
    for (const char c : text) {
        if (is_unreserved(c)) {
            encoded += c;
            continue;
        }
        const auto byte = static_cast<unsigned char>(c);
        encoded += '%';
        encoded += digits[byte >> 4];
        encoded += digits[byte & 0x0F];
    }
    return encoded;
}

Result<std::string> percent_decode(std::string_view text, Plus plus) {
    std::string decoded;
    decoded.reserve(text.size());
    // Most texts have nothing to decode.
    const std::size_t begin = std::min(text.find_first_of("%+"), text.size());
    decoded.append(text.substr(0, begin));
    for (std::size_t i = begin; i < text.size(); ++i) {
        if (text[i] == '+' && plus == Plus::Blank) {
            decoded += ' ';
        } else if (text[i] != '%') {
            decoded += text[i];
        } else {
            const int high = i + 2 < text.size() ? hex_value(text[i + 1]) : -1;
            const int low = i + 2 < text.size() ? hex_value(text[i + 2]) : -1;
            if (high < 0 || low < 0) {
                return Error{ErrorKind::Invalid,
                             "http.percent_invalid",
                             "byte " + std::to_string(i),
                             {},
                             "a percent sign is not followed by two hexadecimal digits"};
            }
            decoded += static_cast<char>(high * 16 + low);
            i += 2;
        }
    }
    if (decoded.find('\0') != std::string::npos || !is_utf8(decoded)) {
        return Error{ErrorKind::Invalid,
                     "http.text_invalid",
                     "",
                     {},
                     "the decoded text is not UTF-8, or contains the character NUL"};
    }
    return decoded;
}

}  // namespace gordion::http
