// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "planning/plan_model.hpp"

namespace gordion::planning {

/// A schedule that keeps every rule while it grows: what is left of money, staff and capacity after
/// each step. One thread; the model outlives it.
class PlanLedger {
public:
    explicit PlanLedger(const PlanModel& model);
    /// Of a schedule that breaks no rule but, perhaps, the coverage.
    PlanLedger(const PlanModel& model, const PlanSchedule& schedule);

    /// Whether the item can go live then, with what stands and is left. Setups are placed before.
    [[nodiscard]] bool fits(std::uint32_t item, std::int32_t quarter) const;
    [[nodiscard]] bool fits_setup(std::size_t block, std::size_t setup, std::int32_t quarter) const;
    void place(std::uint32_t item, std::int32_t quarter);
    void place_setup(std::size_t block, std::size_t setup, std::int32_t quarter);
    /// Nobody waits for it.
    [[nodiscard]] bool can_remove(std::uint32_t item) const;
    void remove(std::uint32_t item);
    /// Setups that nothing uses go.
    void drop_unused_setups(std::size_t block);
    /// Builds what the item needs and is not there yet by that quarter, and places it; changes
    /// nothing where that does not fit.
    bool place_with_setups(std::uint32_t item, std::int32_t quarter);

    [[nodiscard]] const PlanSchedule& schedule() const { return schedule_; }
    [[nodiscard]] std::int64_t value() const { return value_; }
    [[nodiscard]] std::int64_t coverage() const { return coverage_; }

private:
    struct Draw {
        std::int64_t one_off = 0;
        std::int64_t yearly = 0;
        std::int32_t staff = 0;
        std::int16_t payer = 0;
        std::size_t block = 0;
    };
    [[nodiscard]] bool can_draw(const Draw& draw, std::int32_t quarter) const;
    void draw(const Draw& draw, std::int32_t quarter, int sign);
    [[nodiscard]] Draw draw_of(std::uint32_t item) const;
    [[nodiscard]] Draw draw_of(std::size_t block, std::size_t setup) const;
    void count(std::uint32_t item, std::int32_t quarter, int sign);
    void remove_setup(std::size_t block, std::size_t setup);

    const PlanModel* model_;
    PlanSchedule schedule_;
    std::int64_t value_ = 0;
    std::int64_t coverage_ = 0;
    std::vector<std::vector<std::int64_t>> money_;  ///< left, by payer and year
    std::vector<std::array<std::int64_t, plan_limits::quarters>> staff_;  ///< left until a quarter
    std::vector<std::array<std::int64_t, plan_limits::quarters>> rollouts_;
    std::vector<std::array<std::int64_t, plan_limits::quarters>> adapters_;
};

}  // namespace gordion::planning
