// SPDX-License-Identifier: EUPL-1.2
#include "planning/table_text.hpp"

#include <array>
#include <cstdint>

#include "core/text.hpp"

namespace gordion::planning {
namespace {

// What Windows-1252 has where ISO-8859-1 has control characters; 0 stands for nothing.
constexpr std::array<std::uint16_t, 32> windows_1252{
    0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0,      0x017D, 0,      0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178};

Error unreadable(std::string code, std::string message) {
    return {ErrorKind::Invalid, std::move(code), "", {}, std::move(message)};
}

void add_utf8(std::string& text, std::uint32_t point) {
    const auto push = [&text](std::uint32_t byte) { text += static_cast<char>(byte); };
    if (point < 0x80) {
        push(point);
    } else if (point < 0x800) {
        push(0xC0 | (point >> 6U));
        push(0x80 | (point & 0x3FU));
    } else if (point < 0x10000) {
        push(0xE0 | (point >> 12U));
        push(0x80 | ((point >> 6U) & 0x3FU));
        push(0x80 | (point & 0x3FU));
    } else {
        push(0xF0 | (point >> 18U));
        push(0x80 | ((point >> 12U) & 0x3FU));
        push(0x80 | ((point >> 6U) & 0x3FU));
        push(0x80 | (point & 0x3FU));
    }
}

enum class Order { Little, Big };

// RFC 2781; nothing for halves of pairs and for a cut end.
Result<std::string> from_utf16(std::string_view bytes, Order order) {
    const auto unit = [&](std::size_t at) {
        const auto one = static_cast<std::uint32_t>(static_cast<unsigned char>(bytes[at]));
        const auto other = static_cast<std::uint32_t>(static_cast<unsigned char>(bytes[at + 1]));
        return order == Order::Little ? one | (other << 8U) : (one << 8U) | other;
    };
    std::string text;
    text.reserve(bytes.size() / 2);
    bool is_whole = bytes.size() % 2 == 0;
    for (std::size_t at = 0; is_whole && at < bytes.size(); at += 2) {
        std::uint32_t point = unit(at);
        if (point >= 0xD800 && point < 0xDC00 && at + 3 < bytes.size()) {
            const std::uint32_t low = unit(at + 2);
            is_whole = low >= 0xDC00 && low < 0xE000;
            point = 0x10000 + ((point - 0xD800) << 10U) + (low - 0xDC00);
            at += 2;
        } else {
            is_whole = point < 0xD800 || point >= 0xE000;
        }
        if (is_whole) {
            add_utf8(text, point);
        }
    }
    return is_whole ? Result<std::string>(std::move(text))
                    : Result<std::string>(unreadable(
                          "planning.csv_encoding_unknown",
                          "The file begins as UTF-16 and is damaged; export it once more."));
}

std::string from_windows_1252(std::string_view bytes) {
    std::string text;
    text.reserve(bytes.size() + bytes.size() / 8);
    for (const char c : bytes) {
        const auto byte = static_cast<unsigned char>(c);
        const bool is_special = byte >= 0x80 && byte < 0xA0;
        const std::uint32_t special = is_special ? windows_1252.at(byte - 0x80U) : 0U;
        add_utf8(text, special != 0 ? special : byte);
    }
    return text;
}

bool is_spreadsheet(std::string_view bytes) {
    for (const std::string_view mark : {std::string_view("PK\x03\x04"), std::string_view("%PDF"),
                                        std::string_view("\xD0\xCF\x11\xE0"),
                                        std::string_view("\x1F\x8B"), std::string_view("{\\rtf")}) {
        if (bytes.starts_with(mark)) {
            return true;
        }
    }
    return false;
}

Finding read_as(std::string encoding) {
    return {"planning.csv_encoding",
            Severity::Note,
            "",
            {{"encoding", std::move(encoding)}},
            "The file is not UTF-8; it was read in the encoding named here."};
}

}  // namespace

Result<Judged<std::string>> read_table_text(std::string_view bytes) {
    Judged<std::string> read;
    if (is_spreadsheet(bytes)) {
        return unreadable("planning.csv_spreadsheet",
                          "This is a file of a spreadsheet program, an archive or a PDF. Save the "
                          "table as CSV.");
    }
    if (bytes.starts_with("\xFF\xFE") || bytes.starts_with("\xFE\xFF")) {
        const Order order = bytes.front() == '\xFF' ? Order::Little : Order::Big;
        read.value = TRY(from_utf16(bytes.substr(2), order));
        read.findings.push_back(read_as("UTF-16"));
    } else if (is_utf8(bytes)) {
        read.value = std::string(bytes);
    } else {
        read.value = from_windows_1252(bytes);
        read.findings.push_back(read_as("Windows-1252"));
    }
    if (read.value.find('\0') != std::string::npos) {
        return unreadable("planning.csv_encoding_unknown",
                          "The file holds zero bytes: it is no text, or UTF-16 without its mark. "
                          "Export it as CSV in UTF-8.");
    }
    if (read.value.starts_with("sep=") || read.value.starts_with("\xEF\xBB\xBFsep=")) {
        return unreadable("planning.csv_sep_line",
                          "The first line (sep=…) is meant for a spreadsheet program. Delete it.");
    }
    return read;
}

}  // namespace gordion::planning
