// SPDX-License-Identifier: EUPL-1.2
#include "core/text.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>

namespace gordion {
namespace {

struct CodePoint {
    std::uint32_t value = 0;
    std::size_t length = 0;  // 0: not UTF-8 at this place
};

CodePoint read_code_point(std::string_view bytes, std::size_t at) {
    const auto byte = [&](std::size_t offset) {
        return static_cast<std::uint32_t>(static_cast<unsigned char>(bytes[at + offset]));
    };
    const std::uint32_t lead = byte(0);
    if (lead < 0x80) {
        return {lead, 1};
    }
    const std::size_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
    if (lead < 0xC2 || lead > 0xF4 || at + length > bytes.size()) {
        return {};
    }
    std::uint32_t value = lead & (0xFFU >> (length + 1));
    for (std::size_t i = 1; i < length; ++i) {
        if ((byte(i) & 0xC0) != 0x80) {
            return {};
        }
        value = (value << 6) | (byte(i) & 0x3F);
    }
    constexpr std::array<std::uint32_t, 5> smallest{0, 0, 0x80, 0x800, 0x10000};
    const bool surrogate = value >= 0xD800 && value <= 0xDFFF;
    if (value < smallest[length] || value > 0x10FFFF || surrogate) {
        return {};
    }
    return {value, length};
}

// Folded spelling of the Latin letters that occur in German names; empty for what separates words.
std::string_view fold_letter(std::uint32_t c) {
    struct Span {
        std::uint32_t first;
        std::uint32_t last;
        std::string_view to;
    };
    static constexpr std::array<Span, 43> table{{
        {0xC0, 0xC3, "a"},   {0xC4, 0xC4, "ae"},  {0xC5, 0xC5, "a"},      {0xC6, 0xC6, "ae"},
        {0xC7, 0xC7, "c"},   {0xC8, 0xCB, "e"},   {0xCC, 0xCF, "i"},      {0xD0, 0xD0, "d"},
        {0xD1, 0xD1, "n"},   {0xD2, 0xD5, "o"},   {0xD6, 0xD6, "oe"},     {0xD8, 0xD8, "o"},
        {0xD9, 0xDB, "u"},   {0xDC, 0xDC, "ue"},  {0xDD, 0xDD, "y"},      {0xDE, 0xDE, "th"},
        {0xDF, 0xDF, "ss"},  {0xE0, 0xE3, "a"},   {0xE4, 0xE4, "ae"},     {0xE5, 0xE5, "a"},
        {0xE6, 0xE6, "ae"},  {0xE7, 0xE7, "c"},   {0xE8, 0xEB, "e"},      {0xEC, 0xEF, "i"},
        {0xF0, 0xF0, "d"},   {0xF1, 0xF1, "n"},   {0xF2, 0xF5, "o"},      {0xF6, 0xF6, "oe"},
        {0xF8, 0xF8, "o"},   {0xF9, 0xFB, "u"},   {0xFC, 0xFC, "ue"},     {0xFD, 0xFD, "y"},
        {0xFE, 0xFE, "th"},  {0xFF, 0xFF, "y"},   {0x100, 0x105, "a"},    {0x106, 0x10D, "c"},
        {0x118, 0x11B, "e"}, {0x141, 0x142, "l"}, {0x143, 0x148, "n"},    {0x158, 0x159, "r"},
        {0x15A, 0x161, "s"}, {0x179, 0x17E, "z"}, {0x1E9E, 0x1E9E, "ss"},
    }};
    const auto* found = std::find_if(table.begin(), table.end(), [&](const Span& span) {
        return c >= span.first && c <= span.last;
    });
    return found == table.end() ? std::string_view{} : found->to;
}

}  // namespace

std::string_view trim(std::string_view text) {
    // A loop: readers trim every text of a document, and searching a set of characters is slow.
    const auto is_blank = [](char c) { return c == ' ' || (c >= '\t' && c <= '\r'); };
    const char* first = text.data();
    const char* last = first + text.size();
    while (first != last && is_blank(*first)) {
        ++first;
    }
    while (first != last && is_blank(*(last - 1))) {
        --last;
    }
    return {first, static_cast<std::size_t>(last - first)};
}

bool is_digits(std::string_view text) {
    return !text.empty() &&
           std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

std::vector<std::string> split(std::string_view text, char separator) {
    std::vector<std::string> parts;
    std::size_t begin = 0;
    while (true) {
        const auto end = text.find(separator, begin);
        parts.emplace_back(text.substr(begin, end - begin));
        if (end == std::string_view::npos) {
            return parts;
        }
        begin = end + 1;
    }
}

std::string join(const std::vector<std::string>& parts, std::string_view separator) {
    std::string text;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        text += (i == 0 ? std::string_view{} : separator);
        text += parts[i];
    }
    return text;
}

std::string replace_all(std::string text, std::string_view from, std::string_view to) {
    std::size_t at = 0;
    while (!from.empty() && (at = text.find(from, at)) != std::string::npos) {
        text.replace(at, from.size(), to);
        at += to.size();
    }
    return text;
}

bool is_utf8(std::string_view bytes) {
    constexpr std::uint64_t high_bits = 0x8080808080808080;
    for (std::size_t at = 0; at < bytes.size();) {
        // Most texts are long runs of ASCII (JWEs are nothing else): eight bytes at a time.
        std::uint64_t eight = 0;
        if (bytes.size() - at >= sizeof eight) {
            std::memcpy(&eight, bytes.data() + at, sizeof eight);
            if ((eight & high_bits) == 0) {
                at += sizeof eight;
                continue;
            }
        }
        const CodePoint point = read_code_point(bytes, at);
        if (point.length == 0) {
            return false;
        }
        at += point.length;
    }
    return true;
}

std::string latin1_to_utf8(std::string_view bytes) {
    std::string text;
    text.reserve(bytes.size() + bytes.size() / 8);
    for (const char raw : bytes) {
        const auto byte = static_cast<unsigned char>(raw);
        if (byte < 0x80) {
            text += raw;
        } else {
            text += static_cast<char>(0xC0 | (byte >> 6));
            text += static_cast<char>(0x80 | (byte & 0x3F));
        }
    }
    return text;
}

namespace {

bool begins_character(char c) {
    return (static_cast<unsigned char>(c) & 0xC0) != 0x80;
}

}  // namespace

std::size_t count_characters(std::string_view utf8) {
    return static_cast<std::size_t>(std::count_if(utf8.begin(), utf8.end(), begins_character));
}

std::string_view first_characters(std::string_view utf8, std::size_t most) {
    std::size_t seen = 0;
    for (std::size_t at = 0; at < utf8.size(); ++at) {
        if (begins_character(utf8[at]) && seen++ == most) {
            return utf8.substr(0, at);
        }
    }
    return utf8;
}

std::string fold_german(std::string_view utf8) {
    std::string folded;
    for (std::size_t at = 0; at < utf8.size();) {
        const CodePoint point = read_code_point(utf8, at);
        at += std::max<std::size_t>(point.length, 1);
        const auto c = static_cast<char>(point.value);
        if (point.value >= 'A' && point.value <= 'Z') {
            folded += static_cast<char>(c - 'A' + 'a');
        } else if ((point.value >= 'a' && point.value <= 'z') ||
                   (point.value >= '0' && point.value <= '9')) {
            folded += c;
        } else if (const std::string_view letters = fold_letter(point.value); !letters.empty()) {
            folded += letters;
        } else if (point.value >= 0x300 && point.value <= 0x36F) {
            // A combining mark belongs to the letter before it; u + diaeresis is an umlaut.
            if (point.value == 0x308 && !folded.empty() &&
                std::string_view("aou").find(folded.back()) != std::string_view::npos) {
                folded += 'e';
            }
        } else if (!folded.empty() && folded.back() != ' ') {
            folded += ' ';
        }
    }
    if (!folded.empty() && folded.back() == ' ') {
        folded.pop_back();
    }
    return folded;
}

int compare_versions(std::string_view left, std::string_view right) {
    const std::vector<std::string> one = split(left, '.');
    const std::vector<std::string> other = split(right, '.');
    for (std::size_t i = 0; i < std::max(one.size(), other.size()); ++i) {
        const std::string a = i < one.size() ? one[i] : "0";
        const std::string b = i < other.size() ? other[i] : "0";
        // Numbers by length first: no number of digits is too long for that.
        const bool numbers = is_digits(a) && is_digits(b);
        const int order =
            numbers && a.size() != b.size() ? (a.size() < b.size() ? -1 : 1) : a.compare(b);
        if (order != 0) {
            return order;
        }
    }
    return 0;
}

}  // namespace gordion
