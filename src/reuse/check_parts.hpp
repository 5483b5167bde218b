// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include "core/finding.hpp"
#include "reuse/loaded_package.hpp"

/// The parts of check_package that look at one thing each; used by package_check.cpp only.
namespace gordion::reuse {

/// reuse.text_missing
Findings check_texts(const LoadedPackage& loaded);
/// reuse.logic_reference
Findings check_references(const LoadedPackage& loaded);
/// reuse.examples_missing, reuse.example_…, reuse.bescheid_template
Findings check_examples(const LoadedPackage& loaded);

}  // namespace gordion::reuse
