// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include "fim/internal/freitext_tokens.hpp"

/// Characters as editors of rules type them, or as their word processors change them.
namespace gordion::fim::internal {

struct Character {
    char32_t value = 0;
    std::size_t length = 1;  ///< bytes; 1 for a byte that is no UTF-8
    bool is_letter = false;
    bool is_lower = false;
    bool is_blank = false;
    bool is_apostrophe = false;
};

Character read_character(std::string_view text, std::size_t at);
inline bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

struct LetterCase {
    bool is_shouted = false;
    bool is_capital = false;
};
LetterCase judge_case(std::string_view text);

struct OperatorSpelling {
    std::size_t length = 0;
    TokenKind kind = TokenKind::Operator;
    Comparison comparison = Comparison::Equal;
    std::string_view folded;  ///< of && and ||: the word
};
/// "===", "<>", "≠", "&lt;=", "=>", "&&" …; length 0 if there is none.
OperatorSpelling find_operator(std::string_view text);

TokenKind kind_of_symbol(char32_t value);
std::size_t quote_length(std::string_view text, std::size_t at);
std::string_view quote_family(std::string_view text, std::size_t at);  ///< "double" or "single"
std::size_t bullet_length(std::string_view text);
std::size_t date_length(std::string_view text);  ///< "30.02.2019" or "2019-02-30"
/// After an id: "V1.0", "_1.1", ":1.0.0".
std::size_t version_length(std::string_view text, std::size_t at);

}  // namespace gordion::fim::internal
