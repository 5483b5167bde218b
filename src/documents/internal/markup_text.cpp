// SPDX-License-Identifier: EUPL-1.2
#include "documents/internal/markup_text.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <vector>

namespace gordion::documents::internal {
namespace {

constexpr std::size_t link_characters = 1000;

bool is_punctuation(char c) {
    return (c >= '!' && c <= '/') || (c >= ':' && c <= '@') || (c >= '[' && c <= '`') ||
           (c >= '{' && c <= '~');
}

bool is_blank(char c) {
    return c == ' ' || c == '\n' || c == '\t';
}

bool is_safe_target(std::string_view target) {
    constexpr std::array<std::string_view, 4> schemes = {"https:", "http:", "mailto:", "tel:"};
    const bool is_known = std::any_of(schemes.begin(), schemes.end(), [&](std::string_view scheme) {
        return target.size() > scheme.size() && target.substr(0, scheme.size()) == scheme;
    });
    return is_known &&
           std::all_of(target.begin(), target.end(), [](char c) { return c > ' ' && c < 0x7F; });
}

struct Token {
    enum class Kind { Text, Bold, Italic };
    Kind kind = Kind::Text;
    std::string text;
    std::string link;
    bool can_open = false;
    bool can_close = false;
    bool is_matched = false;
};

class Tokenizer {
public:
    explicit Tokenizer(std::string_view source) : source_(source) {}

    std::vector<Token> run() {
        while (at_ < source_.size()) {
            step();
        }
        flush();
        return std::move(tokens_);
    }

private:
    [[nodiscard]] char peek(std::size_t ahead) const {
        return at_ + ahead < source_.size() ? source_[at_ + ahead] : '\n';
    }

    void step() {
        const char c = source_[at_];
        if (c == '\\' && at_ + 1 < source_.size() && is_punctuation(peek(1))) {
            text_ += peek(1);
            at_ += 2;
        } else if (c == '\\' && peek(1) == '\n' && at_ + 1 < source_.size()) {
            text_ += '\n';
            at_ += 2;
        } else if (c == '\n') {
            end_line();
        } else if (c == '*') {
            add_star(peek(1) == '*' ? 2 : 1);
        } else if (c != '[' || !add_link()) {
            text_ += c;
            ++at_;
        }
    }

    void end_line() {
        const bool is_break = text_.size() >= 2 && text_.substr(text_.size() - 2) == "  ";
        while (!text_.empty() && text_.back() == ' ') {
            text_.pop_back();
        }
        text_ += is_break ? '\n' : ' ';
        ++at_;
    }

    void add_star(std::size_t length) {
        const char before = at_ == 0 ? '\n' : source_[at_ - 1];
        const char after = peek(length);
        flush();
        tokens_.push_back({.kind = length == 2 ? Token::Kind::Bold : Token::Kind::Italic,
                           .text = std::string(length, '*'),
                           .link = {},
                           .can_open = !is_blank(after),
                           .can_close = !is_blank(before)});
        at_ += length;
    }

    bool add_link() {
        const std::string_view rest = source_.substr(at_, link_characters);
        const std::size_t close = rest.find("](");
        const std::size_t end = close == std::string_view::npos ? close : rest.find(')', close);
        if (end == std::string_view::npos || close == 1 ||
            rest.substr(1, close - 1).find_first_of("[]\n") != std::string_view::npos) {
            return false;
        }
        const std::string target = unescape(rest.substr(close + 2, end - close - 2));
        if (!is_safe_target(target)) {
            return false;
        }
        flush();
        tokens_.push_back({.text = unescape(rest.substr(1, close - 1)), .link = target});
        at_ += end + 1;
        return true;
    }

    static std::string unescape(std::string_view text) {
        std::string plain_text;
        for (std::size_t i = 0; i < text.size(); ++i) {
            if (text[i] == '\\' && i + 1 < text.size() && is_punctuation(text[i + 1])) {
                ++i;
            }
            plain_text += text[i];
        }
        return plain_text;
    }

    void flush() {
        if (!text_.empty()) {
            tokens_.push_back({.text = std::move(text_), .link = {}});
            text_.clear();
        }
    }

    std::string_view source_;
    std::size_t at_ = 0;
    std::string text_;
    std::vector<Token> tokens_;
};

void match(std::vector<Token>& tokens, Token::Kind kind) {
    std::optional<std::size_t> open;
    for (std::size_t i = 0; i < tokens.size(); ++i) {
        if (tokens[i].kind != kind) {
            continue;
        }
        if (open && tokens[i].can_close) {
            tokens[*open].is_matched = true;
            tokens[i].is_matched = true;
            open.reset();
        } else if (!open && tokens[i].can_open) {
            open = i;
        }
    }
}

void append(Text& text, Span span) {
    if (span.text.empty()) {
        return;
    }
    if (!text.empty() && text.back().weight == span.weight && text.back().slant == span.slant &&
        text.back().link == span.link) {
        text.back().text += span.text;
        return;
    }
    text.push_back(std::move(span));
}

std::size_t find_address(std::string_view text, std::size_t from) {
    return std::min(text.find("https://", from), text.find("http://", from));
}

/// Addresses that stand in the text as such become links to themselves.
void append_linked(Text& text, const Span& span) {
    std::size_t done = 0;
    while (span.link.empty()) {
        const std::size_t begin = find_address(span.text, done);
        if (begin == std::string::npos) {
            break;
        }
        std::size_t end = std::min(span.text.find_first_of(" \n\t<>\"", begin), span.text.size());
        while (end > begin &&
               std::string_view(".,;:!?)").find(span.text[end - 1]) != std::string_view::npos) {
            --end;
        }
        Span link = span;
        link.text = span.text.substr(begin, end - begin);
        link.link = link.text;
        Span before = span;
        before.text = span.text.substr(done, begin - done);
        append(text, before);
        if (link.link.find("//") + 2 == link.link.size() || !is_safe_target(link.link)) {
            link.link.clear();
        }
        append(text, link);
        done = end;
    }
    Span rest = span;
    rest.text = span.text.substr(done);
    append(text, rest);
}

}  // namespace

MarkedText parse_marked_text(std::string_view source) {
    std::vector<Token> tokens = Tokenizer(source).run();
    match(tokens, Token::Kind::Bold);
    match(tokens, Token::Kind::Italic);

    MarkedText parsed;
    Span look;
    for (const Token& token : tokens) {
        if (token.is_matched && token.kind == Token::Kind::Bold) {
            look.weight = look.weight == Weight::Bold ? Weight::Regular : Weight::Bold;
        } else if (token.is_matched) {
            look.slant = look.slant == Slant::Italic ? Slant::Upright : Slant::Italic;
        } else {
            Span span = look;
            span.text = token.text;
            span.link = token.link;
            // A star between blanks is a star; one that touches a word was meant to begin or end.
            parsed.has_unclosed = parsed.has_unclosed || (token.kind != Token::Kind::Text &&
                                                          token.can_open != token.can_close);
            append_linked(parsed.text, span);
        }
    }
    return parsed;
}

}  // namespace gordion::documents::internal
