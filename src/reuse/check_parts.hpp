// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <string_view>

#include "core/finding.hpp"
#include "reuse/bescheid.hpp"
#include "reuse/loaded_package.hpp"

/// The parts of check_package that look at one thing each; used by package_check.cpp only.
namespace gordion::reuse {

/// [message] "expected.KEY" names a total that citizens see before they submit.
inline constexpr std::string_view expected_prefix = "expected.";

/// reuse.text_missing
Findings check_texts(const LoadedPackage& loaded);
/// reuse.logic_reference, reuse.account_attribute, reuse.expected_amount
Findings check_references(const LoadedPackage& loaded);
/// reuse.handling_field, reuse.automatic, reuse.automatic_letter, reuse.condition_unprinted
Findings check_handling(const LoadedPackage& loaded);
/// One valid example: reuse.condition_text, reuse.example_copies, reuse.example_automatic
void check_handling_example(const LoadedPackage& loaded, const Example& example,
                            const LetterFacts& letter, Findings& findings);
/// reuse.examples_missing, reuse.example_…, reuse.bescheid_template
Findings check_examples(const LoadedPackage& loaded);

}  // namespace gordion::reuse
