// SPDX-License-Identifier: EUPL-1.2
#include "formats/internal/uri_reference.hpp"

#include <algorithm>
#include <charconv>

namespace gordion::formats::internal {
namespace {

bool is_scheme(std::string_view text) {
    const auto is_letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
    return !text.empty() && is_letter(text.front()) &&
           std::all_of(text.begin(), text.end(), [&](char c) {
               return is_letter(c) || (c >= '0' && c <= '9') || c == '+' || c == '-' || c == '.';
           });
}

// Cuts off what follows the separator and gives it; nothing if the separator does not occur.
std::optional<std::string> cut(std::string_view& text, char separator) {
    const std::size_t at = text.find(separator);
    if (at == std::string_view::npos) {
        return std::nullopt;
    }
    std::string rest(text.substr(at + 1));
    text = text.substr(0, at);
    return rest;
}

void drop_last_segment(std::string& path) {
    const std::size_t at = path.rfind('/');
    path.resize(at == std::string::npos ? 0 : at);
}

// RFC 3986, section 5.2.4.
std::string remove_dot_segments(std::string_view in) {
    std::string out;
    while (!in.empty()) {
        if (in.starts_with("../")) {
            in.remove_prefix(3);
        } else if (in.starts_with("./") || in.starts_with("/./")) {
            in.remove_prefix(2);
        } else if (in == "/.") {
            in = "/";
        } else if (in.starts_with("/../")) {
            in.remove_prefix(3);
            drop_last_segment(out);
        } else if (in == "/..") {
            in = "/";
            drop_last_segment(out);
        } else if (in == "." || in == "..") {
            in = {};
        } else {
            const std::size_t end = std::min(in.find('/', 1), in.size());
            out += in.substr(0, end);
            in.remove_prefix(end);
        }
    }
    return out;
}

std::string merge(const UriReference& base, std::string_view path) {
    if (base.authority && base.path.empty()) {
        return "/" + std::string(path);
    }
    const std::size_t at = base.path.rfind('/');
    return (at == std::string::npos ? std::string() : base.path.substr(0, at + 1)) +
           std::string(path);
}

}  // namespace

UriReference UriReference::parse(std::string_view text) {
    UriReference parts;
    parts.fragment = cut(text, '#');
    parts.query = cut(text, '?');
    const std::size_t colon = text.find(':');
    if (colon != std::string_view::npos && is_scheme(text.substr(0, colon))) {
        parts.scheme = std::string(text.substr(0, colon));
        text.remove_prefix(colon + 1);
    }
    if (text.starts_with("//")) {
        text.remove_prefix(2);
        const std::size_t end = std::min(text.find('/'), text.size());
        parts.authority = std::string(text.substr(0, end));
        text.remove_prefix(end);
    }
    parts.path = std::string(text);
    return parts;
}

std::string UriReference::to_text() const {
    std::string text;
    if (scheme) {
        text += *scheme + ":";
    }
    if (authority) {
        text += "//" + *authority;
    }
    text += path;
    if (query) {
        text += "?" + *query;
    }
    if (fragment) {
        text += "#" + *fragment;
    }
    return text;
}

UriReference resolve_reference(std::string_view base_text, std::string_view reference) {
    const UriReference base = UriReference::parse(base_text);
    UriReference target = UriReference::parse(reference);
    if (target.scheme) {
        target.path = remove_dot_segments(target.path);
        return target;
    }
    target.scheme = base.scheme;
    if (target.authority) {
        target.path = remove_dot_segments(target.path);
        return target;
    }
    target.authority = base.authority;
    if (target.path.empty()) {
        target.path = base.path;
        if (!target.query) {
            target.query = base.query;
        }
        return target;
    }
    target.path =
        remove_dot_segments(target.path.starts_with('/') ? target.path : merge(base, target.path));
    return target;
}

std::optional<std::string> decode_percent(std::string_view text) {
    std::string decoded;
    decoded.reserve(text.size());
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text[at] != '%') {
            decoded += text[at];
            continue;
        }
        const std::string_view digits = text.substr(at + 1, 2);
        unsigned byte = 0;
        const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), byte, 16);
        if (digits.size() != 2 || read.ptr != digits.data() + 2) {
            return std::nullopt;
        }
        decoded += static_cast<char>(byte);
        at += 2;
    }
    return decoded;
}

}  // namespace gordion::formats::internal
