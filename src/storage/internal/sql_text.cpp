// SPDX-License-Identifier: EUPL-1.2
#include "storage/internal/sql_text.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace gordion::storage::internal {
namespace {

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

/// What may stand inside an identifier. Bytes of multi-byte characters count as letters, as both
/// databases see them.
bool is_word(char c) {
    return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
           static_cast<unsigned char>(c) >= 0x80;
}

/// The length of the quoted text or comment that begins at `at`, or 0 if none does. One that never
/// ends reaches to the end of the text. A doubled quote reads as two quoted texts in a row, which
/// comes to the same.
std::size_t length_of_opaque(std::string_view sql, std::size_t at) {
    const auto until = [&](std::string_view end, std::size_t from) {
        const std::size_t found = sql.find(end, from);
        return (found == std::string_view::npos ? sql.size() : found + end.size()) - at;
    };
    const char c = sql[at];
    if (c == '\'' || c == '"' || c == '`') {
        return until(std::string_view(&sql[at], 1), at + 1);
    }
    if (sql.substr(at, 2) == "--") {
        return until("\n", at + 2);
    }
    if (sql.substr(at, 2) == "/*") {
        return until("*/", at + 2);
    }
    return 0;
}

std::string_view word_at(std::string_view sql, std::size_t at) {
    std::size_t end = at;
    while (end < sql.size() && is_word(sql[end])) {
        ++end;
    }
    return sql.substr(at, end - at);
}

std::string_view postgres_type(std::string_view word) {
    static constexpr std::array<std::pair<std::string_view, std::string_view>, 3> types{
        {{"blob", "bytea"}, {"integer", "bigint"}, {"real", "double precision"}}};
    for (const auto& [ours, theirs] : types) {
        const bool same = std::equal(
            word.begin(), word.end(), ours.begin(), ours.end(), [](char left, char right) {
                return (left >= 'A' && left <= 'Z' ? left - 'A' + 'a' : left) == right;
            });
        if (same) {
            return theirs;
        }
    }
    return word;
}

/// Calls `visit` with the position of the dollar of each placeholder.
template <typename Visit>
void for_each_placeholder(std::string_view sql, Visit visit) {
    for (std::size_t at = 0; at < sql.size();) {
        if (const std::size_t length = length_of_opaque(sql, at); length > 0) {
            at += length;
        } else if (is_word(sql[at])) {
            // A word is passed over whole: a dollar inside a name is no placeholder.
            while (at < sql.size() && (is_word(sql[at]) || sql[at] == '$')) {
                ++at;
            }
        } else {
            if (sql[at] == '$' && at + 1 < sql.size() && is_digit(sql[at + 1])) {
                visit(at);
            }
            ++at;
        }
    }
}

}  // namespace

std::string to_sqlite_placeholders(std::string_view sql) {
    std::string out(sql);
    for_each_placeholder(sql, [&](std::size_t at) { out[at] = '?'; });
    return out;
}

std::size_t highest_placeholder(std::string_view sql) {
    std::size_t highest = 0;
    for_each_placeholder(sql, [&](std::size_t at) {
        std::size_t number = 0;
        for (std::size_t digit = at + 1; digit < sql.size() && is_digit(sql[digit]); ++digit) {
            number = std::min<std::size_t>(number * 10 + static_cast<std::size_t>(sql[digit] - '0'),
                                           9999);
        }
        highest = std::max(highest, number);
    });
    return highest;
}

std::string to_postgres_types(std::string_view ddl) {
    std::string out;
    out.reserve(ddl.size() + 64);
    for (std::size_t at = 0; at < ddl.size();) {
        if (const std::size_t length = length_of_opaque(ddl, at); length > 0) {
            out += ddl.substr(at, length);
            at += length;
        } else if (is_word(ddl[at])) {
            const std::string_view word = word_at(ddl, at);
            out += postgres_type(word);
            at += word.size();
        } else {
            out += ddl[at++];
        }
    }
    return out;
}

}  // namespace gordion::storage::internal
