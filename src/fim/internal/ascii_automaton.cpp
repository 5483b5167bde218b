// SPDX-License-Identifier: EUPL-1.2
// A pattern as a table (Thompson, then subsets). Most patterns of forms are about postcodes,
// numbers and addresses of ASCII characters; for other texts and for large tables there is RE2.
#include <algorithm>
#include <array>
#include <bitset>
#include <map>

#include "fim/internal/xsd_pattern.hpp"

namespace gordion::fim::internal {

namespace {

using Ascii = std::bitset<128>;

constexpr std::size_t most_steps = 600;   // of the pattern written out
constexpr std::size_t most_states = 400;  // of the table

static_assert(most_states * 129 <= 0xFFFF, "rows of 128 classes are numbered in 16 bits");

// The general category of an ASCII character, as two letters.
std::string_view category_of(std::size_t c) {
    const char character = static_cast<char>(c);
    if (c < 0x20 || c == 0x7F) {
        return "Cc";
    }
    if (character >= '0' && character <= '9') {
        return "Nd";
    }
    if (character >= 'A' && character <= 'Z') {
        return "Lu";
    }
    if (character >= 'a' && character <= 'z') {
        return "Ll";
    }
    constexpr std::array<std::pair<std::string_view, std::string_view>, 7> signs{{{" ", "Zs"},
                                                                                  {"_", "Pc"},
                                                                                  {"-", "Pd"},
                                                                                  {"([{", "Ps"},
                                                                                  {")]}", "Pe"},
                                                                                  {"+<=>|~", "Sm"},
                                                                                  {"^`", "Sk"}}};
    for (const auto& [characters, category] : signs) {
        if (characters.find(character) != std::string_view::npos) {
            return category;
        }
    }
    return character == '$' ? "Sc" : "Po";
}

Ascii ascii_of(const CharSet& set) {
    Ascii made;
    for (const CharItem& item : set.items) {
        for (std::size_t c = 0; c < made.size(); ++c) {
            const bool in = item.property.empty()
                                ? c >= item.first && c <= item.last
                                : category_of(c).substr(0, item.property.size()) == item.property;
            made[c] = made[c] || in != item.negated;
        }
    }
    if (set.negated) {
        made.flip();
    }
    return set.minus != nullptr ? made & ~ascii_of(*set.minus) : made;
}

/// One step: to `next` on a character of `set`, or to each of `jumps` without one.
struct Step {
    Ascii set;
    std::size_t next = 0;
    std::vector<std::size_t> jumps;
};

}  // namespace

class AutomatonMaker {
public:
    std::optional<AsciiAutomaton> make(const PatternNode& root);

private:
    using Steps = std::vector<std::size_t>;
    std::size_t add(const PatternNode& node, std::size_t then);
    std::size_t add_step(Step step);
    std::size_t add_repeat(const PatternNode& node, std::size_t then);
    [[nodiscard]] Steps closure(Steps steps) const;
    void make_classes(AsciiAutomaton& to) const;

