// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <vector>

#include "storage/database.hpp"

namespace gordion::reuse {

/// The tables of this module. Packages and offers are reference data; adoptions and parameter
/// values carry the tenant who wrote them as the first column of their keys.
std::vector<storage::Migration> reuse_migrations();

}  // namespace gordion::reuse
