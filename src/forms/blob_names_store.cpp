// SPDX-License-Identifier: EUPL-1.2
#include "forms/blob_names.hpp"

namespace gordion::forms {

Result<std::vector<std::string>> find_named_blobs(storage::Connection& connection,
                                                  std::span<const std::string> ids) {
    return storage::find_with_rows(connection,
                                   "SELECT 1 FROM antrag_uploads WHERE blob_id = $1 LIMIT 1", ids);
}

std::vector<storage::Migration> blob_name_migrations() {
    return {{"forms_blobs", 1, "uploads by blob",
             "CREATE INDEX antrag_uploads_by_blob ON antrag_uploads (blob_id);"}};
}

}  // namespace gordion::forms
