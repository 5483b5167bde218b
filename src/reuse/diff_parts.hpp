// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include "reuse/package_diff.hpp"

/// The parts of diff_packages that look at one thing each; used by package_diff.cpp only.
namespace gordion::reuse {

using PackageChanges = std::vector<PackageChange>;

void diff_parameters(const ServiceDeclaration& old, const ServiceDeclaration& now,
                     PackageChanges& changes);
/// Rules, handling, calculation, pages and texts: members of JSON documents, found again by their
/// ids.
void diff_documents(const Package& old, const Package& now, PackageChanges& changes);

}  // namespace gordion::reuse
