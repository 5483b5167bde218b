// SPDX-License-Identifier: EUPL-1.2
#include "fim/internal/freitext_tokens.hpp"

#include <algorithm>
#include <array>

#include "core/text.hpp"
#include "fim/internal/freitext_characters.hpp"

namespace gordion::fim::internal {
namespace {

class Tokenizer {
public:
    explicit Tokenizer(std::string_view text) : text_(text) {}
    std::vector<Token> run();

private:
    [[nodiscard]] char at(std::size_t i) const { return i < text_.size() ? text_[i] : '\0'; }
    void skip_blanks();
    void push(TokenKind kind, std::size_t length);
    void take_word();
    void take_number();
    void take_symbol();
    bool take_id();
    bool take_initials();
    bool take_operator();
    bool take_bullet();
    void take_dot();
    void match_partners();

    std::string_view text_;
    std::size_t here_ = 0;
    std::size_t newlines_ = 2;  ///< since the last token
    std::vector<Token> tokens_;
};

// Words that end in a period without ending a sentence.
bool is_abbreviation(std::string_view folded) {
    static constexpr std::array<std::string_view, 38> known{
        "abs",  "art",  "bspw", "bzw",  "ca",      "etc", "evtl", "exkl",   "gem", "ggf",
        "ggfs", "inkl", "lt",   "max",  "mind",    "min", "nr",   "rd",     "s",   "sog",
        "tel",  "usw",  "vgl",  "zt",   "ziff",    "str", "lit",  "buchst", "hs",  "hr",
        "fr",   "dr",   "prof", "zzgl", "einschl", "u",   "o",    "z"};
    return std::find(known.begin(), known.end(), folded) != known.end();
}

// After an ordinal number the sentence goes on: "18. Lebensjahr", "1. Januar".
bool is_after_ordinal(std::string_view rest) {
    const std::string next = fold_german(trim(rest).substr(0, 20));
    static constexpr std::array<std::string_view, 15> words{
        "lebensjahr", "januar", "februar", "maerz",    "april",    "mai", "juni", "juli",
        "august",     "septem", "oktober", "november", "dezember", "tag", "monat"};
    const bool known = std::any_of(words.begin(), words.end(),
                                   [&](std::string_view word) { return next.starts_with(word); });
    const std::string_view trimmed = trim(rest);
    return known || (!trimmed.empty() && trimmed.front() >= 'a' && trimmed.front() <= 'z');
}

void Tokenizer::skip_blanks() {
    while (here_ < text_.size()) {
        const Character character = read_character(text_, here_);
        if (!character.is_blank) {
            return;
        }
        newlines_ += character.value == '\n' ? 1 : 0;
        here_ += character.length;
    }
}

void Tokenizer::push(TokenKind kind, std::size_t length) {
    Token token;
    token.kind = kind;
    token.begin = here_;
    token.end = here_ + length;
    token.starts_line = newlines_ > 0;
    token.starts_paragraph = newlines_ > 1;
    const std::string_view text = text_.substr(here_, length);
    if (kind == TokenKind::Word || kind == TokenKind::Number || kind == TokenKind::Date) {
        token.folded = fold_german(text);
        const LetterCase letters = judge_case(text);
        token.is_shouted = letters.is_shouted;
        token.is_capital = letters.is_capital;
    }
    tokens_.push_back(std::move(token));
    here_ += length;
    newlines_ = 0;
}

// A letter of F, G, S, D, R and at least eight digits, perhaps chained by periods and with a
// version: "G07000000831.G07000000832", "F60000000231V1.1".
bool Tokenizer::take_id() {
    const auto id_length = [&](std::size_t from) -> std::size_t {
        if (std::string_view("FGSDRfgsdr").find(at(from)) == std::string_view::npos) {
            return 0;
        }
        std::size_t digits = 0;
        while (is_digit(at(from + 1 + digits))) {
            ++digits;
        }
        const std::size_t end = from + 1 + digits;
        const bool goes_on =
            read_character(text_, end).is_letter && version_length(text_, end) == 0;
        return digits >= 3 && digits <= 11 && !goes_on ? digits + 1 : 0;
    };
    std::size_t length = id_length(here_);
    if (length == 0) {
        return false;
    }
    std::vector<std::string> ids;
    std::size_t end = here_;
    while (length > 0) {
        std::string id(text_.substr(end, length));
        id.front() = static_cast<char>(id.front() & ~0x20);
        ids.push_back(std::move(id));
        end += length;
        end += version_length(text_, end);
        length = at(end) == '.' ? id_length(end + 1) : 0;
        end += length > 0 ? 1 : 0;
    }
    push(TokenKind::Id, end - here_);
    tokens_.back().ids = std::move(ids);
    return true;
}

// "z. B.", "d.h.", "i. V. m.": single letters with periods are one word.
bool Tokenizer::take_initials() {
    std::size_t end = here_;
    std::string letters;
    while (true) {
        const Character letter = read_character(text_, end);
        const bool is_letter = letter.is_letter && at(end + letter.length) == '.';
        if (!is_letter) {
            break;
        }
        letters += fold_german(text_.substr(end, letter.length));
        end += letter.length + 1;
        const std::size_t blank = at(end) == ' ' ? 1 : 0;
        const Character next = read_character(text_, end + blank);
        if (!next.is_letter || at(end + blank + next.length) != '.') {
            break;
        }
        end += blank;
    }
    if (letters.size() < 2) {
        return false;
    }
    push(TokenKind::Word, end - here_);
    tokens_.back().folded = letters;
    return true;
}

void Tokenizer::take_word() {
    if (take_id() || take_initials()) {
        return;
    }
    std::size_t end = here_;
    while (end < text_.size()) {
        const Character character = read_character(text_, end);
        // An apostrophe or hyphen between letters belongs to the word, and so does one at its end
        // that stands for what follows: "Straßen- und Hausnummer".
        const bool joins = end > here_ && (character.is_apostrophe || character.value == '-') &&
                           read_character(text_, end + character.length).is_letter;
        if (!character.is_letter && !is_digit(at(end)) && character.value != '_' && !joins) {
            break;
        }
        end += character.length;
    }
    if (at(end) == '-' && read_character(text_, end + 1).is_blank) {
        ++end;
    }
    std::size_t length = end - here_;
    if (at(end) == '.' && is_abbreviation(fold_german(text_.substr(here_, length)))) {
        ++length;
    }
    push(TokenKind::Word, length);
}

void Tokenizer::take_number() {
    if (const std::size_t length = date_length(text_.substr(here_)); length > 0) {
        push(TokenKind::Date, length);
        return;
    }
    std::size_t end = here_;
    while (is_digit(at(end)) || ((at(end) == '.' || at(end) == ',') && is_digit(at(end + 1)))) {
        ++end;
    }
    // "18jährig", "3a" and "5-stellig" are words.
    const bool hyphen = at(end) == '-' && read_character(text_, end + 1).is_letter;
    if (read_character(text_, end).is_letter || hyphen) {
        while (end < text_.size() &&
               (read_character(text_, end).is_letter || at(end) == '-' || is_digit(at(end)))) {
            end += read_character(text_, end).length;
        }
        push(TokenKind::Word, end - here_);
        return;
    }
    push(TokenKind::Number, end - here_);
    if (at(here_) == '.' && is_after_ordinal(text_.substr(here_ + 1))) {
        ++tokens_.back().end;
        ++here_;
    }
}

bool Tokenizer::take_operator() {
    const OperatorSpelling spelled = find_operator(text_.substr(here_));
    if (spelled.length == 0) {
        return false;
    }
    push(spelled.kind, spelled.length);
    tokens_.back().comparison = spelled.comparison;
    tokens_.back().folded = spelled.folded;
    tokens_.back().is_shouted = spelled.kind == TokenKind::Word;
    return true;
}

// "-", "•", "1.", "a)" at the beginning of a line.
bool Tokenizer::take_bullet() {
    if (newlines_ == 0) {
        return false;
    }
    const std::size_t length = bullet_length(text_.substr(here_));
    if (length == 0) {
        return false;
    }
    const std::size_t lines = newlines_;
    push(TokenKind::Bullet, length);
    newlines_ = lines;  // What follows begins the line as well.
    return true;
}

void Tokenizer::take_dot() {
    const Character next = read_character(text_, here_ + 1);
    const bool inside = next.is_letter && next.is_lower;
    push(inside || at(here_ + 1) == '.' ? TokenKind::Symbol : TokenKind::Stop, 1);
}

void Tokenizer::take_symbol() {
    const Character character = read_character(text_, here_);
    const TokenKind kind = kind_of_symbol(character.value);
    if (kind == TokenKind::Stop && character.value == '.') {
        take_dot();
        return;
    }
    push(kind, kind == TokenKind::Quote ? quote_length(text_, here_) : character.length);
    if (kind == TokenKind::Quote) {
        tokens_.back().folded = quote_family(text_, tokens_.back().begin);
    }
}

// Closing quotes and brackets in one pass: a quote closes the one of its family that is open.
void Tokenizer::match_partners() {
    std::size_t open_double = no_token;
    std::size_t open_single = no_token;
    std::vector<std::size_t> brackets;
    for (std::size_t i = 0; i < tokens_.size(); ++i) {
        Token& token = tokens_[i];
        if (token.kind == TokenKind::Quote) {
            std::size_t& open = token.folded == "double" ? open_double : open_single;
            if (open == no_token) {
                open = i;
            } else {
                tokens_[open].partner = i;
                open = no_token;
            }
        } else if (token.kind == TokenKind::Open) {
            brackets.push_back(i);
        } else if (token.kind == TokenKind::Close && !brackets.empty()) {
            tokens_[brackets.back()].partner = i;
            brackets.pop_back();
        }
    }
    std::size_t inside_until = 0;
    for (std::size_t i = 0; i < tokens_.size(); ++i) {
        tokens_[i].is_inside = i < inside_until;
        if (tokens_[i].kind == TokenKind::Quote && tokens_[i].partner != no_token) {
            inside_until = std::max(inside_until, tokens_[i].partner);
        }
    }
}

std::vector<Token> Tokenizer::run() {
    while (true) {
        skip_blanks();
        if (here_ >= text_.size()) {
            break;
        }
        const Character character = read_character(text_, here_);
        if (take_bullet() || take_operator()) {
            continue;
        }
        if (is_digit(at(here_))) {
            take_number();
        } else if (character.is_letter || character.value == '_') {
            take_word();
        } else {
            take_symbol();
        }
    }
    for (std::size_t i = 0; i < ends_behind_text; ++i) {
        push(TokenKind::End, 0);
    }
    match_partners();
    return std::move(tokens_);
}

}  // namespace

std::vector<Token> tokenize_freitext(std::string_view text) {
    return Tokenizer(text).run();
}

std::string long_id(std::string_view id) {
    if (id.size() != 9) {
        return {};
    }
    return std::string(id.substr(0, 3)) + "000" + std::string(id.substr(3));
}

}  // namespace gordion::fim::internal
