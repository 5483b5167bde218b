// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "fim/freitext.hpp"

/// The text of a rule cut into tokens. Periods that end no sentence ("z.B.", "30.02.2019", "§ 3
/// Abs. 2", "18. Lebensjahr") belong to their token.
namespace gordion::fim::internal {

enum class TokenKind {
    Word,
    Number,
    Date,
    Id,
    Operator,  ///< = <> < <= > >= in all spellings; `comparison` says which
    Comma,
    Stop,
    Semicolon,
    Colon,
    Open,
    Close,
    Quote,
    Dash,
    Slash,
    Arrow,
    Bullet,  ///< at the beginning of a line
    Symbol,
    End,
};

inline constexpr std::size_t no_token = static_cast<std::size_t>(-1);

struct Token {
    TokenKind kind = TokenKind::End;
    std::size_t begin = 0;
    std::size_t end = 0;
    std::string folded;            ///< fold_german of the token
    std::vector<std::string> ids;  ///< Id: the path of ids, 8-digit ones kept as written
    Comparison comparison = Comparison::Equal;
    std::size_t partner = no_token;  ///< Open and Quote: the closing one
    bool starts_line = false;
    bool starts_paragraph = false;
    bool is_shouted = false;  ///< at least two letters, all of them capitals: ODER
    bool is_capital = false;
    bool is_inside = false;  ///< between a quote or bracket and its partner
};

/// So many tokens End stand behind the text, so that a look ahead needs no bound.
inline constexpr std::size_t ends_behind_text = 5;

/// Three digits are enough for an id, because test schemas use short ones.
std::vector<Token> tokenize_freitext(std::string_view text);

/// "F60000231" as version 3 writes it: "F60000000231"; "" if it has not eight digits.
std::string long_id(std::string_view id);

}  // namespace gordion::fim::internal
