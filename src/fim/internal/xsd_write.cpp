// SPDX-License-Identifier: EUPL-1.2
// Writing a pattern for engines that know neither class subtraction nor XSD's escapes. What is left
// of a class is written as a negated class of negations: [a-z-[aeiou]] is [^\x{0}-\x{60}…aeiou].
#include <algorithm>

#include "fim/internal/xsd_pattern.hpp"

namespace gordion::fim::internal {
namespace {

constexpr std::uint32_t last_character = 0x10FFFF;
constexpr std::size_t most_atoms = 2'000;
constexpr std::size_t most_bytes = 64 * 1024;

using Items = std::vector<CharItem>;

// Sorted, and joined where they touch.
Items normal(Items items) {
    std::sort(items.begin(), items.end(),
              [](const CharItem& left, const CharItem& right) { return left.first < right.first; });
    Items made;
    for (CharItem& item : items) {
        if (!made.empty() && item.first <= made.back().last + 1) {
            made.back().last = std::max(made.back().last, item.last);
        } else {
            made.push_back(std::move(item));
        }
    }
    return made;
}

// Of normal items: everything else.
Items others(const Items& items) {
    Items rest;
    std::uint32_t next = 0;
    for (const CharItem& item : items) {
        if (item.first > next) {
            rest.push_back({next, item.first - 1, "", false});
        }
        next = item.last + 1;
    }
    if (next <= last_character) {
        rest.push_back({next, last_character, "", false});
    }
    return rest;
}

// A set of ranges only is calculated; with a property in it, it has to be written out.
std::optional<Items> ranges_of(const CharSet& set) {
    const bool has_property = std::any_of(set.items.begin(), set.items.end(),
                                          [](const auto& item) { return !item.property.empty(); });
    if (has_property) {
        return std::nullopt;
    }
    Items items = normal(set.items);
    if (set.negated) {
        items = others(items);
    }
    if (set.minus == nullptr) {
        return items;
    }
    const std::optional<Items> minus = ranges_of(*set.minus);
    if (!minus) {
        return std::nullopt;
    }
    // What is left is what is neither outside nor taken away.
    Items gone = others(items);
    gone.insert(gone.end(), minus->begin(), minus->end());
    return others(normal(std::move(gone)));
}

/// What all of them hold, and such products together.
using Product = Items;
using Sum = std::vector<Product>;

Sum both(const Sum& left, const Sum& right, bool& too_large) {
    Sum made;
    std::size_t atoms = 0;
    for (const Product& ours : left) {
        for (const Product& theirs : right) {
            atoms += ours.size() + theirs.size();
            if (atoms > most_atoms) {
                too_large = true;
                return made;
            }
            Product product = ours;
            product.insert(product.end(), theirs.begin(), theirs.end());
            made.push_back(std::move(product));
        }
    }
    return made;
}

CharItem negate(CharItem item) {
    item.negated = !item.negated;
    return item;
}

// Not (a and b) or (c) is (not a or not b) and (not c).
Sum complement(const Sum& sum, bool& too_large) {
    Sum made{{}};
    for (const Product& product : sum) {
        Sum alternatives;
        for (const CharItem& item : product) {
            alternatives.push_back({negate(item)});
        }
        made = both(made, alternatives, too_large);
        if (too_large) {
            break;
        }
    }
    return made;
}

Sum sum_of(const CharSet& set, bool& too_large) {
    Sum made;
    for (const CharItem& item : set.items) {
        made.push_back({item});
    }
    if (set.negated) {
        made = complement(made, too_large);
    }
    if (set.minus != nullptr && !too_large) {
        made = both(made, complement(sum_of(*set.minus, too_large), too_large), too_large);
    }
    return made;
}

class Writer {
public:
    explicit Writer(Engine engine) : engine_(engine) {}
    void write(const PatternNode& node);
    std::string take() { return too_large_ || text_.size() > most_bytes ? "" : std::move(text_); }

private:
    void write_set(const CharSet& set);
    void write_items(const Items& items);
    void write_ranges(const Items& ranges);
    void write_repeat(const PatternNode& node);
    void write_character(std::uint32_t value);
    void write_range(std::uint32_t first, std::uint32_t last);

