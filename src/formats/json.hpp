// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <cstdint>
#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "core/result.hpp"

namespace gordion::formats {

/// A JSON value (RFC 8259). Members of an object keep the order in which they came, because
/// documents that people read are written from it. Numbers are int64 where they are whole and fit,
/// else double. Not shared between threads while it is changed.
class Json {
public:
    using Array = std::vector<Json>;
    using Member = std::pair<std::string, Json>;
    using Object = std::vector<Member>;

    Json() = default;  ///< null
    Json(std::nullptr_t) {}
    Json(bool value) : value_(value) {}
    Json(int value) : value_(static_cast<std::int64_t>(value)) {}
    Json(std::int64_t value) : value_(value) {}
    Json(std::size_t value) : value_(static_cast<std::int64_t>(value)) {}
    Json(double value) : value_(value) {}
    Json(const char* value) : value_(std::string(value)) {}
    Json(std::string value) : value_(std::move(value)) {}
    Json(std::string_view value) : value_(std::string(value)) {}
    Json(Array value) : value_(std::move(value)) {}
    Json(Object value) : value_(std::move(value)) {}

    static Json object(std::initializer_list<Member> members = {}) { return Json(Object(members)); }
    static Json array(std::initializer_list<Json> items = {}) { return Json(Array(items)); }

    [[nodiscard]] bool is_null() const { return value_.index() == 0; }
    [[nodiscard]] bool is_bool() const { return std::holds_alternative<bool>(value_); }
    [[nodiscard]] bool is_int() const { return std::holds_alternative<std::int64_t>(value_); }
    [[nodiscard]] bool is_number() const {
        return is_int() || std::holds_alternative<double>(value_);
    }
    [[nodiscard]] bool is_string() const { return std::holds_alternative<std::string>(value_); }
    [[nodiscard]] bool is_array() const { return std::holds_alternative<Array>(value_); }
    [[nodiscard]] bool is_object() const { return std::holds_alternative<Object>(value_); }

    // Access to a value whose type is known; another type is a Bug. Out of a value that is about to
    // end, the content is moved, so that a loop over the result of a function does not dangle.
    [[nodiscard]] bool as_bool() const;
    [[nodiscard]] std::int64_t as_int() const;
    [[nodiscard]] double as_number() const;  ///< also for whole numbers
    [[nodiscard]] const std::string& as_string() const&;
    [[nodiscard]] std::string as_string() &&;
    [[nodiscard]] const Array& as_array() const&;
    [[nodiscard]] Array& as_array() &;
    [[nodiscard]] Array as_array() &&;
    [[nodiscard]] const Object& as_object() const&;
    [[nodiscard]] Object& as_object() &;
    [[nodiscard]] Object as_object() &&;

    /// The member of that name, or nullptr if this is no object or has none.
    [[nodiscard]] const Json* find(std::string_view name) const;
    [[nodiscard]] Json* find(std::string_view name);
    /// The member's text, or "" if there is none or it is not a string.
    [[nodiscard]] std::string text_at(std::string_view name) const;
    /// Adds or replaces a member; a null value becomes an empty object first. Returns the member.
    Json& set(std::string_view name, Json value);
    /// Removes a member if it is there.
    void erase(std::string_view name);
    /// Appends to an array; a null value becomes an empty array first. Returns the item.
    Json& push(Json item);
    [[nodiscard]] std::size_t size() const;  ///< of an array or object, else 0

    bool operator==(const Json&) const = default;

private:
    std::variant<std::nullptr_t, bool, std::int64_t, double, std::string, Array, Object> value_{
        nullptr};
};

/// Reads one JSON text within limits::json_bytes and json_depth; duplicate member names and bytes
/// that are not UTF-8 are refused. Error codes: formats.json_invalid (place: "line:column"),
/// formats.too_large, formats.too_deep.
Result<Json> parse_json(std::string_view text);

/// One line, no blanks; members in their order. Doubles in shortest form that reads back the same.
std::string write_json(const Json& value);
/// Two blanks per level, for people.
std::string write_json_pretty(const Json& value);

}  // namespace gordion::formats
