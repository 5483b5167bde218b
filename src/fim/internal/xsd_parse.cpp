// SPDX-License-Identifier: EUPL-1.2
// XML Schema Part 2, appendix F: the grammar.
#include <algorithm>

#include "fim/internal/xsd_pattern.hpp"

namespace gordion::fim::internal {
namespace {

constexpr int deepest = 64;
constexpr unsigned most_repeats = 100'000;

CharItem range(std::uint32_t first, std::uint32_t last) {
    return {first, last, "", false};
}

class Parser {
public:
    explicit Parser(std::string_view text) : text_(text) {}
    ParsedPattern parse();

private:
    PatternNode choice(int depth);
    PatternNode branch(int depth);
    PatternNode atom(int depth);
    PatternNode quantified(PatternNode what);
    std::optional<std::pair<unsigned, std::optional<unsigned>>> quantity();
    CharSet bracket(int depth);
    void bracket_item(CharSet& set);
    std::vector<CharItem> escape();
    std::vector<CharItem> named_property(bool negated);
    std::optional<std::uint32_t> hex(std::size_t digits);
    std::uint32_t take();
    bool take_if(std::string_view wanted);
    void fail(std::string problem) {
        if (problem_.empty()) {
            problem_ = std::move(problem);
        }
        at_ = text_.size();
    }
    [[nodiscard]] bool at_end() const { return at_ >= text_.size(); }
    [[nodiscard]] char peek() const { return at_end() ? '\0' : text_[at_]; }

