// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <string>

#include "core/result.hpp"
#include "fim/schema.hpp"

namespace gordion::web {

/// A schema as one page to read and print, German, with its styles in it and nothing fetched: who
/// wrote it and in which state, every position with its bounds, codes, help and rules, and what
/// its quality check says. Error codes: those of Site::load.
Result<std::string> write_schema_overview(const fim::Schema& schema);

}  // namespace gordion::web
