// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include "cli/verb.hpp"
#include "reuse/succession.hpp"

/// How the difference of two versions is printed.
namespace gordion::cli {

/// The judgement, then a line for each change; of texts only how many.
void print_diff(Call& call, std::string_view from,
                const std::vector<reuse::PackageChange>& changes);
/// How many come along as they are; each of the others with the reason and whom to call.
void print_affected(Call& call, const std::vector<reuse::AffectedAdoption>& affected);

/// The same for machines.
formats::Json diff_json(std::string_view from, const std::vector<reuse::PackageChange>& changes);
formats::Json affected_json(const std::vector<reuse::AffectedAdoption>& affected);

}  // namespace gordion::cli
