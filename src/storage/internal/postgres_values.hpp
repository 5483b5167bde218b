// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "storage/database.hpp"

namespace gordion::storage::internal {

/// The values of one statement in the form that libpq takes. Refers to `values`.
class PostgresValues {
public:
    explicit PostgresValues(std::span<const Value> values);
    PostgresValues(const PostgresValues&) = delete;
    PostgresValues& operator=(const PostgresValues&) = delete;

    [[nodiscard]] int count() const { return static_cast<int>(pointers_.size()); }
    [[nodiscard]] const char* const* pointers() const { return pointers_.data(); }
    [[nodiscard]] const int* lengths() const { return lengths_.data(); }
    [[nodiscard]] const int* formats() const { return formats_.data(); }

private:
    std::vector<std::string> printed_;  ///< numbers as text; reserved, so pointers stay good
    std::vector<const char*> pointers_;
    std::vector<int> lengths_;
    std::vector<int> formats_;
};

/// The type (OID) that each value announces; 0 for NULL, which the server infers.
std::vector<unsigned> postgres_types(std::span<const Value> values);
/// The types of many rows of one statement: a column's type is that of its values that are not
/// NULL. Two types in one column are a Bug.
std::vector<unsigned> postgres_types(std::span<const std::vector<Value>> rows);

/// A field of an answer in text form, by the OID of its column.
Value parse_postgres_field(unsigned type, std::string_view text);

}  // namespace gordion::storage::internal
