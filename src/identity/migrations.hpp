// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <vector>

#include "storage/database.hpp"

namespace gordion::identity {

std::vector<storage::Migration> identity_migrations();

}  // namespace gordion::identity
