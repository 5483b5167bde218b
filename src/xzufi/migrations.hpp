// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <vector>

#include "storage/database.hpp"

namespace gordion::xzufi {

/// The tables of this module, for Database::migrate().
std::vector<storage::Migration> xzufi_migrations();

}  // namespace gordion::xzufi
