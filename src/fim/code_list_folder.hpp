// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <filesystem>

#include "core/finding.hpp"
#include "fim/code_list.hpp"

namespace gordion::fim {

/// Every file *.gc.xml and *.json of a folder, in the order of their names; an absent folder is an
/// empty one. A file that is no list, or one with faults, is left out and says so: the findings of
/// read_code_list and its errors as findings, place "<file>: line N".
Judged<CodeListShelf> load_code_lists(const std::filesystem::path& folder);

}  // namespace gordion::fim
