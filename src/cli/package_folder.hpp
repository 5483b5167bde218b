// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <memory>
#include <string>

#include "cli/verb.hpp"
#include "fim/code_list.hpp"
#include "reuse/loaded_package.hpp"

namespace gordion::cli {

/// The package in a folder, compiled. If it has faults they are printed, and `faulty` is the error.
/// Further error codes: those of reuse::read_package.
Result<std::shared_ptr<const reuse::LoadedPackage>> load_package_folder(
    Call& call, const std::string& folder, const fim::CodeListSources& code_lists, Error faulty);

}  // namespace gordion::cli
