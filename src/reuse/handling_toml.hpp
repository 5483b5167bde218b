// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include "reuse/handling.hpp"
#include "reuse/toml_reader.hpp"

namespace gordion::reuse {

/// Reads [[copy]], [[condition]] and [[consultation]] of service.toml. What is wrong is a finding
/// reuse.handling (value "entry") or one of fim::check_logic; the entry is read as far as it goes.
Handling read_handling(TomlReader& reader);

/// The names of the gaps in a wording: "bis [ende] Uhr" → "ende". Square brackets around anything
/// but a key are text.
std::vector<std::string> find_gaps(std::string_view text);

}  // namespace gordion::reuse
