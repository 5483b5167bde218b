// SPDX-License-Identifier: EUPL-1.2
#include "forms/internal/latin.hpp"

#include <algorithm>
#include <array>
#include <cstdint>

namespace gordion::forms::internal {
namespace {

struct Span {
    std::uint32_t first;
    std::uint32_t last;
};

constexpr std::array<Span, 24> latin{{
    {0x09, 0x0A},      // tab, line end
    {0x20, 0x7E},      // Basic Latin
    {0xA0, 0xAC},      // Latin-1 symbols without the soft hyphen
    {0xAE, 0x17E},     // Latin-1 and Latin Extended-A
    {0x187, 0x188},    // Ƈƈ
    {0x18F, 0x18F},    // Ə
    {0x197, 0x197},    // Ɨ
    {0x1A0, 0x1A1},    // Ơơ
    {0x1AF, 0x1B0},    // Ưư
    {0x1B7, 0x1B7},    // Ʒ
    {0x1CD, 0x1DC},    // Ǎ … ǜ
    {0x1DE, 0x1DF},    // Ǟǟ
    {0x1E2, 0x1F0},    // Ǣ … ǰ
    {0x1F4, 0x21B},    // Ǵ … ț
    {0x21E, 0x233},    // Ȟ … ȳ
    {0x259, 0x259},    // ə
    {0x268, 0x268},    // ɨ
    {0x292, 0x292},    // ʒ
    {0x2B0, 0x2DD},    // modifier letters
    {0x1E00, 0x1EF9},  // Latin Extended Additional
    {0x2010, 0x203A},  // dashes and quotes
    {0x20AC, 0x20AC},  // €
    {0x2113, 0x2122},  // ℓ № ™
    {0x2212, 0x2265},  // minus, comparison
}};

// Combining marks that occur in the sequences of the standard.
constexpr std::array<Span, 8> marks{{
    {0x300, 0x304},
    {0x306, 0x30C},
    {0x30D, 0x30D},
    {0x313, 0x315},
    {0x31B, 0x31B},
    {0x323, 0x328},
    {0x32D, 0x332},
    {0x335, 0x338},
}};

template <std::size_t Size>
bool is_in(const std::array<Span, Size>& spans, std::uint32_t c) {
    return std::any_of(spans.begin(), spans.end(),
                       [c](const Span& span) { return c >= span.first && c <= span.last; });
}

// The text is UTF-8 already, so the lead byte tells the length truly.
std::uint32_t next_character(std::string_view text, std::size_t& at) {
    const auto byte = [&](std::size_t i) {
        return static_cast<std::uint32_t>(static_cast<unsigned char>(text[i]));
    };
    const std::uint32_t lead = byte(at++);
    if (lead < 0x80) {
        return lead;
    }
    const std::size_t more = lead >= 0xF0 ? 3 : lead >= 0xE0 ? 2 : 1;
    std::uint32_t value = lead & (0x3FU >> more);
    for (std::size_t i = 0; i < more && at < text.size(); ++i) {
        value = (value << 6) | (byte(at++) & 0x3F);
    }
    return value;
}

}  // namespace

bool is_latin_text(std::string_view utf8) {
    bool after_letter = false;
    for (std::size_t at = 0; at < utf8.size();) {
        const std::uint32_t c = next_character(utf8, at);
        if (is_in(marks, c)) {
            if (!after_letter) {
                return false;
            }
            continue;
        }
        if (!is_in(latin, c)) {
            return false;
        }
        after_letter = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c >= 0xC0;
    }
    return true;
}

bool is_written_text(std::string_view utf8) {
    for (std::size_t at = 0; at < utf8.size();) {
        const std::uint32_t c = next_character(utf8, at);
        const bool control = (c < 0x20 && c != '\t' && c != '\n') || (c >= 0x7F && c < 0xA0);
        const bool direction = c >= 0x202A && c <= 0x202E;  // can make a text read otherwise
        const bool private_use = (c >= 0xE000 && c <= 0xF8FF) || c >= 0xF0000;
        if (control || direction || private_use || (c >= 0xFFF0 && c <= 0xFFFF)) {
            return false;
        }
    }
    return true;
}

}  // namespace gordion::forms::internal
