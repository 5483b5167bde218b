// SPDX-License-Identifier: EUPL-1.2
#include <charconv>
#include <cmath>

#include "core/text.hpp"
#include "formats/json.hpp"

namespace gordion::formats {
namespace {

// Bytes that may stand in a JSON text as they are.
constexpr bool is_plain(char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte >= 0x20 && byte < 0x80 && c != '"' && c != '\\';
}

constexpr std::array<bool, 256> plain = [] {
    std::array<bool, 256> table{};
    for (std::size_t byte = 0; byte < table.size(); ++byte) {
        table[byte] = is_plain(static_cast<char>(byte));
    }
    return table;
}();

// Length of the longest beginning that is UTF-8 of one character beyond ASCII, or 0.
std::size_t wide_character_length(std::string_view text) {
    for (std::size_t length = 2; length <= 4 && length <= text.size(); ++length) {
        if (is_utf8(text.substr(0, length))) {
            return length;
        }
    }
    return 0;
}

void append_escaped(std::string& out, unsigned char byte) {
    switch (byte) {
        case '"':
            out += "\\\"";
            return;
        case '\\':
            out += "\\\\";
            return;
        case '\n':
            out += "\\n";
            return;
        case '\r':
            out += "\\r";
            return;
        case '\t':
            out += "\\t";
            return;
        default:
            constexpr std::string_view digits = "0123456789abcdef";
            out += "\\u00";
            out += digits[byte >> 4];
            out += digits[byte & 15];
    }
}

// Characters beyond ASCII. Our own code may have put other bytes than UTF-8 into a value; the text
// stays valid JSON.
void append_wide(std::string& out, std::string_view bytes) {
    if (is_utf8(bytes)) {
        out += bytes;
        return;
    }
    for (std::size_t at = 0; at < bytes.size();) {
        const std::size_t length = wide_character_length(bytes.substr(at));
        out += length == 0 ? std::string_view("\xEF\xBF\xBD") : bytes.substr(at, length);
        at += std::max<std::size_t>(length, 1);
    }
}

void append_text(std::string& out, std::string_view text) {
    out += '"';
    std::size_t at = 0;
    while (at < text.size()) {
        std::size_t end = at;
        while (end < text.size() && plain[static_cast<unsigned char>(text[end])]) {
            ++end;
        }
        out.append(text, at, end - at);
        if (end == text.size()) {
            break;
        }
        const auto byte = static_cast<unsigned char>(text[end]);
        if (byte < 0x80) {
            append_escaped(out, byte);
            at = end + 1;
        } else {
            at = end;
            while (at < text.size() && static_cast<unsigned char>(text[at]) >= 0x80) {
                ++at;
            }
            append_wide(out, text.substr(end, at - end));
        }
    }
    out += '"';
}

template <typename Number>
void append_number(std::string& out, Number number) {
    std::array<char, 32> digits{};
    const auto written = std::to_chars(digits.data(), digits.data() + digits.size(), number);
    VERIFY(written.ec == std::errc(), "32 characters hold every number in shortest form");
    out.append(digits.data(), written.ptr);
}

class Writer {
public:
    explicit Writer(bool pretty) : pretty_(pretty) {}

    std::string write(const Json& value) {
        append(value);
        return std::move(out_);
    }

private:
    void append(const Json& value) {
        if (value.is_string()) {
            append_text(out_, value.as_string());
        } else if (value.is_int()) {
            append_number(out_, value.as_int());
        } else if (value.is_number()) {
            const double number = value.as_number();
            VERIFY(std::isfinite(number), "JSON has no word for infinity or not-a-number");
            // Minus zero would read back as the whole number 0.
            append_number(out_, number == 0 ? 0.0 : number);
        } else if (value.is_bool()) {
            out_ += value.as_bool() ? "true" : "false";
        } else if (value.is_array()) {
            append_items('[', ']', value.as_array(), [this](const Json& item) { append(item); });
        } else if (value.is_object()) {
            append_items('{', '}', value.as_object(), [this](const Json::Member& member) {
                append_text(out_, member.first);
                out_ += pretty_ ? ": " : ":";
                append(member.second);
            });
        } else {
            out_ += "null";
        }
    }

    template <typename Items, typename Append>
    void append_items(char open, char close, const Items& items, const Append& append_item) {
        out_ += open;
        ++level_;
        bool first = true;
        for (const auto& item : items) {
            if (!first) {
                out_ += ',';
            }
            first = false;
            break_line();
            append_item(item);
        }
        --level_;
        if (!items.empty()) {
            break_line();
        }
        out_ += close;
    }

    void break_line() {
        if (pretty_) {
            out_ += '\n';
            out_.append(2 * level_, ' ');
        }
    }

    bool pretty_;
    std::size_t level_ = 0;
    std::string out_;
};

}  // namespace

std::string write_json(const Json& value) {
    return Writer(false).write(value);
}

std::string write_json_pretty(const Json& value) {
    return Writer(true).write(value);
}

}  // namespace gordion::formats
