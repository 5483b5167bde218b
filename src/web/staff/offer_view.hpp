// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <string>

#include "reuse/overview.hpp"
#include "web/exchange.hpp"

/// What the pages about an offer's values share.
namespace gordion::web {

/// The area whose values are looked at: the administration itself or one of its municipalities.
std::string chosen_area(const Exchange& exchange);
/// The administration and its municipalities, for a select.
formats::Json area_options(const Exchange& exchange, const app::Reference& reference,
                           const std::string& chosen);
/// "Schleswig-Holstein (Land)"
std::string place_text(const Exchange& exchange, const std::string& region,
                       reuse::ParameterLevel level);

/// What will hold later: {from ("Ab 01.01.2027"), value (markup), source}.
formats::Json upcoming_json(const Exchange& exchange, const reuse::ExplainedValue& value);

}  // namespace gordion::web
