// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <memory>

#include "core/finding.hpp"
#include "reuse/loaded_package.hpp"
#include "services/catalogue.hpp"

namespace gordion::reuse {

/// What `gordion service check` and publishing run over a package; nothing stops at the first
/// problem. Findings beyond those of compile_package:
///   reuse.key_unknown           a Leistungsschluessel that the catalogue does not have
///   reuse.account_attribute     form.toml takes a value from an account that accounts do not have
///   reuse.expected_amount       [message] "expected.KEY" names no amount among the totals
///   reuse.logic_reference       rules or calculation read an element or parameter that is not
///   there reuse.recipient_field       [recipient] names no field of the schema reuse.text_missing
///   a label, help, title, option or message without a text in a
///                               declared language
///   reuse.examples_missing      no valid or no invalid example
///   reuse.example_findings      an example gives other findings than it expects
///   reuse.example_calculation   … or another calculation
///   reuse.example_params        … or its parameters are no values
///   reuse.code_list_unused      a list of the package that no field of the schema refers to
///   reuse.bescheid_template     the letter does not render over a valid example
/// Places begin with the file's name.
struct CheckedPackage {
    std::shared_ptr<const LoadedPackage> loaded;  ///< empty if it does not even compile
    Findings findings;
};

/// `catalogue` may be nullptr: then keys are not looked up, and a note says so.
CheckedPackage check_package(Package package, const services::Catalogue* catalogue,
                             const fim::CodeListSources& code_lists = {});

}  // namespace gordion::reuse
