// SPDX-License-Identifier: EUPL-1.2
#include "fitconnect/names.hpp"

#include <algorithm>

#include "core/ids.hpp"
#include "core/text.hpp"

namespace gordion::fitconnect {

namespace {

constexpr std::string_view leika_prefix = "urn:de:fim:leika:leistung:";
constexpr std::size_t leika_digits = 14;
constexpr std::size_t ars_digits = 12;

bool is_lower_or_digit(char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

// Zeros that fill up the lower levels of a key: "01" and ten zeros is the Land, twelve zeros are
// Germany.
std::string_view without_filling(std::string_view digits) {
    for (const std::size_t level : {0U, 2U, 3U, 5U, 9U}) {
        if (level < digits.size() &&
            digits.find_first_not_of('0', level) == std::string_view::npos) {
            return digits.substr(0, level);
        }
    }
    return digits;
}

}  // namespace

std::string service_identifier(std::string_view leistungsschluessel) {
    return std::string(leika_prefix) + std::string(leistungsschluessel);
}

std::optional<std::string> find_leistungsschluessel(std::string_view identifier) {
    if (!identifier.starts_with(leika_prefix)) {
        return std::nullopt;
    }
    const std::string_view digits = identifier.substr(leika_prefix.size());
    if (digits.size() != leika_digits || !is_digits(digits)) {
        return std::nullopt;
    }
    return std::string(digits);
}

bool is_service_identifier(std::string_view text) {
    constexpr std::size_t shortest = 7;
    constexpr std::size_t longest = 255;
    constexpr std::size_t longest_namespace = 32;
    constexpr std::string_view allowed = "()+,.:=@;$_!*'%/?#-";
    if (text.size() < shortest || text.size() > longest || !text.starts_with("urn:")) {
        return false;
    }
    const std::size_t colon = text.find(':', 4);
    if (colon == std::string_view::npos || colon == 4 || colon - 4 > longest_namespace ||
        colon + 1 == text.size()) {
        return false;
    }
    const std::string_view space = text.substr(4, colon - 4);
    const std::string_view rest = text.substr(colon + 1);
    return space.front() != '-' &&
           std::ranges::all_of(space, [](char c) { return is_lower_or_digit(c) || c == '-'; }) &&
           std::ranges::all_of(rest, [&](char c) {
               return is_lower_or_digit(c) || allowed.find(c) != std::string_view::npos;
           });
}

std::string region_of(std::string_view ars) {
    return "DE" + std::string(ars);
}

bool is_region(std::string_view text) {
    return text == "DE" ||
           (text.starts_with("DE") && text.size() <= 2 + ars_digits && is_digits(text.substr(2)));
}

bool region_contains(std::string_view outer, std::string_view inner) {
    return is_region(outer) && is_region(inner) &&
           inner.substr(2).starts_with(without_filling(outer.substr(2)));
}

std::optional<std::string> normalize_uuid(std::string_view text) {
    constexpr std::size_t bare = 32;
    std::string lower;
    lower.reserve(36);
    for (const char c : text) {
        lower.push_back(c >= 'A' && c <= 'F' ? static_cast<char>(c - 'A' + 'a') : c);
    }
    if (lower.size() == bare) {
        for (const std::size_t at : {8U, 13U, 18U, 23U}) {
            lower.insert(at, 1, '-');
        }
    }
    if (!is_uuid(lower)) {
        return std::nullopt;
    }
    return lower;
}

bool is_semantic_version(std::string_view text) {
    int parts = 0;
    while (true) {
        const std::size_t dot = text.find('.');
        const std::string_view part = text.substr(0, dot);
        constexpr std::size_t longest = 9;
        if (part.empty() || part.size() > longest || !is_digits(part) ||
            (part.size() > 1 && part.front() == '0')) {
            return false;
        }
        ++parts;
        if (dot == std::string_view::npos) {
            return parts == 3;
        }
        text.remove_prefix(dot + 1);
    }
}

std::string_view host_of(std::string_view url) {
    const std::size_t scheme = url.find("://");
    std::string_view host = scheme == std::string_view::npos ? url : url.substr(scheme + 3);
    host = host.substr(0, host.find('/'));
    const std::size_t bracket = host.find(']');
    return host.substr(0, host.find(':', bracket == std::string_view::npos ? 0 : bracket));
}

std::string_view without_slash(std::string_view url) {
    while (url.ends_with('/')) {
        url.remove_suffix(1);
    }
    return url;
}

}  // namespace gordion::fitconnect
