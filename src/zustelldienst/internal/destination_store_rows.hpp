// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <string_view>
#include <vector>

#include "zustelldienst/destination_store.hpp"

// Destinations and keys as they lie in the database.
namespace gordion::zustelldienst {

inline constexpr std::string_view destination_columns =
    "tenant_id, id, name, status, encryption_kid, metadata_versions, services, contact,"
    " callback_url, reply_channels, created_at, changed_at, inactive_since,"
    " CASE WHEN sealed_callback_secret IS NULL THEN 0 ELSE 1 END";

extern const std::string_view insert_destination_sql;
std::vector<storage::Value> insert_values(const StoredDestination& stored, storage::Value secret);
extern const std::string_view update_destination_sql;
std::vector<storage::Value> update_values(const StoredDestination& stored);

/// Error codes: formats.json_invalid, zustelldienst.row_corrupt.
Result<StoredDestination> read_destination_row(const storage::Row& row);
Result<DestinationKey> read_key_row(const storage::Row& row);
std::string_view to_text(KeyRole role);

Error destination_missing(std::string_view id);
Error key_missing(std::string_view kid);
Error key_taken(std::string_view kid);
Error keys_many();

}  // namespace gordion::zustelldienst