    Engine engine_;
    std::string text_;
    bool too_large_ = false;
};

void Writer::write_character(std::uint32_t value) {
    std::uint32_t c = value;
    const bool plain = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
    if (plain) {
        text_ += static_cast<char>(c);
        return;
    }
    constexpr std::string_view digits = "0123456789ABCDEF";
    constexpr std::uint32_t last_byte = 0xFF;
    constexpr std::uint32_t last_unit = 0xFFFF;
    std::string hex;
    do {
        hex.insert(hex.begin(), digits[c & 0xFU]);
        c >>= 4U;
    } while (c != 0);
    if (engine_ == Engine::Re2) {
        text_ += "\\x{" + hex + "}";
    } else if (value <= last_byte) {
        // Understood without the flag u, too: some validators forget it.
        text_ += "\\x" + std::string(2 - hex.size(), '0') + hex;
    } else if (value <= last_unit) {
        text_ += "\\u" + std::string(4 - hex.size(), '0') + hex;
    } else {
        text_ += "\\u{" + hex + "}";
    }
}

void Writer::write_range(std::uint32_t first, std::uint32_t last) {
    write_character(first);
    if (last > first) {
        text_ += '-';
        write_character(last);
    }
}

void Writer::write_items(const Items& items) {
    for (const CharItem& item : items) {
        if (!item.property.empty()) {
            text_ += (item.negated ? "\\P{" : "\\p{") + item.property + "}";
        } else if (!item.negated) {
            write_range(item.first, item.last);
        } else {
            if (item.first > 0) {
                write_range(0, item.first - 1);
            }
            if (item.last < last_character) {
                write_range(item.last + 1, last_character);
            }
        }
    }
}

void Writer::write_ranges(const Items& ranges) {
    if (ranges.size() == 1 && ranges.front().first == ranges.front().last) {
        write_character(ranges.front().first);
        return;
    }
    if (ranges.empty()) {
        // No character at all; both engines lack a word for it.
        text_ += "[^";
        write_range(0, last_character);
    } else {
        text_ += '[';
        write_items(ranges);
    }
    text_ += ']';
}

void Writer::write_set(const CharSet& set) {
    if (const std::optional<Items> ranges = ranges_of(set)) {
        write_ranges(*ranges);
        return;
    }
    const Sum sum = sum_of(set, too_large_);
    if (too_large_) {
        return;
    }
    Items singles;
    std::vector<const Product*> products;
    for (const Product& product : sum) {
        if (product.size() == 1) {
            singles.push_back(product.front());
        } else {
            products.push_back(&product);
        }
    }
    const bool several = products.size() + (singles.empty() ? 0 : 1) > 1;
    text_ += several ? "(?:" : "";
    if (!singles.empty()) {
        text_ += '[';
        write_items(singles);
        text_ += ']';
    }
    for (std::size_t i = 0; i < products.size(); ++i) {
        text_ += i > 0 || !singles.empty() ? "|[^" : "[^";
        Items negations;
        for (const CharItem& item : *products[i]) {
            negations.push_back(negate(item));
        }
        write_items(negations);
        text_ += ']';
    }
    text_ += several ? ")" : "";
}

void Writer::write_repeat(const PatternNode& node) {
    const PatternNode& what = node.parts.front();
    const bool is_atom = what.kind == PatternNode::Kind::Set;  // written as one
    text_ += is_atom ? "" : "(?:";
    write(what);
    text_ += is_atom ? "" : ")";
    if (node.min == 0 && node.max == 1U) {
        text_ += '?';
    } else if (node.min == 0 && !node.max) {
        text_ += '*';
    } else if (node.min == 1 && !node.max) {
        text_ += '+';
    } else {
        text_ += "{" + std::to_string(node.min);
        if (node.max != node.min) {
            text_ += "," + (node.max ? std::to_string(*node.max) : "");
        }
        text_ += "}";
    }
}

void Writer::write(const PatternNode& node) {
    if (text_.size() > most_bytes) {
        return;
    }
    switch (node.kind) {
        case PatternNode::Kind::Set:
            write_set(node.set);
            return;
        case PatternNode::Kind::Repeat:
            write_repeat(node);
            return;
        case PatternNode::Kind::Sequence:
            for (const PatternNode& part : node.parts) {
                write(part);
            }
            return;
        case PatternNode::Kind::Choice:
            break;
    }
    const bool several = node.parts.size() > 1;
    text_ += several ? "(?:" : "";
    for (std::size_t i = 0; i < node.parts.size(); ++i) {
        text_ += i > 0 ? "|" : "";
        write(node.parts[i]);
    }
    text_ += several ? ")" : "";
}

}  // namespace

std::string write_pattern(const PatternNode& root, Engine engine) {
    Writer writer(engine);
    writer.write(root);
    return writer.take();
}

}  // namespace gordion::fim::internal
