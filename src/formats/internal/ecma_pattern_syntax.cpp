// SPDX-License-Identifier: EUPL-1.2
#include <array>
#include <charconv>
#include <cstdint>
#include <optional>

#include "core/text.hpp"
#include "formats/internal/ecma_pattern.hpp"

namespace gordion::formats::internal {
namespace {

// What ECMA 262 calls white space and line ends, as members of a class; and all others.
constexpr std::string_view blank =
    R"(\t-\r \x{A0}\x{1680}\x{2000}-\x{200A}\x{2028}\x{2029}\x{202F}\x{205F}\x{3000}\x{FEFF})";
constexpr std::string_view not_blank =
    R"(\x00-\x08\x0E-\x1F!-\x{9F}\x{A1}-\x{167F}\x{1681}-\x{1FFF}\x{200B}-\x{2027})"
    R"(\x{202A}-\x{202E}\x{2030}-\x{205E}\x{2060}-\x{2FFF}\x{3001}-\x{FEFE}\x{FF00}-\x{10FFFF})";

struct Property {
    std::string_view name;
    std::string_view re2;
};

// The long names of general categories; RE2 knows only the short ones.
constexpr std::array<Property, 38> properties{{
    {"Letter", "L"},
    {"Cased_Letter", "LC"},
    {"Uppercase_Letter", "Lu"},
    {"Lowercase_Letter", "Ll"},
    {"Titlecase_Letter", "Lt"},
    {"Modifier_Letter", "Lm"},
    {"Other_Letter", "Lo"},
    {"Mark", "M"},
    {"Combining_Mark", "M"},
    {"Nonspacing_Mark", "Mn"},
    {"Spacing_Mark", "Mc"},
    {"Enclosing_Mark", "Me"},
    {"Number", "N"},
    {"Decimal_Number", "Nd"},
    {"digit", "Nd"},
    {"Letter_Number", "Nl"},
    {"Other_Number", "No"},
    {"Punctuation", "P"},
    {"punct", "P"},
    {"Connector_Punctuation", "Pc"},
    {"Dash_Punctuation", "Pd"},
    {"Open_Punctuation", "Ps"},
    {"Close_Punctuation", "Pe"},
    {"Initial_Punctuation", "Pi"},
    {"Final_Punctuation", "Pf"},
    {"Other_Punctuation", "Po"},
    {"Symbol", "S"},
    {"Math_Symbol", "Sm"},
    {"Currency_Symbol", "Sc"},
    {"Modifier_Symbol", "Sk"},
    {"Other_Symbol", "So"},
    {"Separator", "Z"},
    {"Space_Separator", "Zs"},
    {"Line_Separator", "Zl"},
    {"Paragraph_Separator", "Zp"},
    {"Control", "Cc"},
    {"cntrl", "Cc"},
    {"Format", "Cf"},
}};

class Translator {
public:
    explicit Translator(std::string_view pattern) : pattern_(pattern) {}

    Result<std::string> translate() {
        while (at_ < pattern_.size()) {
            TRY(piece());
        }
        return std::move(out_);
    }

private:
    Error refuse(std::string reason) const {
        return {ErrorKind::Unsupported,
                "formats.schema_pattern",
                "",
                {{"pattern", std::string(first_characters(pattern_, 100))},
                 {"reason", std::move(reason)}},
                "The pattern is no regular expression of ECMA 262 that can be searched in linear "
                "time."};
    }

    [[nodiscard]] bool has(std::string_view text) const {
        return pattern_.substr(at_).starts_with(text);
    }

    void character(std::uint32_t code) {
        constexpr std::string_view digits = "0123456789ABCDEF";
        out_ += "\\x{";
        for (int shift = 20; shift >= 0; shift -= 4) {
            out_ += digits[(code >> shift) & 15];
        }
        out_ += '}';
    }

    Result<void> piece() {
        switch (pattern_[at_]) {
            case '\\':
                return escape(false);
            case '[':
                return character_class();
            case '(':
                return group();
            case '.':
                out_ += R"([^\n\r\x{2028}\x{2029}])";
                ++at_;
                return {};
            default:
                out_ += pattern_[at_++];
                return {};
        }
    }

    Result<void> group() {
        if (!has("(?")) {
            out_ += pattern_[at_++];
            return {};
        }
        if (has("(?=") || has("(?!") || has("(?<=") || has("(?<!")) {
            return refuse("lookaround");
        }
        if (has("(?<")) {
            const std::size_t end = pattern_.find('>', at_);
            if (end == std::string_view::npos) {
                return refuse("the name of a group does not end");
            }
            at_ = end + 1;
        } else if (has("(?:")) {
            at_ += 3;
        } else {
            return refuse("a group that ECMA 262 does not know");
        }
        out_ += "(?:";
        return {};
    }

