// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace gordion::storage::internal {

/// `$n` becomes `?n` outside of quotes and comments. SQLite would take `$1` for a name and number
/// names by first appearance, which swaps arguments without a word.
std::string to_sqlite_placeholders(std::string_view sql);

/// The highest n of a placeholder `$n`, 0 if there is none. Counts as far as four digits.
std::size_t highest_placeholder(std::string_view sql);

/// The three type words that differ: blob → bytea, integer → bigint, real → double precision,
/// outside of quotes and comments. For migrations only, where no column carries such a name.
std::string to_postgres_types(std::string_view ddl);

}  // namespace gordion::storage::internal
