// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <vector>

#include "storage/database.hpp"

namespace gordion::forms {

std::vector<storage::Migration> forms_migrations();

}  // namespace gordion::forms
