// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include "planning/plan_ledger.hpp"
#include "planning/plan_prices.hpp"

namespace gordion::planning {

/// A plan that keeps every rule, built greedily: what wins most for the prices it pays goes first,
/// into the quarter in which it wins most; what is left of money and days is filled, and what can
/// go live earlier does. With goal Cost it stops when the coverage is reached – or is not, which
/// the caller sees.
PlanLedger construct_plan(const PlanModel& model, const PlanPrices& prices);

/// Prices for a first construction, before anything is known: what is limited costs as much as it
/// is scarce.
PlanPrices first_prices(const PlanModel& model);

/// Exchanges one taken offer for one or two others, within one administration, while that wins.
/// Returns whether anything changed.
bool exchange_offers(const PlanModel& model, PlanLedger& ledger, std::size_t block);

}  // namespace gordion::planning
