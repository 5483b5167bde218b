// SPDX-License-Identifier: EUPL-1.2
#include "fim/internal/freitext_characters.hpp"

#include <array>

#include "core/text.hpp"

namespace gordion::fim::internal {
namespace {

constexpr std::u32string_view double_quotes = U"\"“”„‟«»〝〞";
constexpr std::u32string_view single_quotes = U"'‘’‚‛`´‹›";

bool is_in(std::u32string_view set, char32_t value) {
    return set.find(value) != std::u32string_view::npos;
}

// Length of a well-formed sequence by its first byte; 0 for bytes that begin none.
std::size_t sequence_length(unsigned char first) {
    if (first < 0x80) {
        return 1;
    }
    if (first >= 0xC2 && first < 0xE0) {
        return 2;
    }
    if (first >= 0xE0 && first < 0xF0) {
        return 3;
    }
    return first >= 0xF0 && first < 0xF5 ? 4 : 0;
}

bool is_letter_value(char32_t value) {
    if ((value >= 'a' && value <= 'z') || (value >= 'A' && value <= 'Z')) {
        return true;
    }
    // Latin letters with marks and combining marks; × and ÷ stand between them.
    return (value >= 0xC0 && value <= 0x24F && value != 0xD7 && value != 0xF7) ||
           (value >= 0x300 && value <= 0x36F) || (value >= 0x1E00 && value <= 0x1EFF);
}

}  // namespace

Character read_character(std::string_view text, std::size_t at) {
    Character made;
    if (at >= text.size()) {
        made.length = 0;
        return made;
    }
    const auto first = static_cast<unsigned char>(text[at]);
    const std::size_t length = sequence_length(first);
    made.value = first;
    if (length > 1 && at + length <= text.size()) {
        char32_t value = first & (0xFFU >> (length + 1));
        bool good = true;
        for (std::size_t i = 1; i < length; ++i) {
            const auto next = static_cast<unsigned char>(text[at + i]);
            good = good && (next & 0xC0U) == 0x80;
            value = (value << 6U) | (next & 0x3FU);
        }
        made.value = good ? value : 0xFFFD;
        made.length = good ? length : 1;
    } else if (length != 1) {
        made.value = 0xFFFD;
    }
    made.is_letter = is_letter_value(made.value);
    const std::string_view small = "äöüß";
    made.is_lower = (made.value >= 'a' && made.value <= 'z') ||
                    (made.length == 2 && small.find(text.substr(at, 2)) != std::string_view::npos);
    made.is_blank = made.value == ' ' || (made.value >= '\t' && made.value <= '\r') ||
                    made.value == 0xA0 || made.value == 0x200B || made.value == 0xFEFF ||
                    (made.value >= 0x2000 && made.value <= 0x200A) || made.value == 0x202F ||
                    made.value == 0xAD || made.value == '\\';
    made.is_apostrophe = made.value == '\'' || made.value == 0x2019;
    return made;
}

LetterCase judge_case(std::string_view text) {
    LetterCase made;
    std::size_t letters = 0;
    bool any_lower = false;
    for (std::size_t at = 0; at < text.size();) {
        const Character character = read_character(text, at);
        if (character.is_letter) {
            any_lower = any_lower || character.is_lower;
            made.is_capital = letters == 0 ? !character.is_lower : made.is_capital;
            ++letters;
        }
        at += std::max<std::size_t>(character.length, 1);
    }
    made.is_shouted = letters > 1 && !any_lower;
    return made;
}

OperatorSpelling find_operator(std::string_view text) {
    struct Spelling {
        std::string_view text;
        TokenKind kind;
        Comparison comparison;
        std::string_view folded = {};
    };
    // Longest first. Texts that were escaped twice still have their entities.
    static constexpr std::array<Spelling, 37> spellings{{
        {"&lt;&gt;", TokenKind::Operator, Comparison::NotEqual},
        {"&lt;=", TokenKind::Operator, Comparison::LessEqual},
        {"&gt;=", TokenKind::Operator, Comparison::GreaterEqual},
        {"&amp;&amp;", TokenKind::Word, Comparison::Equal, "und"},
        {"&amp;", TokenKind::Word, Comparison::Equal, "und"},
        {"&lt;", TokenKind::Operator, Comparison::Less},
        {"&gt;", TokenKind::Operator, Comparison::Greater},
        {"===", TokenKind::Operator, Comparison::Equal},
        {"!==", TokenKind::Operator, Comparison::NotEqual},
        {"=/=", TokenKind::Operator, Comparison::NotEqual},
        {"==>", TokenKind::Arrow, Comparison::Equal},
        {"-->", TokenKind::Arrow, Comparison::Equal},
        {"==", TokenKind::Operator, Comparison::Equal},
        {"!=", TokenKind::Operator, Comparison::NotEqual},
        {"<>", TokenKind::Operator, Comparison::NotEqual},
        {"><", TokenKind::Operator, Comparison::NotEqual},
        {"/=", TokenKind::Operator, Comparison::NotEqual},
        {"<=", TokenKind::Operator, Comparison::LessEqual},
        {"=<", TokenKind::Operator, Comparison::LessEqual},
        {">=", TokenKind::Operator, Comparison::GreaterEqual},
        {"=>", TokenKind::Arrow, Comparison::GreaterEqual},
        {"->", TokenKind::Arrow, Comparison::Equal},
        {":=", TokenKind::Operator, Comparison::Equal},
        {"&&", TokenKind::Word, Comparison::Equal, "und"},
        {"||", TokenKind::Word, Comparison::Equal, "oder"},
        {"≠", TokenKind::Operator, Comparison::NotEqual},
        {"≤", TokenKind::Operator, Comparison::LessEqual},
        {"≥", TokenKind::Operator, Comparison::GreaterEqual},
        {"→", TokenKind::Arrow, Comparison::Equal},
        {"⇒", TokenKind::Arrow, Comparison::Equal},
        {"∧", TokenKind::Word, Comparison::Equal, "und"},
        {"∨", TokenKind::Word, Comparison::Equal, "oder"},
        {"=", TokenKind::Operator, Comparison::Equal},
        {"<", TokenKind::Operator, Comparison::Less},
        {">", TokenKind::Operator, Comparison::Greater},
        {"&", TokenKind::Word, Comparison::Equal, "und"},
        {"|", TokenKind::Word, Comparison::Equal, "oder"},
    }};
    if (text.starts_with("&quot;") || text.starts_with("&apos;") || text.starts_with("&nbsp;")) {
        return {};
    }
    for (const Spelling& spelling : spellings) {
        if (text.starts_with(spelling.text)) {
            return {spelling.text.size(), spelling.kind, spelling.comparison, spelling.folded};
        }
    }
    return {};
}

TokenKind kind_of_symbol(char32_t value) {
    if (is_in(double_quotes, value) || is_in(single_quotes, value) || value == '&') {
        return TokenKind::Quote;
    }
    switch (value) {
        case ',':
            return TokenKind::Comma;
        case '.':
        case '!':
        case '?':
            return TokenKind::Stop;
        case ';':
            return TokenKind::Semicolon;
        case ':':
            return TokenKind::Colon;
        case '(':
        case '[':
        case '{':
            return TokenKind::Open;
        case ')':
        case ']':
        case '}':
            return TokenKind::Close;
        case '-':
        case 0x2010:
        case 0x2011:
        case 0x2012:
        case 0x2013:
        case 0x2014:
        case 0x2212:
            return TokenKind::Dash;
        case '/':
            return TokenKind::Slash;
        default:
            return TokenKind::Symbol;
    }
}

std::size_t quote_length(std::string_view text, std::size_t at) {
    for (const std::string_view several : {"&quot;", "&apos;", "''", "``"}) {
        if (text.substr(at).starts_with(several)) {
            return several.size();
        }
    }
    return read_character(text, at).length;
}

std::string_view quote_family(std::string_view text, std::size_t at) {
    const std::string_view rest = text.substr(at);
    const bool pair =
        rest.starts_with("''") || rest.starts_with("``") || rest.starts_with("&quot;");
    return pair || is_in(double_quotes, read_character(text, at).value) ? "double" : "single";
}

std::size_t bullet_length(std::string_view text) {
    const Character first = read_character(text, 0);
    const bool sign =
        kind_of_symbol(first.value) == TokenKind::Dash || is_in(U"*•·●○▪■►‣", first.value);
    if (sign && read_character(text, first.length).is_blank) {
        return first.length;
    }
    std::size_t digits = 0;
    while (digits < 3 && digits < text.size() && is_digit(text[digits])) {
        ++digits;
    }
    const std::size_t label = digits > 0 ? digits : (first.is_letter && first.is_lower ? 1 : 0);
    if (label == 0 || label + 1 >= text.size() || !read_character(text, label + 1).is_blank) {
        return 0;
    }
    return text[label] == ')' || (digits > 0 && text[label] == '.') ? label + 1 : 0;
}

std::size_t date_length(std::string_view text) {
    const auto digits = [&](std::size_t from, std::size_t most) {
        std::size_t count = 0;
        while (count < most && from + count < text.size() && is_digit(text[from + count])) {
            ++count;
        }
        return count;
    };
    const auto is = [&](std::size_t at, char c) { return at < text.size() && text[at] == c; };
    if (digits(0, 4) == 4 && is(4, '-') && digits(5, 2) == 2 && is(7, '-') && digits(8, 3) == 2) {
        return 10;
    }
    const std::size_t day = digits(0, 2);
    if (day == 0 || !is(day, '.')) {
        return 0;
    }
    const std::size_t month = digits(day + 1, 2);
    const std::size_t dot = day + 1 + month;
    const std::size_t year = digits(dot + 1, 5);
    return month > 0 && is(dot, '.') && (year == 4 || year == 2) ? dot + 1 + year : 0;
}

std::size_t version_length(std::string_view text, std::size_t at) {
    if (at >= text.size() || std::string_view("Vv_:").find(text[at]) == std::string_view::npos) {
        return 0;
    }
    std::size_t end = at + 1;
    std::size_t parts = 0;
    while (end < text.size() && is_digit(text[end]) && parts < 3) {
        while (end < text.size() && is_digit(text[end])) {
            ++end;
        }
        ++parts;
        const bool more = end + 1 < text.size() && text[end] == '.' && is_digit(text[end + 1]);
        end += more && parts < 3 ? 1 : 0;
    }
    return parts >= 2 || (parts == 1 && text[at] != ':') ? end - at : 0;
}

}  // namespace gordion::fim::internal