    Result<void> character_class() {
        ++at_;
        const bool is_negated = has("^");
        at_ += is_negated ? 1 : 0;
        if (has("]")) {  // [] matches nothing, [^] everything.
            ++at_;
            out_ += is_negated ? "[\\x00-\\x{10FFFF}]" : "[^\\x00-\\x{10FFFF}]";
            return {};
        }
        out_ += is_negated ? "[^" : "[";
        while (at_ < pattern_.size() && pattern_[at_] != ']') {
            if (pattern_[at_] == '\\') {
                TRY(escape(true));
            } else if (pattern_[at_] == '[' || pattern_[at_] == '^') {
                out_ += '\\';
                out_ += pattern_[at_++];
            } else {
                out_ += pattern_[at_++];
            }
        }
        if (at_ == pattern_.size()) {
            return refuse("a class does not end");
        }
        out_ += ']';
        ++at_;
        return {};
    }

    // Behind a backslash, within a class or outside of one.
    Result<void> escape(bool in_class) {
        if (++at_ == pattern_.size()) {
            return refuse("a backslash stands at the end");
        }
        const char c = pattern_[at_++];
        switch (c) {
            case 'd':
            case 'D':
            case 'w':
            case 'W':
            case 't':
            case 'n':
            case 'v':
            case 'f':
            case 'r':
                out_ += '\\';
                out_ += c;
                return {};
            case 's':
                out_ += in_class ? std::string(blank) : "[" + std::string(blank) + "]";
                return {};
            case 'S':
                out_ += in_class ? std::string(not_blank) : "[" + std::string(not_blank) + "]";
                return {};
            case 'p':
            case 'P':
                return property(c);
            case 'b':
            case 'B':
                return boundary(c, in_class);
            default:
                return code(c);
        }
    }

    Result<void> boundary(char c, bool in_class) {
        if (in_class && c == 'b') {
            character(8);
            return {};
        }
        if (in_class) {
            return refuse("\\B in a class");
        }
        out_ += '\\';
        out_ += c;
        return {};
    }

    Result<void> property(char c) {
        const std::size_t end = pattern_.find('}', at_);
        if (!has("{") || end == std::string_view::npos) {
            return refuse("\\p without a name in braces");
        }
        std::string_view name = pattern_.substr(at_ + 1, end - at_ - 1);
        at_ = end + 1;
        for (const std::string_view prefix : {"General_Category=", "gc=", "Script=", "sc="}) {
            if (name.starts_with(prefix)) {
                name.remove_prefix(prefix.size());
                break;
            }
        }
        for (const Property& known : properties) {
            name = known.name == name ? known.re2 : name;
        }
        if (name.empty() ||
            name.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                   "abcdefghijklmnopqrstuvwxyz_") != std::string_view::npos) {
            return refuse("an unknown property of characters");
        }
        out_ += std::string("\\") + c + "{" + std::string(name) + "}";
        return {};
    }

    std::optional<std::uint32_t> hex(std::size_t digits) {
        const std::string_view text = pattern_.substr(at_, digits);
        std::uint32_t code = 0;
        const auto read = std::from_chars(text.data(), text.data() + text.size(), code, 16);
        if (text.size() != digits || digits == 0 || read.ptr != text.data() + digits) {
            return std::nullopt;
        }
        at_ += digits;
        return code;
    }

    std::optional<std::uint32_t> unicode() {
        if (has("{")) {
            const std::size_t end = pattern_.find('}', at_);
            if (end == std::string_view::npos || end - at_ - 1 > 8) {
                return std::nullopt;
            }
            ++at_;
            const auto code = hex(end - at_);
            at_ = end + 1;
            return code;
        }
        const auto high = hex(4);
        if (!high || *high < 0xD800 || *high > 0xDBFF || !has("\\u")) {
            return high;
        }
        at_ += 2;
        const auto low = hex(4);
        if (!low || *low < 0xDC00 || *low > 0xDFFF) {
            return std::nullopt;
        }
        return 0x10000 + ((*high - 0xD800) << 10) + (*low - 0xDC00);
    }

    // A character that is written by its code, or for itself.
    Result<void> code(char c) {
        std::optional<std::uint32_t> code;
        const bool is_letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        if (c == 'x') {
            code = hex(2);
        } else if (c == 'u') {
            code = unicode();
        } else if (c == '0' && (at_ == pattern_.size() || !is_digits(pattern_.substr(at_, 1)))) {
            code = 0;
        } else if (c == 'c' && at_ < pattern_.size()) {
            const char letter = pattern_[at_++];
            const bool is_control =
                (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z');
            code = is_control ? std::optional<std::uint32_t>(letter & 31) : std::nullopt;
        } else if (c == 'k' || (c >= '0' && c <= '9')) {
            return refuse("a back reference");
        } else if (!is_letter && static_cast<unsigned char>(c) < 0x80) {
            code = static_cast<std::uint32_t>(c);
        }
        if (!code || *code > 0x10FFFF || (*code >= 0xD800 && *code <= 0xDFFF)) {
            return refuse("an escape that ECMA 262 does not know");
        }
        character(*code);
        return {};
    }

    std::string_view pattern_;
    std::size_t at_ = 0;
    std::string out_;
};

}  // namespace

Result<std::string> to_re2(std::string_view pattern) {
    return Translator(pattern).translate();
}

}  // namespace gordion::formats::internal