    std::vector<Step> steps_;
    bool too_large_ = false;
};

std::size_t AutomatonMaker::add_step(Step step) {
    if (steps_.size() >= most_steps) {
        too_large_ = true;
        return 0;
    }
    steps_.push_back(std::move(step));
    return steps_.size() - 1;
}

// Builds from the end, so that each part knows what comes after it.
std::size_t AutomatonMaker::add(const PatternNode& node, std::size_t then) {
    if (too_large_) {
        return 0;
    }
    switch (node.kind) {
        case PatternNode::Kind::Set:
            return add_step({ascii_of(node.set), then, {}});
        case PatternNode::Kind::Sequence:
            for (auto part = node.parts.rbegin(); part != node.parts.rend(); ++part) {
                then = add(*part, then);
            }
            return then;
        case PatternNode::Kind::Choice: {
            Step choice;
            for (const PatternNode& part : node.parts) {
                choice.jumps.push_back(add(part, then));
            }
            return add_step(std::move(choice));
        }
        case PatternNode::Kind::Repeat:
            break;
    }
    return add_repeat(node, then);
}

std::size_t AutomatonMaker::add_repeat(const PatternNode& node, std::size_t then) {
    const PatternNode& what = node.parts.front();
    if (!node.max) {
        const std::size_t loop = add_step({{}, 0, {then}});
        const std::size_t body = add(what, loop);
        if (!too_large_) {
            steps_[loop].jumps.push_back(body);
        }
        then = loop;
    } else {
        for (unsigned i = node.min; i < *node.max && !too_large_; ++i) {
            const std::size_t body = add(what, then);
            // What follows the whole repetition may follow each of its ends.
            then = add_step({{}, 0, {body, then}});
        }
    }
    for (unsigned i = 0; i < node.min && !too_large_; ++i) {
        then = add(what, then);
    }
    return then;
}

AutomatonMaker::Steps AutomatonMaker::closure(Steps steps) const {
    std::vector<bool> seen(steps_.size(), false);
    Steps all;
    while (!steps.empty()) {
        const std::size_t step = steps.back();
        steps.pop_back();
        if (seen[step]) {
            continue;
        }
        seen[step] = true;
        all.push_back(step);
        steps.insert(steps.end(), steps_[step].jumps.begin(), steps_[step].jumps.end());
    }
    std::sort(all.begin(), all.end());
    return all;
}

// Characters that no set of the pattern tells apart are one class.
void AutomatonMaker::make_classes(AsciiAutomaton& to) const {
    std::map<std::string, std::uint8_t> known;
    to.class_of_.resize(128);
    for (std::size_t c = 0; c < 128; ++c) {
        std::string sets;
        for (const Step& step : steps_) {
            sets += step.set[c] ? '1' : '0';
        }
        to.class_of_[c] =
            known.try_emplace(std::move(sets), static_cast<std::uint8_t>(known.size()))
                .first->second;
    }
    to.classes_ = known.size();
}

std::optional<AsciiAutomaton> AutomatonMaker::make(const PatternNode& root) {
    const std::size_t end = add_step({});
    const std::size_t begin = add(root, end);
    if (too_large_) {
        return std::nullopt;
    }
    AsciiAutomaton made;
    make_classes(made);
    std::vector<std::size_t> example(made.classes_);
    for (std::size_t c = 0; c < 128; ++c) {
        example[made.class_of_[c]] = c;
    }
    // State 0 is where nothing matches any more, state 1 the beginning.
    std::map<Steps, std::uint16_t> states{{{}, 0}, {closure({begin}), 1}};
    std::vector<Steps> todo{{}, closure({begin})};
    const std::size_t width = made.classes_ + 1;
    for (std::size_t state = 0; state < todo.size(); ++state) {
        const Steps here = todo[state];
        for (const std::size_t character : example) {
            Steps after;
            for (const std::size_t step : here) {
                if (steps_[step].set[character]) {
                    after.push_back(steps_[step].next);
                }
            }
            after = closure(std::move(after));
            const auto [found, is_new] =
                states.try_emplace(after, static_cast<std::uint16_t>(todo.size()));
            if (is_new) {
                todo.push_back(std::move(after));
            }
            made.rows_.push_back(static_cast<std::uint16_t>(found->second * width));
        }
        const bool accepts = std::find(here.begin(), here.end(), end) != here.end();
        made.rows_.push_back(accepts ? 1 : 0);
        if (todo.size() > most_states) {
            return std::nullopt;
        }
    }
    return made;
}

std::optional<AsciiAutomaton> AsciiAutomaton::make(const PatternNode& root) {
    return AutomatonMaker().make(root);
}

AsciiAutomaton::Verdict AsciiAutomaton::run(std::string_view text) const {
    std::size_t row = classes_ + 1;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte >= 0x80) {
            return Verdict::NotAscii;
        }
        row = rows_[row + class_of_[byte]];
    }
    return rows_[row + classes_] != 0 ? Verdict::Matches : Verdict::DoesNot;
}

}  // namespace gordion::fim::internal
