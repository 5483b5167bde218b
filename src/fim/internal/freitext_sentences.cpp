// SPDX-License-Identifier: EUPL-1.2
// From the whole text down to statements: what stays open, what explains, what has a condition.
#include <algorithm>

#include "core/limits.hpp"
#include "core/text.hpp"
#include "fim/internal/freitext_parser.hpp"

namespace gordion::fim::internal {
namespace {

// At most so many bytes, whole characters.
std::string cut(const std::string& text, std::size_t most) {
    std::size_t end = std::min(text.size(), most);
    while (end > 0 && end < text.size() &&
           (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80) {
        --end;
    }
    return text.substr(0, end);
}

}  // namespace

FreitextParser::FreitextParser(const Regel& regel, const RegelElements& elements, std::string owner,
                               std::string_view place)
    : regel_(regel),
      elements_(elements),
      index_(elements.index()),
      owner_(std::move(owner)),
      place_(place),
      text_(fim::text_of(regel)) {}

const Token& FreitextParser::peek(std::size_t ahead) const {
    return tokens_[std::min(here_ + ahead, tokens_.size() - 1)];
}

Lexeme FreitextParser::lexeme(std::size_t token) const {
    return lexemes_[std::min(token, lexemes_.size() - 1)];
}

Role FreitextParser::role(std::size_t ahead) const {
    return lexeme(here_ + ahead).role;
}

bool FreitextParser::is_kind(TokenKind kind, std::size_t ahead) const {
    return peek(ahead).kind == kind;
}

bool FreitextParser::is_word(std::string_view folded, std::size_t ahead) const {
    return peek(ahead).kind == TokenKind::Word && peek(ahead).folded == folded;
}

std::string FreitextParser::text_of(std::size_t begin, std::size_t end) const {
    if (begin >= end) {
        return {};
    }
    const std::size_t from = tokens_[begin].begin;
    return std::string(trim(std::string_view(text_).substr(from, tokens_[end - 1].end - from)));
}

// The first reason stays: what follows is a consequence.
bool FreitextParser::fail(OpenItem::Reason reason) {
    if (!failed_) {
        failed_.emplace();
        failed_->reason = reason;
        const Token& token = peek();
        failed_->at = cut(text_.substr(token.begin, token.end - token.begin), 80);
    }
    return false;
}

void FreitextParser::warn(std::string_view code, Values values, Severity severity) {
    values.insert(values.begin(), {"regel", regel_.identification.id});
    Finding finding{"fim.freitext." + std::string(code), severity, place_, std::move(values),
                    "a rule of the schema does not say clearly what it means"};
    auto& findings = made_.findings;
    if (findings.size() < limits::findings &&
        std::find(findings.begin(), findings.end(), finding) == findings.end()) {
        findings.push_back(std::move(finding));
    }
}

// One pass from the end: where sentences end, and whether a main clause still begins in them.
void FreitextParser::scan() {
    const std::size_t count = tokens_.size();
    lexemes_.resize(count);
    ends_.assign(count, count - 1);
    main_ahead_.assign(count, false);
    for (std::size_t i = 0; i < count; ++i) {
        if (tokens_[i].kind == TokenKind::Word) {
            lexemes_[i] = find_lexeme(tokens_[i].folded);
        }
    }
    std::size_t end = count - 1;
    bool main = false;
    for (std::size_t i = count; i-- > 0;) {
        const Token& token = tokens_[i];
        const bool stops = (token.kind == TokenKind::Stop && !token.is_inside) ||
                           token.kind == TokenKind::Semicolon;
        // A paragraph that begins with WENN begins a sentence, with or without a period before.
        const bool begins = i + 1 < count && tokens_[i + 1].starts_line &&
                            !tokens_[i + 1].is_inside && lexemes_[i + 1].role == Role::If &&
                            tokens_[i + 1].is_capital;
        if (stops || token.kind == TokenKind::End) {
            end = i;
            main = false;
        } else if (begins) {
            end = i + 1;
            main = false;
        }
        ends_[i] = end;
        main_ahead_[i] = main;
        const Role next = i + 1 < count ? lexemes_[i + 1].role : Role::Unknown;
        const bool verb = next == Role::Must || next == Role::May || next == Role::Is ||
                          next == Role::Can || next == Role::Blend || next == Role::Make ||
                          next == Role::Show || next == Role::Activate ||
                          next == Role::Deactivate || next == Role::Hide;
        main = main || (!token.is_inside &&
                        (lexemes_[i].role == Role::Then || token.kind == TokenKind::Arrow ||
                         (token.kind == TokenKind::Comma && verb)));
    }
}

std::size_t FreitextParser::sentence_end(std::size_t from) const {
    return ends_[std::min(from, ends_.size() - 1)];
}

bool FreitextParser::is_sentence_end() const {
    const Token& token = peek();
    return token.kind == TokenKind::End || token.kind == TokenKind::Semicolon ||
           (token.kind == TokenKind::Stop);
}

bool FreitextParser::is_if(std::size_t ahead) const {
    const Role here = role(ahead);
    const bool in_case = is_word("im", ahead) && is_word("fall", ahead + 1);
    const bool for_case =
        is_word("fuer", ahead) && is_word("den", ahead + 1) && is_word("fall", ahead + 2);
    const bool unless =
        is_word("es", ahead) && is_word("sei", ahead + 1) && is_word("denn", ahead + 2);
    const bool provided = is_word("unter", ahead) && is_word("der", ahead + 1) &&
                          (is_word("voraussetzung", ahead + 2) || is_word("bedingung", ahead + 2));
    return here == Role::If || here == Role::Unless || in_case || for_case || unless || provided;
}

// Past WENN and what belongs to it. Whether the condition is turned round is told by the caller's
// look at the first word.
bool FreitextParser::skip_if() {
    bool unless = role() == Role::Unless || is_word("es");
    if (is_word("es")) {
        here_ += 3;
    } else if (is_word("im")) {
        here_ += 2;
    } else if (is_word("fuer") || is_word("unter")) {
        here_ += 3;
    } else {
        ++here_;
    }
    // "außer, wenn", "es sei denn, dass", "sofern nicht" stays a negation of its clause.
    if (is_kind(TokenKind::Comma)) {
        ++here_;
    }
    if (role() == Role::If || is_word("dass")) {
        ++here_;
    }
    return unless;
}

// "Bei Auswahl von "Ja" in F1 wird G1 angezeigt."
bool FreitextParser::is_choice() const {
    const bool chosen = is_word("auswahl", 1) || is_word("angabe", 1) || is_word("eingabe", 1);
    return (is_word("bei") || is_word("nach")) && chosen;
}

// "Für F1 = 003 muss …", "Bei F1 = Ja ist …": a comparison before the verb.
bool FreitextParser::is_case() const {
    if (!(is_word("bei") || is_word("fuer")) || !begins_reference(here_ + 1)) {
        return false;
    }
    for (std::size_t i = here_; i < sentence_end(here_); ++i) {
        const Role verb = lexemes_[i].role;
        if (tokens_[i].kind == TokenKind::Operator) {
            return true;
        }
        if (verb == Role::Is || verb == Role::Must || verb == Role::May || verb == Role::Show) {
            break;
        }
    }
    return false;
}

bool FreitextParser::is_else(std::size_t ahead) const {
    const bool in_all = is_word("in", ahead) && is_word("allen", ahead + 1) &&
                        role(ahead + 2) == Role::Other && is_word("faellen", ahead + 3);
    const bool in_other =
        is_word("im", ahead) && role(ahead + 1) == Role::Other && is_word("fall", ahead + 2);
    return role(ahead) == Role::Else || in_all || in_other;
}

bool FreitextParser::skip_else() {
    const std::size_t comma = is_kind(TokenKind::Comma) || is_kind(TokenKind::Semicolon) ? 1 : 0;
    const std::size_t link = role(comma) == Role::And ? 1 : 0;
    if (!is_else(comma + link)) {
        return false;
    }
    here_ += comma + link;
    here_ += is_word("in") ? 4 : is_word("im") ? 3 : 1;
    if (is_kind(TokenKind::Comma) || is_kind(TokenKind::Colon)) {
        ++here_;
    }
    return true;
}

void FreitextParser::skip_then() {
    if (is_kind(TokenKind::Comma)) {
        ++here_;
    }
    if (role() == Role::Then || is_kind(TokenKind::Arrow) || is_kind(TokenKind::Colon)) {
        ++here_;
    }
    if (is_kind(TokenKind::Colon) || (is_kind(TokenKind::Comma) && role(1) != Role::If)) {
        ++here_;
    }
}

// "Ist F1 = Ja, so …", "Wird in F1 'Ja' ausgewählt, …", "F1 = Ja → …": conditions without WENN.
bool FreitextParser::begins_condition() const {
    const bool verb = role() == Role::Is || is_word("hat") || is_word("haben") ||
                      is_word("enthaelt") || is_word("liegt");
    // No German sentence with a comma begins with such a verb unless it is a condition.
    const auto begin = tokens_.begin() + static_cast<std::ptrdiff_t>(here_);
    const auto end = tokens_.begin() + static_cast<std::ptrdiff_t>(sentence_end(here_));
    return std::any_of(begin, std::max(begin, end), [&](const Token& token) {
        return !token.is_inside &&
               (token.kind == TokenKind::Arrow || (verb && token.kind == TokenKind::Comma));
    });
}

// "D.h. …", "Hinweis: …", "(siehe § 3)": recognized by how it begins.
bool FreitextParser::skip_explanation() {
    std::size_t at = here_;
    while (tokens_[at].kind == TokenKind::Open || tokens_[at].kind == TokenKind::Bullet ||
           tokens_[at].kind == TokenKind::Dash) {
        ++at;
    }
    const Token& token = tokens_[at];
    const std::string& word = token.folded;
    const bool short_form = word == "dh" || word == "zb" || word == "bspw" || word == "vgl" ||
                            word == "siehe" || word == "beispielsweise";
    const bool long_form =
        (word == "das" || word == "dies") &&
        (tokens_[at + 1].folded == "heisst" || tokens_[at + 1].folded == "bedeutet");
    const bool example = word == "zum" && tokens_[at + 1].folded == "beispiel";
    const bool label =
        lexemes_[at].role == Role::Explain && at + 1 < tokens_.size() &&
        (tokens_[at + 1].kind == TokenKind::Colon || tokens_[at + 1].kind == TokenKind::Dash);
    if (token.kind != TokenKind::Word || !(short_form || long_form || example || label)) {
        return false;
    }
    const std::size_t end = std::max(sentence_end(here_), here_ + 1);
    made_.explanations.push_back(text_of(here_, end));
    here_ = end;
    return true;
}

// "Regel 1:", "Bedingung:", bullets.
void FreitextParser::skip_label() {
    while (is_kind(TokenKind::Bullet) || is_kind(TokenKind::Dash)) {
        ++here_;
    }
    const std::string& word = peek().folded;
    if (is_kind(TokenKind::Word) && (word == "regel" || word == "bedingung" || word == "regelung" ||
                                     word == "fall" || word == "pruefregel")) {
        const std::size_t number = is_kind(TokenKind::Number, 1) ? 1 : 0;
        if (is_kind(TokenKind::Colon, 1 + number)) {
            here_ += 2 + number;
        }
    }
}

void FreitextParser::keep_open(std::size_t begin, std::size_t end) {
    OpenItem item = failed_ ? *failed_ : OpenItem{};
    item.text = text_of(begin, std::max(end, begin + 1));
    item.offset = tokens_[begin].begin;
    made_.open.push_back(std::move(item));
    failed_.reset();
}

void FreitextParser::take_sentence() {
    skip_label();
    if (is_sentence_end()) {
        here_ += is_kind(TokenKind::End) ? 0 : 1;
        return;
    }
    if (skip_explanation()) {
        return;
    }
    if (made_.statements.size() >= limits::freitext_statements) {
        fail(OpenItem::Reason::Size);
        keep_open(here_, tokens_.size() - 1);
        here_ = tokens_.size() - 1;
        return;
    }
    failed_.reset();
    const std::size_t begin = here_;
    take_statements();
    if (failed_) {
        const std::size_t end = std::max(sentence_end(begin), begin + 1);
        here_ = std::max(here_, end);
        // What of the sentence came before was understood and is kept; the rest is open.
        std::size_t from = begin;
        for (const RegelStatement& statement : made_.statements) {
            while (from + 1 < end && tokens_[from].begin < statement.offset + statement.length) {
                ++from;
            }
        }
        while (from + 1 < end &&
               (tokens_[from].kind == TokenKind::Comma || lexemes_[from].role == Role::And)) {
            ++from;
        }
        here_ = end;
        keep_open(from, end);
    }
}

Freitext FreitextParser::run() {
    if (trim(text_).empty()) {
        made_.open.push_back({"", 0, OpenItem::Reason::Empty, ""});
    } else if (text_.size() > limits::freitext_bytes) {
        made_.open.push_back({text_, 0, OpenItem::Reason::Size, ""});
    } else {
        tokens_ = tokenize_freitext(text_);
        scan();
        while (!is_kind(TokenKind::End)) {
            take_sentence();
        }
        fill_other_values();
        if (made_.statements.empty() && made_.open.empty() && made_.explanations.empty()) {
            made_.open.push_back({text_, 0, OpenItem::Reason::Structure, ""});
        }
    }
    for (const OpenItem& item : made_.open) {
        warn("open_" + std::string(to_string(item.reason)),
             {{"text", cut(item.text, 300)}, {"word", item.at}});
    }
    return std::move(made_);
}

}  // namespace gordion::fim::internal
