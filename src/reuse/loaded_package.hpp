// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <memory>
#include <optional>

#include "core/finding.hpp"
#include "core/result.hpp"
#include "formats/template.hpp"
#include "forms/form.hpp"
#include "reuse/calculation.hpp"
#include "reuse/package.hpp"

namespace gordion::reuse {

/// A package with everything in it compiled. Immutable and used from any thread; hold the
/// shared_ptr for as long as you hold pointers into it (parameter declarations, pages).
struct LoadedPackage {
    Package package;
    std::shared_ptr<const forms::Form> form;
    Calculation calculation;                    ///< empty() if the package has none
    std::optional<formats::Template> bescheid;  ///< rendered by bescheid.hpp

    [[nodiscard]] const ServiceDeclaration& service() const { return package.service; }
};

/// Compiles schema, form, rules, calculation and letter. The value is empty when a finding is a
/// fault. Findings: those of fim::read_schema, fim::check_quality, forms::Form::make and
/// Calculation::make with the file's name before their place, and reuse.bescheid_template. Code
/// lists that the schema refers to come from the package itself, then from `code_lists`.
Judged<std::shared_ptr<const LoadedPackage>> compile_package(
    Package package, const fim::CodeListSources& code_lists);

}  // namespace gordion::reuse
