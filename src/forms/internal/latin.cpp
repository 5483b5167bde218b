// SPDX-License-Identifier: EUPL-1.2
#include "forms/internal/latin.hpp"

#include <algorithm>
#include <array>
#include <cstring>

#include "core/text.hpp"
#include "forms/internal/utf8.hpp"

namespace gordion::forms::internal {
namespace {

struct Span {
    std::uint32_t first;
    std::uint32_t last;
};

// Single characters of datatype C, in the order of Unicode.
constexpr auto singles = std::to_array<Span>({
    {0x0009, 0x000A}, {0x000D, 0x000D}, {0x0020, 0x007E}, {0x00A0, 0x00AC}, {0x00AE, 0x017E},
    {0x0187, 0x0188}, {0x018F, 0x018F}, {0x0197, 0x0197}, {0x01A0, 0x01A1}, {0x01AF, 0x01B0},
    {0x01B7, 0x01B7}, {0x01CD, 0x01DC}, {0x01DE, 0x01DF}, {0x01E2, 0x01F0}, {0x01F4, 0x01F5},
    {0x01F8, 0x01FF}, {0x0212, 0x0213}, {0x0218, 0x021B}, {0x021E, 0x021F}, {0x0227, 0x0233},
    {0x0259, 0x0259}, {0x0268, 0x0268}, {0x0292, 0x0292}, {0x02B0, 0x02B0}, {0x02B3, 0x02B3},
    {0x02B9, 0x02BA}, {0x02BE, 0x02BF}, {0x02C6, 0x02C6}, {0x02C8, 0x02C8}, {0x02CC, 0x02CC},
    {0x02DC, 0x02DC}, {0x02E2, 0x02E2}, {0x1D48, 0x1D48}, {0x1D57, 0x1D57}, {0x1E02, 0x1E03},
    {0x1E06, 0x1E07}, {0x1E0A, 0x1E11}, {0x1E17, 0x1E17}, {0x1E1C, 0x1E2B}, {0x1E2F, 0x1E37},
    {0x1E3A, 0x1E3B}, {0x1E40, 0x1E49}, {0x1E52, 0x1E5B}, {0x1E5E, 0x1E63}, {0x1E6A, 0x1E6F},
    {0x1E80, 0x1E87}, {0x1E8D, 0x1E97}, {0x1E9E, 0x1E9E}, {0x1EA0, 0x1EF9}, {0x2018, 0x2018},
    {0x2019, 0x201A}, {0x201C, 0x201E}, {0x2020, 0x2021}, {0x2026, 0x2026}, {0x2030, 0x2030},
    {0x2032, 0x2033}, {0x2039, 0x203A}, {0x2070, 0x2070}, {0x2074, 0x2079}, {0x207F, 0x2089},
    {0x20AC, 0x20AC}, {0x2122, 0x2122}, {0x221E, 0x221E}, {0x2264, 0x2265},
});

// Letters with combining marks that have no code point of their own. One text per letter; the
// sequences are separated by blanks and hold the marks only.
struct Sequences {
    std::string_view letters;  ///< all of them take these marks
    std::string_view marks;
};

constexpr auto sequences = std::to_array<Sequences>({
    {"Aa", "\u030B"},
    {"Cc", "\u0300 \u0304 \u0306 \u0308 \u0315 \u0323 \u0326 \u0328\u0306"},
    {"Dd", "\u0302"},
    {"Ff", "\u0300 \u0304"},
    {"Gg", "\u0300"},
    {"H", "\u0304 \u0326 \u0331"},
    {"h", "\u0304 \u0326"},
    {"J", "\u0301 \u030C"},
    {"j", "\u0301"},
    {"K", "\u0300 \u0302 \u0304 \u0307 \u0315 \u031B \u0326 \u035FH \u035Fh"},
    {"k", "\u0300 \u0302 \u0304 \u0307 \u0315 \u031B \u0326 \u035Fh"},
    {"Ll", "\u0302 \u0325 \u0325\u0304 \u0326"},
    {"Mm", "\u0300 \u0302 \u0306 \u0310"},
    {"Nn", "\u0302 \u0304 \u0306 \u0326"},
    {"Pp", "\u0300 \u0304 \u0315 \u0323"},
    {"Rr", "\u0306 \u030B \u0325 \u0325\u0304"},
    {"Ss", "\u0300 \u0304 \u031B\u0304 \u0331"},
    {"T", "\u0300 \u0304 \u0308 \u0315 \u031B"},
    {"t", "\u0300 \u0304 \u0315 \u031B"},
    {"Uu", "\u0307"},
    {"Zz", "\u0300 \u0304 \u0306 \u0308 \u0327"},
    {"Ąą", "\u0301"},
    {"Çç", "\u0306"},
    {"Ûû", "\u0304"},
    {"Čč", "\u0315 \u0323"},
    {"ē", "\u030D"},
    {"Īī", "\u0301"},
    {"i", "\u030D"},
    {"Įį", "\u0301"},
    {"ō", "\u030D"},
    {"Žž", "\u0326 \u0327"},
    {"Ḳḳ", "\u0304"},
    {"Ṣṣ", "\u0304"},
    {"Ṭṭ", "\u0304"},
    {"Ạạ", "\u0308"},
    {"Ọọ", "\u0308"},
    {"Ụụ", "\u0304 \u0308"},
    {"Ēē", "\u0301"},
    {"Ęę", "\u0301"},
    {"Ųų", "\u0301"},
});

template <std::size_t Size>
bool is_in(const std::array<Span, Size>& spans, std::uint32_t c) {
    const auto after =
        std::upper_bound(spans.begin(), spans.end(), c,
                         [](std::uint32_t value, const Span& span) { return value < span.first; });
    return after != spans.begin() && c <= std::prev(after)->last;
}

// is_in(singles, c) of the characters that most texts consist of, as a table.
constexpr auto common_singles = [] {
    std::array<bool, 0x180> table{};
    for (const Span& span : singles) {
        for (std::uint32_t c = span.first; c <= span.last && c < table.size(); ++c) {
            table[c] = true;
        }
    }
    return table;
}();

bool is_single(std::uint32_t c) {
    return c < common_singles.size() ? common_singles[c] : is_in(singles, c);
}

bool is_mark(std::uint32_t c) {
    return c >= 0x300 && c <= 0x36F;
}

// Whether the letter takes exactly these marks: " \u0304 " in " \u0300 \u0304 ".
bool is_sequence(std::string_view letter, std::string_view marks) {
    return std::any_of(sequences.begin(), sequences.end(), [&](const Sequences& each) {
        if (each.letters.find(letter) == std::string_view::npos) {
            return false;
        }
        for (std::size_t at = 0; at <= each.marks.size();) {
            const auto end = std::min(each.marks.find(' ', at), each.marks.size());
            if (each.marks.substr(at, end - at) == marks) {
                return true;
            }
            at = end + 1;
        }
        return false;
    });
}

constexpr bool is_written(std::uint32_t c) {
    const bool control = (c < 0x20 && c != '\t' && c != '\n') || (c >= 0x7F && c < 0xA0);
    const bool direction = c >= 0x202A && c <= 0x202E;  // can make a text read otherwise
    const bool private_use = (c >= 0xE000 && c <= 0xF8FF) || c >= 0xF0000;
    return !control && !direction && !private_use && (c < 0xFFF0 || c > 0xFFFF);
}

// Characters of every alphabet that most texts consist of.
constexpr auto plain_characters = [] {
    std::array<bool, common_singles.size()> table{};
    for (std::uint32_t c = 0; c < table.size(); ++c) {
        table[c] = common_singles[c] && is_written(c);
    }
    return table;
}();

// Whether eight bytes are from the blank to "~": characters of every alphabet.
bool are_plain(const char* bytes) {
    constexpr std::uint64_t each = 0x0101010101010101;
    std::uint64_t eight = 0;
    std::memcpy(&eight, bytes, sizeof eight);
    // The highest bit of a byte: it had it, or was below the blank, or was the 0x7F after "~".
    return ((eight | (eight - 0x20 * each) | (eight + each)) & (0x80 * each)) == 0;
}

}  // namespace

bool is_latin_text(std::string_view utf8) {
    for (std::size_t at = 0; at < utf8.size();) {
        const std::size_t begin = at;
        const std::uint32_t c = next_character(utf8, at);
        if (!is_single(c)) {
            return false;
        }
        const std::size_t after = at;
        std::uint32_t last = 0;
        while (at < utf8.size()) {
            std::size_t next = at;
            const std::uint32_t mark = next_character(utf8, next);
            if (!is_mark(mark)) {
                break;
            }
            last = mark;
            at = next;
        }
        // The double macron below joins K and h to one sequence.
        if (last == 0x35F && at < utf8.size()) {
            ++at;
        }
        if (at != after &&
            !is_sequence(utf8.substr(begin, after - begin), utf8.substr(after, at - after))) {
            return false;
        }
    }
    return true;
}

std::string plain_signs(std::string_view utf8) {
    std::string plain;
    for (std::size_t at = 0; at < utf8.size();) {
        const std::size_t begin = at;
        const std::uint32_t c = next_character(utf8, at);
        if ((c >= 0x2010 && c <= 0x2015) || c == 0x2212) {
            plain += '-';
        } else if (c == 0x202F || c == 0x2009) {
            plain += ' ';
        } else if (c != 0xAD && c != 0x200B && c != 0x2060 && c != 0xFEFF) {
            plain += utf8.substr(begin, at - begin);
        }
    }
    return plain;
}

bool is_written_text(std::string_view utf8) {
    for (std::size_t at = 0; at < utf8.size();) {
        if (!is_written(next_character(utf8, at))) {
            return false;
        }
    }
    return true;
}

std::optional<std::size_t> count_written(std::string_view bytes, Alphabet alphabet) {
    constexpr std::size_t stride = 8;
    std::size_t characters = 0;
    bool is_checked = false;  // that what is not ASCII is UTF-8
    for (std::size_t at = 0; at < bytes.size(); ++characters) {
        const std::size_t left = bytes.size() - at;
        if (left >= stride && are_plain(bytes.data() + at)) {
            at += stride;
            characters += stride - 1;
            continue;
        }
        // The last few together with some before them.
        if (left < stride && bytes.size() >= stride &&
            are_plain(bytes.data() + bytes.size() - stride)) {
            return characters + left;
        }
        const auto lead = static_cast<unsigned char>(bytes[at]);
        if (lead >= 0x80 && !is_checked) {
            if (!is_utf8(bytes.substr(at))) {
                return std::nullopt;
            }
            is_checked = true;
        }
        std::uint32_t c = lead;
        if (lead < 0x80) {
            ++at;
        } else {
            c = next_character(bytes, at);
        }
        if (c < plain_characters.size() && plain_characters[c]) {
            continue;
        }
        if (!is_written(c)) {
            return std::nullopt;
        }
        if (alphabet == Alphabet::Latin && !is_single(c)) {
            // Only letters with combining marks are left, and they are rare.
            const bool is_written_latin = is_latin_text(bytes) && is_written_text(bytes);
            return is_written_latin ? std::optional(count_characters(bytes)) : std::nullopt;
        }
    }
    return characters;
}

}  // namespace gordion::forms::internal
