// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include "storage/blob_sweep.hpp"
#include "storage/database.hpp"

namespace gordion::forms {

/// Of these blobs, those that a row of this module names; see storage::sweep_blobs().
Result<std::vector<std::string>> find_named_blobs(storage::Connection& connection,
                                                  std::span<const std::string> ids);
/// What makes that quick; after forms_migrations().
std::vector<storage::Migration> blob_name_migrations();

}  // namespace gordion::forms
