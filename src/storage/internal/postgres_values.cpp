// SPDX-License-Identifier: EUPL-1.2
#include "storage/internal/postgres_values.hpp"

#include <fmt/format.h>

#include <charconv>
#include <limits>

namespace gordion::storage::internal {
namespace {

// From the server's pg_type.dat; they never change.
constexpr unsigned type_bool = 16;
constexpr unsigned type_bytea = 17;
constexpr unsigned type_int8 = 20;
constexpr unsigned type_int2 = 21;
constexpr unsigned type_int4 = 23;
constexpr unsigned type_text = 25;
constexpr unsigned type_float4 = 700;
constexpr unsigned type_float8 = 701;
constexpr unsigned type_numeric = 1700;

unsigned type_of(const Value& value) {
    switch (value.index()) {
        case 1:
            return type_int8;
        case 2:
            return type_float8;
        case 3:
            return type_text;
        case 4:
            return type_bytea;
        default:
            return 0;
    }
}

template <typename T>
Value parse_number(std::string_view text) {
    T number{};
    const auto parsed = std::from_chars(text.data(), text.data() + text.size(), number);
    VERIFY(parsed.ec == std::errc() && parsed.ptr == text.data() + text.size(),
           "PostgreSQL prints numbers of this type so that they can be read");
    return Value(number);
}

unsigned hex_digit(char c) {
    return static_cast<unsigned>(c <= '9' ? c - '0' : c - 'a' + 10);
}

/// The form \x0a1b… (bytea_output = hex, set when connecting).
Value parse_bytea(std::string_view text) {
    VERIFY(text.starts_with("\\x") && text.size() % 2 == 0, "the connection sets hex output");
    std::string bytes;
    bytes.reserve(text.size() / 2);
    for (std::size_t at = 2; at < text.size(); at += 2) {
        bytes += static_cast<char>(hex_digit(text[at]) << 4U | hex_digit(text[at + 1]));
    }
    return Value(Blob{std::move(bytes)});
}

}  // namespace

PostgresValues::PostgresValues(std::span<const Value> values) {
    printed_.reserve(values.size());
    for (const Value& value : values) {
        const char* bytes = nullptr;
        std::size_t length = 0;
        int format = 0;
        if (const auto* whole = std::get_if<std::int64_t>(&value)) {
            bytes = printed_.emplace_back(std::to_string(*whole)).c_str();
        } else if (const auto* real = std::get_if<double>(&value)) {
            bytes = printed_.emplace_back(fmt::format("{}", *real)).c_str();
        } else if (const auto* text = std::get_if<std::string>(&value)) {
            bytes = text->c_str();
        } else if (const auto* blob = std::get_if<Blob>(&value)) {
            bytes = blob->bytes.c_str();
            length = blob->bytes.size();
            format = 1;
        }
        VERIFY(length <= std::numeric_limits<int>::max(), "large bytes belong into the blob store");
        pointers_.push_back(bytes);
        lengths_.push_back(static_cast<int>(length));
        formats_.push_back(format);
    }
}

std::vector<unsigned> postgres_types(std::span<const Value> values) {
    std::vector<unsigned> types;
    types.reserve(values.size());
    for (const Value& value : values) {
        types.push_back(type_of(value));
    }
    return types;
}

std::vector<unsigned> postgres_types(std::span<const std::vector<Value>> rows) {
    std::vector<unsigned> types;
    for (const std::vector<Value>& row : rows) {
        VERIFY(types.empty() || row.size() == types.size(), "all rows have the same columns");
        types.resize(row.size());
        for (std::size_t column = 0; column < row.size(); ++column) {
            const unsigned type = type_of(row[column]);
            VERIFY(type == 0 || types[column] == 0 || type == types[column],
                   "a column has one type in all rows");
            types[column] = type == 0 ? types[column] : type;
        }
    }
    return types;
}

Value parse_postgres_field(unsigned type, std::string_view text) {
    switch (type) {
        case type_bool:
            return Value(std::int64_t{text == "t" ? 1 : 0});
        case type_int2:
        case type_int4:
        case type_int8:
            return parse_number<std::int64_t>(text);
        case type_float4:
        case type_float8:
            return parse_number<double>(text);
        case type_numeric:
            // sum() of whole numbers is numeric here and whole in SQLite; avg() has decimals.
            return text.find_first_of(".N") == std::string_view::npos
                       ? parse_number<std::int64_t>(text)
                       : parse_number<double>(text);
        case type_bytea:
            return parse_bytea(text);
        default:
            return Value(std::string(text));
    }
}

}  // namespace gordion::storage::internal
