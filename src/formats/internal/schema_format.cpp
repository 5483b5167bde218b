// SPDX-License-Identifier: EUPL-1.2
#include "formats/internal/schema_format.hpp"

#include <array>
#include <string>
#include <utility>

#include <re2/re2.h>

#include "core/time.hpp"
#include "formats/internal/uri_reference.hpp"

namespace gordion::formats::internal {
namespace {

constexpr std::array<std::pair<std::string_view, TextFormat>, 8> formats{{
    {"uri", TextFormat::Uri},
    {"uri-reference", TextFormat::UriReference},
    {"uuid", TextFormat::Uuid},
    {"date", TextFormat::Date},
    {"time", TextFormat::Time},
    {"date-time", TextFormat::DateTime},
    {"email", TextFormat::Email},
    {"ipv4", TextFormat::Ipv4},
}};

bool matches(std::string_view text, const RE2& shape) {
    return RE2::FullMatch(re2::StringPiece(text.data(), text.size()), shape);
}

bool is_uri(std::string_view text, bool must_have_scheme) {
    // pchar and the separators of RFC 3986; brackets only in the host.
    static const RE2 characters(R"((?:[A-Za-z0-9._~!$&'()*+,;=:@/?#\[\]-]|%[0-9A-Fa-f]{2})*)");
    static const RE2 host(
        R"((?:[^@\[\]]*@)?(?:[^@:\[\]]*|\[[0-9A-Fa-f:.]+\]|\[v[^\[\]@]+\])(?::\d*)?)");
    if (!matches(text, characters)) {
        return false;
    }
    const UriReference parts = UriReference::parse(text);
    const auto is_plain = [](std::string_view part, std::string_view refused) {
        return part.find_first_of(refused) == std::string_view::npos;
    };
    const bool is_relative_with_colon =
        !parts.scheme && !parts.authority &&
        parts.path.substr(0, parts.path.find('/')).find(':') != std::string::npos;
    return (parts.scheme || !must_have_scheme) && !is_relative_with_colon &&
           (!parts.authority || matches(*parts.authority, host)) && is_plain(parts.path, "[]#") &&
           is_plain(parts.query.value_or(""), "[]#") &&
           is_plain(parts.fragment.value_or(""), "[]#");
}

bool is_date(std::string_view text) {
    return parse_date(text).has_value();
}

// RFC 3339, section 5.6. A leap second stands at the end of a day of UTC.
bool is_time(std::string_view text) {
    static const RE2 shape(
        R"(([01]\d|2[0-3]):([0-5]\d):([0-5]\d|60)(?:\.\d+)?(?:[Zz]|([+-])([01]\d|2[0-3]):([0-5]\d)))");
    int hour = 0;
    int minute = 0;
    int second = 0;
    std::string sign;
    std::string offset_hour;
    std::string offset_minute;
    if (!RE2::FullMatch(re2::StringPiece(text.data(), text.size()), shape, &hour, &minute, &second,
                        &sign, &offset_hour, &offset_minute)) {
        return false;
    }
    int utc = hour * 60 + minute;
    if (!sign.empty()) {
        const int offset = std::stoi(offset_hour) * 60 + std::stoi(offset_minute);
        utc += sign == "+" ? -offset : offset;
    }
    constexpr int day = 24 * 60;
    return second < 60 || (utc + day) % day == day - 1;
}

bool is_date_time(std::string_view text) {
    return text.size() > 11 && (text[10] == 'T' || text[10] == 't') &&
           is_date(text.substr(0, 10)) && is_time(text.substr(11));
}

bool is_email(std::string_view text) {
    static const RE2 shape(
        R"lit((?:[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*)lit"
        R"lit(|"(?:[ !#-\[\]-~]|\\[ -~])*"))lit"
        R"lit(@(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)lit"
        R"lit((?:\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)*|\[[0-9A-Fa-f:.]+\]|\[IPv6:[0-9A-Fa-f:.]+\]))lit");
    return matches(text, shape);
}

}  // namespace

std::optional<TextFormat> find_text_format(std::string_view name) {
    for (const auto& [known, format] : formats) {
        if (known == name) {
            return format;
        }
    }
    return std::nullopt;
}

std::string_view to_string(TextFormat format) {
    for (const auto& [name, known] : formats) {
        if (known == format) {
            return name;
        }
    }
    return "";
}

bool has_format(std::string_view text, TextFormat format) {
    static const RE2 uuid("[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");
    static const RE2 ipv4(R"((?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(?:\.|$)){4})");
    switch (format) {
        case TextFormat::Uri:
            return is_uri(text, true);
        case TextFormat::UriReference:
            return is_uri(text, false);
        case TextFormat::Uuid:
            return matches(text, uuid);
        case TextFormat::Date:
            return is_date(text);
        case TextFormat::Time:
            return is_time(text);
        case TextFormat::DateTime:
            return is_date_time(text);
        case TextFormat::Email:
            return is_email(text);
        case TextFormat::Ipv4:
            return !text.ends_with('.') && matches(text, ipv4);
    }
    return false;
}

}  // namespace gordion::formats::internal
