// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <memory>
#include <string>

#include "storage/database.hpp"

namespace gordion::storage::internal {

Result<std::unique_ptr<Database>> open_sqlite(const std::string& path, int readers);

}  // namespace gordion::storage::internal
