// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <memory>
#include <string>

#include "storage/database.hpp"

namespace gordion::storage::internal {

Result<std::unique_ptr<Database>> open_sqlite(const DatabaseConfig& config,
                                              const std::string& path);

}  // namespace gordion::storage::internal
