// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <vector>

#include "core/finding.hpp"
#include "formats/json.hpp"
#include "reuse/effective.hpp"
#include "reuse/package.hpp"

namespace gordion::reuse {

/// The parameters of an example as if its Gemeinde had set them; what it leaves out takes its
/// default. Findings, place "examples/<name>.json": reuse.example_params (no parameter of the
/// package, or no value of its type).
Judged<std::vector<EffectiveValue>> example_values(const ServiceDeclaration& service,
                                                   const Example& example);

/// Parameters for looking at a package that nobody has joined: those of its first valid example, as
/// rules see them; the defaults if it has none.
formats::Json sample_params(const Package& package);

}  // namespace gordion::reuse
