// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <vector>

#include "storage/database.hpp"

namespace gordion::planning {

/// The tables of this module. What a body says of itself carries its tenant.
std::vector<storage::Migration> planning_migrations();

}  // namespace gordion::planning
