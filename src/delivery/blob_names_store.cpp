// SPDX-License-Identifier: EUPL-1.2
#include "delivery/blob_names.hpp"

namespace gordion::delivery {

Result<std::vector<std::string>> find_named_blobs(storage::Connection& connection,
                                                  std::span<const std::string> ids) {
    return storage::find_with_rows(connection,
                                   "SELECT 1 FROM attachments WHERE blob_id = $1 LIMIT 1", ids);
}

std::vector<storage::Migration> blob_name_migrations() {
    return {{"delivery_blobs", 1, "attachments by blob",
             "CREATE INDEX attachments_by_blob ON attachments (blob_id);"}};
}

}  // namespace gordion::delivery
