// SPDX-License-Identifier: EUPL-1.2
// XML Schema Part 2, appendix F: what escapes and properties stand for.
#include <algorithm>
#include <array>

#include "fim/internal/xsd_pattern.hpp"

namespace gordion::fim::internal {
namespace {

constexpr std::uint32_t last_character = 0x10FFFF;

struct Range {
    std::uint32_t first;
    std::uint32_t last;
};

// XML 1.0, NameStartChar and what NameChar adds to it.
constexpr std::array<Range, 16> name_start{{{':', ':'},
                                            {'A', 'Z'},
                                            {'_', '_'},
                                            {'a', 'z'},
                                            {0xC0, 0xD6},
                                            {0xD8, 0xF6},
                                            {0xF8, 0x2FF},
                                            {0x370, 0x37D},
                                            {0x37F, 0x1FFF},
                                            {0x200C, 0x200D},
                                            {0x2070, 0x218F},
                                            {0x2C00, 0x2FEF},
                                            {0x3001, 0xD7FF},
                                            {0xF900, 0xFDCF},
                                            {0xFDF0, 0xFFFD},
                                            {0x10000, 0xEFFFF}}};
constexpr std::array<Range, 5> name_more{
    {{'-', '.'}, {'0', '9'}, {0xB7, 0xB7}, {0x300, 0x36F}, {0x203F, 0x2040}}};

struct Block {
    std::string_view name;
    Range range;
};
constexpr std::array<Block, 17> blocks{{{"IsBasicLatin", {0, 0x7F}},
                                        {"IsLatin-1Supplement", {0x80, 0xFF}},
                                        {"IsLatinExtended-A", {0x100, 0x17F}},
                                        {"IsLatinExtended-B", {0x180, 0x24F}},
                                        {"IsIPAExtensions", {0x250, 0x2AF}},
                                        {"IsSpacingModifierLetters", {0x2B0, 0x2FF}},
                                        {"IsCombiningDiacriticalMarks", {0x300, 0x36F}},
                                        {"IsGreek", {0x370, 0x3FF}},
                                        {"IsCyrillic", {0x400, 0x4FF}},
                                        {"IsHebrew", {0x590, 0x5FF}},
                                        {"IsArabic", {0x600, 0x6FF}},
                                        {"IsLatinExtendedAdditional", {0x1E00, 0x1EFF}},
                                        {"IsGeneralPunctuation", {0x2000, 0x206F}},
                                        {"IsSuperscriptsandSubscripts", {0x2070, 0x209F}},
                                        {"IsCurrencySymbols", {0x20A0, 0x20CF}},
                                        {"IsLetterlikeSymbols", {0x2100, 0x214F}},
                                        {"IsMathematicalOperators", {0x2200, 0x22FF}}}};

constexpr std::array<std::string_view, 36> categories{
    {"L",  "Lu", "Ll", "Lt", "Lm", "Lo", "M",  "Mn", "Mc", "Me", "N",  "Nd",
     "Nl", "No", "P",  "Pc", "Pd", "Ps", "Pe", "Pi", "Pf", "Po", "Z",  "Zs",
     "Zl", "Zp", "S",  "Sm", "Sc", "Sk", "So", "C",  "Cc", "Cf", "Co", "Cs"}};

CharItem range(std::uint32_t first, std::uint32_t last) {
    return {first, last, "", false};
}

CharItem property(std::string_view name, bool negated) {
    return {0, 0, std::string(name), negated};
}

// Everything outside of sorted ranges that do not touch.
std::vector<CharItem> complement(std::vector<CharItem> items) {
    std::sort(items.begin(), items.end(),
              [](const CharItem& left, const CharItem& right) { return left.first < right.first; });
    std::vector<CharItem> rest;
    std::uint32_t next = 0;
    for (const CharItem& item : items) {
        if (item.first > next) {
            rest.push_back(range(next, item.first - 1));
        }
        next = item.last + 1;
    }
    if (next <= last_character) {
        rest.push_back(range(next, last_character));
    }
    return rest;
}

std::vector<CharItem> name_items(bool also_inside) {
    std::vector<CharItem> items;
    for (const Range& each : name_start) {
        items.push_back(range(each.first, each.last));
    }
    for (const Range& each : name_more) {
        if (also_inside) {
            items.push_back(range(each.first, each.last));
        }
    }
    return items;
}

std::vector<CharItem> spaces() {
    return {range('\t', '\n'), range('\r', '\r'), range(' ', ' ')};
}

}  // namespace

std::optional<std::vector<CharItem>> escape_items(std::uint32_t letter) {
    switch (letter) {
        case 's':
            return spaces();
        case 'S':
            return complement(spaces());
        case 'i':
        case 'c':
            return name_items(letter == 'c');
        case 'I':
        case 'C':
            return complement(name_items(letter == 'C'));
        case 'd':
        case 'D':
            return std::vector<CharItem>{property("Nd", letter == 'D')};
        case 'w':
            return std::vector<CharItem>{property("L", false), property("M", false),
                                         property("N", false), property("S", false)};
        case 'W':
            return std::vector<CharItem>{property("P", false), property("Z", false),
                                         property("C", false)};
        default:
            return std::nullopt;
    }
}

std::optional<std::vector<CharItem>> property_items(std::string_view name, bool negated) {
    if (std::find(categories.begin(), categories.end(), name) != categories.end()) {
        return std::vector<CharItem>{property(name, negated)};
    }
    const auto* block = std::find_if(blocks.begin(), blocks.end(),
                                     [&](const Block& each) { return each.name == name; });
    if (block == blocks.end()) {
        return std::nullopt;
    }
    std::vector<CharItem> items{range(block->range.first, block->range.last)};
    return negated ? complement(std::move(items)) : items;
}

}  // namespace gordion::fim::internal
