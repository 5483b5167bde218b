// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "planning/plan_ledger.hpp"
#include "planning/plan_model.hpp"

namespace gordion::planning {

/// What one more unit of everything limited is worth to the goal. Any prices give a true bound
/// (Lagrange): no plan is worth more than what all administrations could win if they paid these
/// prices, plus the prices of all there is.
struct PlanPrices {
    using Row = std::array<double, plan_limits::quarters>;
    std::vector<std::vector<double>> money;  ///< of a cent, by payer and year
    std::vector<Row> rollouts;               ///< by provider
    std::vector<Row> adapters;
    std::vector<Row> staff;  ///< of a tenth of a day that is there until a quarter, by block
    double coverage = 0;     ///< of one inhabitant and bundle
    static PlanPrices none(const PlanModel& model);
};

/// What one administration would do at given prices: exact, in time proportional to its offers.
/// Setups are enumerated; each offer then decides alone. Dependencies between offers are left out,
/// which makes the bound weaker, not wrong.
class BlockPricing {
public:
    explicit BlockPricing(const PlanModel& model) : model_(&model) {}

    /// Prices of all that is shared; staff comes with each block.
    void set_prices(const PlanPrices& prices);
    /// The most that the block wins; the answer stands in the members below until the next call.
    double solve(std::size_t block, const PlanPrices::Row& staff);

    /// Sets the prices of staff without solving, for reduced() and setup_price().
    void price_staff(std::size_t block, const PlanPrices::Row& staff);
    [[nodiscard]] double setup_price(const PlanBlock::Setup& setup, std::int32_t quarter) const;

    std::array<std::int8_t, plan_limits::prerequisites> setups{};  ///< quarters, -1 never
    std::vector<std::pair<std::uint32_t, std::int8_t>> chosen;     ///< items and quarters
    /// What an item would win in a quarter, its setups standing.
    [[nodiscard]] double reduced(const PlanItem& item, std::int32_t quarter) const;
    /// The same for all quarters of the plan.
    void load_row(const PlanItem& item, double* row) const;

private:
    struct Unit {
        std::uint32_t item = 0;
        std::uint8_t slot = 0;
        std::array<std::int8_t, plan_limits::quarters> when{};     ///< best quarter from τ on
        std::array<std::uint32_t, plan_limits::quarters> which{};  ///< only where there are rivals
        bool has_rivals = false;
    };
    void add_unit(std::size_t block, std::uint32_t item);
    std::uint8_t slot_of(std::uint8_t needs);
    double choose_setups(std::size_t block);
    void collect();

    const PlanModel* model_;
    std::vector<PlanPrices::Row> once_;   ///< price of a one-off cent, by payer and quarter
    std::vector<PlanPrices::Row> later_;  ///< of a yearly cent
    std::vector<PlanPrices::Row> rollouts_;
    std::vector<PlanPrices::Row> adapters_;
    double coverage_ = 0;
    double inhabitants_ = 0;
    PlanPrices::Row staff_{};  ///< of a tenth that is worked off by a quarter
    std::vector<Unit> units_;
    std::vector<std::uint8_t> masks_;
    std::vector<PlanPrices::Row> sums_;  ///< by slot: what its units win from a quarter on
    std::array<std::int8_t, plan_limits::prerequisites> trial_{};
};

}  // namespace gordion::planning