    std::string_view text_;
    std::size_t at_ = 0;
    std::string problem_;
};

std::uint32_t Parser::take() {
    if (at_end()) {
        fail("the pattern ends too early");
        return 0;
    }
    const auto byte = [&](std::size_t i) {
        return static_cast<std::uint32_t>(static_cast<unsigned char>(text_[i]));
    };
    const std::uint32_t lead = byte(at_++);
    const std::size_t more = lead < 0xC0 ? 0 : lead >= 0xF0 ? 3 : lead >= 0xE0 ? 2 : 1;
    std::uint32_t value = more == 0 ? lead : lead & (0x3FU >> more);
    for (std::size_t i = 0; i < more && !at_end(); ++i) {
        value = (value << 6U) | (byte(at_++) & 0x3FU);
    }
    return value;
}

bool Parser::take_if(std::string_view wanted) {
    if (text_.substr(at_, wanted.size()) != wanted) {
        return false;
    }
    at_ += wanted.size();
    return true;
}

ParsedPattern Parser::parse() {
    ParsedPattern parsed{choice(0), ""};
    if (!at_end()) {
        fail("a bracket is closed that was not opened");
    }
    parsed.problem = std::move(problem_);
    return parsed;
}

PatternNode Parser::choice(int depth) {
    PatternNode made;
    made.kind = PatternNode::Kind::Choice;
    if (depth > deepest) {
        fail("it is nested too deeply");
        return made;
    }
    do {
        made.parts.push_back(branch(depth));
    } while (take_if("|"));
    return made;
}

PatternNode Parser::branch(int depth) {
    PatternNode made;
    if (depth == 0) {
        take_if("^");
    }
    while (!at_end() && peek() != '|' && peek() != ')') {
        const bool ends =
            depth == 0 && peek() == '$' && (at_ + 1 == text_.size() || text_[at_ + 1] == '|');
        if (ends) {
            ++at_;
        } else {
            made.parts.push_back(quantified(atom(depth)));
        }
    }
    return made;
}

PatternNode Parser::atom(int depth) {
    PatternNode made;
    if (take_if("(")) {
        if (take_if("?") && !take_if(":")) {
            fail("lookaround, flags and named groups cannot be checked in linear time");
            return made;
        }
        made = choice(depth + 1);
        if (!take_if(")")) {
            fail("a bracket is not closed");
        }
        return made;
    }
    made.kind = PatternNode::Kind::Set;
    if (take_if("[")) {
        made.set = bracket(depth + 1);
    } else if (take_if(".")) {
        made.set.items = {range('\n', '\n'), range('\r', '\r')};
        made.set.negated = true;
    } else if (take_if("\\")) {
        made.set.items = escape();
    } else if (peek() == '?' || peek() == '*' || peek() == '+') {
        fail("there is nothing to repeat");
    } else {
        const std::uint32_t character = take();
        made.set.items = {range(character, character)};
    }
    return made;
}

// {2}, {2,} and {2,5}; anything else that begins with { stands for itself.
std::optional<std::pair<unsigned, std::optional<unsigned>>> Parser::quantity() {
    const std::size_t begin = at_;
    const auto number = [&]() -> std::optional<unsigned> {
        unsigned value = 0;
        const std::size_t first = at_;
        while (!at_end() && peek() >= '0' && peek() <= '9') {
            value = std::min(value * 10 + static_cast<unsigned>(peek() - '0'), most_repeats + 1);
            ++at_;
        }
        return at_ == first ? std::nullopt : std::optional(value);
    };
    ++at_;
    const auto least = number();
    std::optional<unsigned> most = least;
    if (least && take_if(",")) {
        most = number();
    }
    if (!least || !take_if("}")) {
        at_ = begin;
        return std::nullopt;
    }
    if (*least > most_repeats || (most && (*most > most_repeats || *most < *least))) {
        fail("the numbers of a repetition make no sense");
    }
    return std::pair(*least, most);
}

PatternNode Parser::quantified(PatternNode what) {
    std::pair<unsigned, std::optional<unsigned>> times{1, 1};
    if (take_if("?")) {
        times = {0, 1};
    } else if (take_if("*")) {
        times = {0, std::nullopt};
    } else if (take_if("+")) {
        times = {1, std::nullopt};
    } else if (const auto counted = peek() == '{' ? quantity() : std::nullopt) {
        times = *counted;
    } else {
        return what;
    }
    take_if("?");  // lazy or not: the whole text matches or it does not
    if (peek() == '*' || peek() == '+' || peek() == '?') {
        fail("a repetition is repeated");
    }
    PatternNode made;
    made.kind = PatternNode::Kind::Repeat;
    made.min = times.first;
    made.max = times.second;
    made.parts.push_back(std::move(what));
    return made;
}

CharSet Parser::bracket(int depth) {
    CharSet set;
    if (depth > deepest) {
        fail("it is nested too deeply");
        return set;
    }
    set.negated = take_if("^");
    for (bool first = true; !at_end() && (peek() != ']' || first); first = false) {
        if (!first && take_if("-[")) {
            set.minus = std::make_shared<const CharSet>(bracket(depth + 1));
            break;
        }
        bracket_item(set);
    }
    if (!take_if("]")) {
        fail("a class is not closed");
    }
    return set;
}

void Parser::bracket_item(CharSet& set) {
    std::vector<CharItem> items;
    if (take_if("\\")) {
        items = escape();
    } else {
        const std::uint32_t character = take();
        items = {range(character, character)};
    }
    const bool is_one = items.size() == 1 && items.front().property.empty() &&
                        items.front().first == items.front().last;
    const char after = at_ + 1 < text_.size() ? text_[at_ + 1] : '\0';
    if (is_one && peek() == '-' && after != ']' && after != '[' && after != '\0') {
        ++at_;
        std::vector<CharItem> end;
        if (take_if("\\")) {
            end = escape();
        } else {
            const std::uint32_t character = take();
            end = {range(character, character)};
        }
        if (end.size() != 1 || !end.front().property.empty() ||
            end.front().first < items.front().first) {
            fail("a range of characters runs backwards");
            return;
        }
        items.front().last = end.front().last;
    }
    set.items.insert(set.items.end(), items.begin(), items.end());
}

std::optional<std::uint32_t> Parser::hex(std::size_t digits) {
    std::uint32_t value = 0;
    for (std::size_t i = 0; i < digits; ++i) {
        const char c = peek();
        const int digit = c >= '0' && c <= '9'   ? c - '0'
                          : c >= 'a' && c <= 'f' ? c - 'a' + 10
                          : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                                 : -1;
        if (digit < 0) {
            fail("a code of a character is not complete");
            return std::nullopt;
        }
        value = value * 16 + static_cast<std::uint32_t>(digit);
        ++at_;
    }
    return value;
}

std::vector<CharItem> Parser::named_property(bool negated) {
    if (!take_if("{")) {
        fail("a property is written \\p{L}");
        return {};
    }
    const auto end = text_.find('}', at_);
    const std::string_view name = end == std::string_view::npos ? "" : text_.substr(at_, end - at_);
    at_ = end == std::string_view::npos ? text_.size() : end + 1;
    std::optional<std::vector<CharItem>> items = property_items(name, negated);
    if (!items) {
        fail("the property " + std::string(name.substr(0, 40)) + " is not known");
    }
    return std::move(items).value_or(std::vector<CharItem>());
}

std::vector<CharItem> Parser::escape() {
    const std::uint32_t letter = take();
    if (auto several = escape_items(letter)) {
        return std::move(*several);
    }
    const auto one = [](std::uint32_t character) {
        return std::vector<CharItem>{range(character, character)};
    };
    switch (letter) {
        case 'n':
            return one('\n');
        case 'r':
            return one('\r');
        case 't':
            return one('\t');
        case 'f':
            return one('\f');
        case 'v':
            return one('\v');
        case 'p':
        case 'P':
            return named_property(letter == 'P');
        case 'x':
        case 'u': {
            const auto value = hex(letter == 'x' ? 2 : 4);
            return one(value.value_or(0));
        }
        default:
            break;
    }
    const bool is_word = (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') ||
                         (letter >= '0' && letter <= '9');
    if (is_word) {
        fail("\\" + std::string(1, static_cast<char>(letter)) + " is not known in XSD");
    }
    return one(letter);
}

}  // namespace

ParsedPattern parse_xsd_pattern(std::string_view pattern) {
    return Parser(pattern).parse();
}

}  // namespace gordion::fim::internal
