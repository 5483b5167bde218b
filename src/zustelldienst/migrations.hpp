// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <vector>

#include "storage/database.hpp"

namespace gordion::zustelldienst {

/// The module's tables: clients, destinations, keys, routes' signatures, server keys.
std::vector<storage::Migration> zustelldienst_migrations();

}  // namespace gordion::zustelldienst
