// SPDX-License-Identifier: EUPL-1.2
#include "storage/database.hpp"

#include "storage/internal/postgres_database.hpp"
#include "storage/internal/sqlite_database.hpp"

namespace gordion::storage {
namespace {

template <typename T>
const T& value_as(const std::vector<Value>& values, std::size_t column) {
    VERIFY(column < values.size(), "the reader asks only for columns that its SQL selects");
    const T* value = std::get_if<T>(&values[column]);
    VERIFY(value != nullptr, "the reader asks for the type that its SQL selects, and not for NULL");
    return *value;
}

}  // namespace

bool Row::is_null(std::size_t column) const {
    VERIFY(column < values_.size(), "the reader asks only for columns that its SQL selects");
    return std::holds_alternative<std::monostate>(values_[column]);
}

std::int64_t Row::integer(std::size_t column) const {
    return value_as<std::int64_t>(values_, column);
}

double Row::real(std::size_t column) const {
    // SQLite answers 0 for an expression that is 0.0 in PostgreSQL when one branch is whole.
    if (!is_null(column) && std::holds_alternative<std::int64_t>(values_[column])) {
        return static_cast<double>(integer(column));
    }
    return value_as<double>(values_, column);
}

const std::string& Row::text(std::size_t column) const {
    return value_as<std::string>(values_, column);
}

const std::string& Row::blob(std::size_t column) const {
    return value_as<Blob>(values_, column).bytes;
}

std::optional<std::int64_t> Row::optional_integer(std::size_t column) const {
    return is_null(column) ? std::nullopt : std::optional(integer(column));
}

std::optional<std::string> Row::optional_text(std::size_t column) const {
    return is_null(column) ? std::nullopt : std::optional(text(column));
}

Result<std::optional<Row>> Connection::find_row(std::string_view sql,
                                                std::initializer_list<Value> values) {
    Rows rows = TRY(query(sql, values));
    if (rows.empty()) {
        return std::optional<Row>();
    }
    return std::optional<Row>(std::move(rows.front()));
}

Result<std::unique_ptr<Database>> Database::open(const DatabaseConfig& config) {
    const std::string_view url = config.url;
    if (url.starts_with("postgresql://") || url.starts_with("postgres://")) {
        return internal::open_postgres(config);
    }
    constexpr std::string_view prefix = "sqlite:";
    if (url.starts_with(prefix) && url.size() > prefix.size()) {
        return internal::open_sqlite(config, std::string(url.substr(prefix.size())));
    }
    if (url.ends_with(".db") && url.find("://") == std::string_view::npos) {
        return internal::open_sqlite(config, std::string(url));
    }
    // The url is not repeated: it may hold a password.
    return Error{ErrorKind::Invalid,
                 "storage.url_unknown",
                 "database",
                 {},
                 "The database is neither \"sqlite:PATH\" (or a path ending in .db) nor "
                 "\"postgresql://USER@HOST/NAME\"."};
}

}  // namespace gordion::storage
