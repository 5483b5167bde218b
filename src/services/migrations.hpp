// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <vector>

#include "storage/database.hpp"

namespace gordion::services {

/// The tables of this module, for Database::migrate().
std::vector<storage::Migration> services_migrations();

}  // namespace gordion::services
