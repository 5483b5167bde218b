// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <memory>

#include "storage/database.hpp"

namespace gordion::storage::internal {

Result<std::unique_ptr<Database>> open_postgres(const DatabaseConfig& config);

}  // namespace gordion::storage::internal
