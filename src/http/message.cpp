// SPDX-License-Identifier: EUPL-1.2
#include "http/message.hpp"

#include <algorithm>

#include "core/names.hpp"
#include "core/text.hpp"
#include "core/verify.hpp"
#include "http/percent.hpp"

namespace gordion::http {
namespace {

constexpr Names<Method, 7> method_names{{
    {Method::Get, "GET"},
    {Method::Head, "HEAD"},
    {Method::Post, "POST"},
    {Method::Put, "PUT"},
    {Method::Patch, "PATCH"},
    {Method::Delete, "DELETE"},
    {Method::Options, "OPTIONS"},
}};

char to_lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

// The cookie-octets of RFC 6265, section 4.1.1.
bool is_cookie_octet(char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte > 0x20 && byte < 0x7F && c != '"' && c != ',' && c != ';' && c != '\\';
}

std::optional<std::string_view> find_in_cookie_header(std::string_view header,
                                                      std::string_view name) {
    while (!header.empty()) {
        const std::size_t end = std::min(header.find(';'), header.size());
        const std::string_view pair = trim(header.substr(0, end));
        header.remove_prefix(std::min(end + 1, header.size()));
        const std::size_t equals = pair.find('=');
        if (equals == std::string_view::npos || trim(pair.substr(0, equals)) != name) {
            continue;
        }
        std::string_view value = trim(pair.substr(equals + 1));
        if (value.size() >= 2 && value.front() == '"' && value.back() == '"') {
            value = value.substr(1, value.size() - 2);
        }
        return value;
    }
    return std::nullopt;
}

}  // namespace

std::string_view to_string(Method method) {
    return name_of(method_names, method);
}

std::optional<Method> find_method(std::string_view name) {
    return find_named(method_names, name);
}

bool equals_ignoring_case(std::string_view left, std::string_view right) {
    return left.size() == right.size() &&
           std::equal(left.begin(), left.end(), right.begin(),
                      [](char a, char b) { return to_lower(a) == to_lower(b); });
}

void Fields::add(std::string name, std::string value) {
    fields_.emplace_back(std::move(name), std::move(value));
}

std::optional<std::string_view> Fields::find(std::string_view name) const {
    for (const auto& [known, value] : fields_) {
        if (known == name) {
            return value;
        }
    }
    return std::nullopt;
}

std::string_view Fields::find_or(std::string_view name, std::string_view fallback) const {
    return find(name).value_or(fallback);
}

std::vector<std::string_view> Fields::find_all(std::string_view name) const {
    std::vector<std::string_view> values;
    for (const auto& [known, value] : fields_) {
        if (known == name) {
            values.emplace_back(value);
        }
    }
    return values;
}

void Headers::add(std::string_view name, std::string_view value) {
    if (entries_.empty()) {
        // One allocation each for the usual request of a browser.
        text_.reserve(1024);
        entries_.reserve(24);
    }
    entries_.push_back({static_cast<std::uint32_t>(text_.size()),
                        static_cast<std::uint32_t>(name.size()),
                        static_cast<std::uint32_t>(value.size())});
    text_.append(name).append(value);
}

std::pair<std::string_view, std::string_view> Headers::at(std::size_t index) const {
    VERIFY(index < entries_.size(), "callers count to size()");
    const Entry& entry = entries_[index];
    const std::string_view text(text_);
    return {text.substr(entry.begin, entry.name_length),
            text.substr(entry.begin + entry.name_length, entry.value_length)};
}

std::optional<std::string_view> Headers::find(std::string_view name) const {
    for (std::size_t i = 0; i < entries_.size(); ++i) {
        if (entries_[i].name_length == name.size() && equals_ignoring_case(at(i).first, name)) {
            return at(i).second;
        }
    }
    return std::nullopt;
}

std::vector<std::string_view> Headers::find_all(std::string_view name) const {
    std::vector<std::string_view> values;
    for (std::size_t i = 0; i < entries_.size(); ++i) {
        if (equals_ignoring_case(at(i).first, name)) {
            values.push_back(at(i).second);
        }
    }
    return values;
}

std::size_t Headers::count(std::string_view name) const {
    return find_all(name).size();
}

std::optional<std::string_view> Request::find_cookie(std::string_view name) const {
    // Several Cookie headers come from proxies that translate HTTP/2.
    for (const std::string_view header : headers.find_all("cookie")) {
        if (const auto value = find_in_cookie_header(header, name)) {
            return value;
        }
    }
    return std::nullopt;
}

std::string Request::media_type() const {
    const std::string_view header = headers.find("content-type").value_or(std::string_view());
    std::string type(trim(header.substr(0, header.find(';'))));
    std::transform(type.begin(), type.end(), type.begin(), to_lower);
    return type;
}

Result<void> Request::check_deadline() const {
    if (deadline) {
        return deadline->check();
    }
    return {};
}

std::string Cookie::to_header() const {
    VERIFY(!name.empty() && name.find('=') == std::string::npos &&
               std::all_of(name.begin(), name.end(), is_cookie_octet),
           "cookie names are constants of ours");
    VERIFY(std::all_of(value.begin(), value.end(), is_cookie_octet),
           "cookie values are tokens that we made or encoded");
    VERIFY(path.find_first_of(";\r\n") == std::string::npos, "cookie paths are constants of ours");
    std::string header = name + "=" + value + "; Path=" + path;
    if (max_age_seconds) {
        header += "; Max-Age=" + std::to_string(*max_age_seconds);
    }
    header += "; HttpOnly";
    if (transport == CookieTransport::SecureOnly) {
        header += "; Secure";
    }
    switch (same_site) {
        case SameSite::Lax:
            return header + "; SameSite=Lax";
        case SameSite::Strict:
            return header + "; SameSite=Strict";
        case SameSite::None:
            return header + "; SameSite=None";
    }
    return header;
}

}  // namespace gordion::http
