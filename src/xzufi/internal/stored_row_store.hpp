// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <optional>
#include <string_view>

#include "storage/database.hpp"
#include "xzufi/xzufi_store.hpp"

/// Rows of xzufi_objects to objects; shared by the files of this module that read them.
namespace gordion::xzufi::internal {

/// Then the content as the last column.
inline constexpr std::string_view object_columns =
    "kind, agency, value, label, standard_version, message_id, message_created_at, position, "
    "source_hash, read_at, removed_at";

/// Error code: xzufi.stored_invalid (Corrupt).
Result<StoredObject> object_from(const storage::Row& row);
Result<ObjectKind> kind_from(std::string_view word);
std::optional<Instant> instant_from(const storage::Row& row, std::size_t column);

Result<std::optional<StoredObject>> query_object(storage::Connection& connection, ObjectKind kind,
                                                 const Identity& identity);

}  // namespace gordion::xzufi::internal
