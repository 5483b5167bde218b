// SPDX-License-Identifier: EUPL-1.2
// Values as rules write them: JA, "Ja", 001, 001 - text, 001 "text", names of codes, days, today.
#include <algorithm>

#include "core/text.hpp"
#include "core/time.hpp"
#include "fim/internal/freitext_parser.hpp"

namespace gordion::fim::internal {

namespace {

constexpr std::size_t longest_value = 40;  // tokens

bool ends_plain(Role role) {
    switch (role) {
        case Role::Then:
        case Role::Else:
        case Role::If:
        case Role::Unless:
        case Role::Is:
        case Role::Must:
        case Role::May:
        case Role::Can:
        case Role::Take:
        case Role::Tick:
        case Role::Fill:
        case Role::Show:
        case Role::Hide:
        case Role::Activate:
        case Role::Deactivate:
        case Role::Not:
        case Role::Empty:
        case Role::Required:
        case Role::Between:
        case Role::Larger:
        case Role::Smaller:
        case Role::Least:
        case Role::Most:
        case Role::Only:
            return true;
        default:
            return false;
    }
}

// "30.02.2019" as ISO; a day that does not exist stays as written.
std::string to_iso(const std::string& written) {
    const std::vector<std::string> parts = split(written, '.');
    if (parts.size() != 3 || parts[2].size() != 4) {
        return written;
    }
    const auto date = Date::make(std::stoi(parts[2]), static_cast<unsigned>(std::stoi(parts[1])),
                                 static_cast<unsigned>(std::stoi(parts[0])));
    return date ? date.value().to_iso() : written;
}

}  // namespace

const std::vector<Code>* FreitextParser::codes_for(const Clause& clause) const {
    const std::vector<RegelReference>& who =
        clause.subjects.empty() ? last_subjects_ : clause.subjects;
    const RegelElement* known = who.empty() ? nullptr : index_.find(who.front().path);
    const Field* field = known == nullptr ? nullptr : known->position->field();
    return field == nullptr ? nullptr : index_.codes_of(*field);
}

// The longest name of a code of the field that stands here, perhaps behind its code.
std::optional<WrittenValue> FreitextParser::take_listed(const Clause& clause) {
    const std::vector<Code>* codes = codes_for(clause);
    if (codes == nullptr) {
        return std::nullopt;
    }
    std::size_t longest = 0;
    const Code* best = nullptr;
    for (const Code& code : *codes) {
        WordSequence words = words_of(code.name);
        std::size_t end = words.empty() ? 0 : match_words(here_, words);
        if (end == 0) {
            WordSequence both = words_of(code.code);
            both.insert(both.end(), words.begin(), words.end());
            end = both.size() < 2 ? 0 : match_words(here_, both);
        }
        if (end > longest) {
            longest = end;
            best = &code;
        }
    }
    if (best == nullptr) {
        return std::nullopt;
    }
    const Token& first = peek();
    const bool quoted = first.kind == TokenKind::Quote && first.partner != no_token;
    if (quoted && longest < first.partner) {
        return std::nullopt;
    }
    WrittenValue made;
    const std::size_t begin = here_;
    here_ = quoted ? std::max(longest, first.partner + 1) : longest;
    // A closing quote or a period inside the quotes belongs to the name.
    while ((is_kind(TokenKind::Quote) && peek().partner == no_token) ||
           (peek().is_inside && is_kind(TokenKind::Stop))) {
        ++here_;
    }
    made.spelling = text_of(begin, here_);
    made.code = best->code;
    made.value.text = best->code;
    return made;
}

bool FreitextParser::take_today(WrittenValue& value) {
    std::size_t at = here_;
    while (tokens_[at].kind == TokenKind::Word &&
           (lexemes_[at].role == Role::Noise || lexemes_[at].role == Role::Day ||
            lexemes_[at].role == Role::DateNoun)) {
        ++at;
    }
    if (tokens_[at].kind != TokenKind::Word || lexemes_[at].role != Role::Today) {
        return false;
    }
    const std::size_t begin = here_;
    here_ = at + 1;
    while (role() == Role::Day || role() == Role::DateNoun || role() == Role::Today) {
        ++here_;
    }
    if (is_kind(TokenKind::Open) && is_kind(TokenKind::Close, 1)) {
        here_ += 2;  // today()
    }
    value.value.kind = RegelValue::Kind::Today;
    value.value.text = "heute";
    value.spelling = text_of(begin, here_);
    return true;
}

// Words without quotes, up to where the sentence goes on.
bool FreitextParser::take_plain_words(WrittenValue& value, bool has_code) {
    const std::size_t begin = here_;
    while (here_ - begin < longest_value) {
        const Token& token = peek();
        const Role here = role();
        if (token.kind == TokenKind::Open && token.partner != no_token && here_ > begin) {
            here_ = token.partner + 1;
            continue;
        }
        const bool joint = (token.kind == TokenKind::Slash || token.kind == TokenKind::Dash) &&
                           here_ > begin && is_kind(TokenKind::Word, 1);
        const bool word = token.kind == TokenKind::Word || token.kind == TokenKind::Number ||
                          (token.kind == TokenKind::Symbol && here_ > begin);
        if (!joint && (!word || ends_plain(here))) {
            break;
        }
        if (here == Role::And || here == Role::Or) {
            const Role next = role(1);
            const bool goes_on = is_kind(TokenKind::Word, 1) &&
                                 (next == Role::Noise || next == Role::Unknown) &&
                                 !begins_reference(here_ + 1);
            const bool inside = has_code ? goes_on : goes_on && here == Role::And;
            if (token.is_shouted || here_ == begin || !inside) {
                break;
            }
        }
        ++here_;
    }
    if (here_ == begin) {
        return fail(OpenItem::Reason::Word);
    }
    value.name = text_of(begin, here_);
    return true;
}

std::optional<WrittenValue> FreitextParser::take_value(const Clause& clause) {
    if (std::optional<WrittenValue> listed = take_listed(clause)) {
        return listed;
    }
    WrittenValue made;
    const std::size_t begin = here_;
    const Token& first = peek();
    if (take_today(made)) {
        return made;
    }
    if (first.kind == TokenKind::Quote && first.partner != no_token) {
        made.name = text_of(here_ + 1, first.partner);
        here_ = first.partner + 1;
    } else if (first.kind == TokenKind::Date) {
        made.code = to_iso(text_of(here_, here_ + 1));
        ++here_;
    } else if (role() == Role::True || role() == Role::False) {
        made.value.kind = RegelValue::Kind::Truth;
        made.value.truth = role() == Role::True;
        made.name = text_of(here_, here_ + 1);
        ++here_;
    } else {
        const bool number = first.kind == TokenKind::Number;
        const bool like_code = number || (first.kind == TokenKind::Word && role() == Role::Unknown);
        if (!like_code) {
            fail(OpenItem::Reason::Word);
            return std::nullopt;
        }
        made.value.kind = number ? RegelValue::Kind::Number : RegelValue::Kind::Text;
        if (!take_coded(made)) {
            return std::nullopt;
        }
    }
    made.spelling = text_of(begin, here_);
    const std::string& text = made.code.empty() ? made.name : made.code;
    made.value.text = made.value.kind == RegelValue::Kind::Number ? plain_number(text) : text;
    if (first.kind == TokenKind::Quote) {
        made.spelling = made.name;
        made.quoted = true;
    }
    return made;
}

// "001", "001 - text", "001 "text"", "001 (text)", "001 text"; or words without a code.
bool FreitextParser::take_coded(WrittenValue& made) {
    const bool number = is_kind(TokenKind::Number);
    const bool dashed = is_kind(TokenKind::Dash, 1) || is_kind(TokenKind::Colon, 1);
    const Token& next = peek(1 + (dashed ? 1 : 0));
    const bool named = next.kind == TokenKind::Quote || next.kind == TokenKind::Open;
    const bool has_name =
        (named && next.partner != no_token && !is_inside_id(here_ + 1 + (dashed ? 1 : 0))) ||
        (dashed && next.kind == TokenKind::Word);
    if (!number && !has_name) {
        if (!take_plain_words(made, false)) {
            return false;
        }
        if (made.name.find(' ') == std::string::npos) {
            std::swap(made.code, made.name);
        }
        return true;
    }
    made.code = text_of(here_, here_ + 1);
    ++here_;
    if (has_name) {
        here_ += dashed ? 1 : 0;
        if (named) {
            made.name = text_of(here_ + 1, next.partner);
            here_ = next.partner + 1;
            return true;
        }
        return take_plain_words(made, true);
    }
    if (is_kind(TokenKind::Word) && role() == Role::Unknown && peek().is_capital) {
        return take_plain_words(made, true);
    }
    const bool unit =
        is_kind(TokenKind::Symbol) || is_word("euro") || is_word("eur") || is_word("prozent");
    here_ += unit ? 1 : 0;
    return true;
}

bool FreitextParser::is_inside_id(std::size_t quote) const {
    return tokens_[quote + 1].kind == TokenKind::Id;
}

std::string FreitextParser::plain_number(const std::string& written) {
    // "1.234,50" and "1000": German thousands and comma.
    std::string plain = written;
    if (plain.find(',') != std::string::npos) {
        plain = replace_all(replace_all(plain, ".", ""), ",", ".");
    } else if (plain.size() > 4 && plain[plain.size() - 4] == '.') {
        plain = replace_all(plain, ".", "");
    }
    return plain;
}

}  // namespace gordion::fim::internal
