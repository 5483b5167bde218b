// SPDX-License-Identifier: EUPL-1.2
#include "planning/plan_ledger.hpp"

#include <algorithm>

namespace gordion::planning {
namespace {

constexpr std::int64_t plenty = std::int64_t{1} << 60;

std::size_t at(std::int32_t quarter) {
    return static_cast<std::size_t>(quarter);
}

}  // namespace

PlanLedger::PlanLedger(const PlanModel& model)
    : model_(&model), schedule_(PlanSchedule::empty(model)) {
    const PlanProblem& problem = *model.problem;
    for (const PlanPayer& payer : problem.payers) {
        money_.push_back(payer.yearly_cents.empty()
                             ? std::vector<std::int64_t>(at(model.years), plenty)
                             : payer.yearly_cents);
    }
    staff_.resize(model.blocks.size());
    for (std::size_t b = 0; b < model.blocks.size(); ++b) {
        for (std::int32_t q = 0; q < model.quarters; ++q) {
            staff_[b][at(q)] = static_cast<std::int64_t>(model.blocks[b].staff) * (q + 1);
        }
    }
    rollouts_.resize(problem.providers.size());
    adapters_.resize(problem.providers.size());
    for (std::size_t p = 0; p < problem.providers.size(); ++p) {
        const auto limit = [](std::int64_t given) { return given < 0 ? plenty : given; };
        rollouts_[p].fill(limit(problem.providers[p].rollouts_per_quarter));
        adapters_[p].fill(limit(problem.providers[p].adapters_per_quarter));
    }
}

PlanLedger::PlanLedger(const PlanModel& model, const PlanSchedule& schedule) : PlanLedger(model) {
    for (std::size_t b = 0; b < model.blocks.size(); ++b) {
        for (std::size_t p = 0; p < plan_limits::prerequisites; ++p) {
            if (schedule.setups[b][p] >= 0) {
                place_setup(b, p, schedule.setups[b][p]);
            }
        }
    }
    for (std::uint32_t i = 0; i < schedule.items.size(); ++i) {
        if (schedule.items[i] >= 0) {
            place(i, schedule.items[i]);
        }
    }
}

PlanLedger::Draw PlanLedger::draw_of(std::uint32_t item) const {
    const PlanItem& one = model_->items[item];
    return {one.one_off, one.yearly, one.staff, one.payer, static_cast<std::size_t>(one.block)};
}

PlanLedger::Draw PlanLedger::draw_of(std::size_t block, std::size_t setup) const {
    const PlanBlock::Setup& one = model_->blocks[block].setups[setup];
    return {one.one_off, one.yearly, one.staff, one.payer, block};
}

bool PlanLedger::can_draw(const Draw& draw, std::int32_t quarter) const {
    const auto& money = money_[static_cast<std::size_t>(draw.payer)];
    if (money[at(quarter / 4)] < draw.one_off) {
        return false;
    }
    for (std::int32_t year = quarter / 4 + 1; year < model_->years; ++year) {
        if (money[at(year)] < draw.yearly) {
            return false;
        }
    }
    const auto& staff = staff_[draw.block];
    for (std::int32_t q = quarter; q < model_->quarters; ++q) {
        if (staff[at(q)] < draw.staff) {
            return false;
        }
    }
    return true;
}

void PlanLedger::draw(const Draw& draw, std::int32_t quarter, int sign) {
    auto& money = money_[static_cast<std::size_t>(draw.payer)];
    money[at(quarter / 4)] -= sign * draw.one_off;
    for (std::int32_t year = quarter / 4 + 1; year < model_->years; ++year) {
        money[at(year)] -= sign * draw.yearly;
    }
    for (std::int32_t q = quarter; q < model_->quarters; ++q) {
        staff_[draw.block][at(q)] -= sign * draw.staff;
    }
}

bool PlanLedger::fits(std::uint32_t item, std::int32_t quarter) const {
    const PlanItem& one = model_->items[item];
    const auto b = static_cast<std::size_t>(one.block);
    if (schedule_.items[item] >= 0 || quarter < one.earliest || quarter >= model_->quarters) {
        return false;
    }
    for (std::size_t p = 0; p < plan_limits::prerequisites; ++p) {
        const std::int8_t built = schedule_.setups[b][p];
        if ((one.needs >> p & 1U) != 0 && (built < 0 || built > quarter)) {
            return false;
        }
    }
    if (one.provider >= 0) {
        const auto p = static_cast<std::size_t>(one.provider);
        if (rollouts_[p][at(quarter)] < 1 || (one.adapter && adapters_[p][at(quarter)] < 1)) {
            return false;
        }
    }
    const PlanBlock& block = model_->blocks[b];
    for (const auto& [waits, before] : block.after) {
        if (waits == item && (schedule_.items[before] < 0 || schedule_.items[before] > quarter)) {
            return false;
        }
    }
    if (one.bundle >= 0) {
        for (const std::uint32_t rival : block.rivals[static_cast<std::size_t>(one.bundle)]) {
            if (schedule_.items[rival] >= 0) {
                return false;
            }
        }
    }
    return can_draw(draw_of(item), quarter);
}

bool PlanLedger::fits_setup(std::size_t block, std::size_t setup, std::int32_t quarter) const {
    const PlanBlock::Setup& one = model_->blocks[block].setups[setup];
    if (!one.exists || schedule_.setups[block][setup] >= 0) {
        return false;
    }
    for (std::size_t p = 0; p < plan_limits::prerequisites; ++p) {
        const std::int8_t built = schedule_.setups[block][p];
        if ((one.needs >> p & 1U) != 0 && (built < 0 || built > quarter)) {
            return false;
        }
    }
    return can_draw(draw_of(block, setup), quarter);
}

void PlanLedger::count(std::uint32_t item, std::int32_t quarter, int sign) {
    const PlanItem& one = model_->items[item];
    draw(draw_of(item), quarter, sign);
    if (one.provider >= 0) {
        const auto p = static_cast<std::size_t>(one.provider);
        rollouts_[p][at(quarter)] -= sign;
        adapters_[p][at(quarter)] -= one.adapter ? sign : 0;
    }
    value_ += sign * model_->value(one, quarter);
    coverage_ += sign * std::max<std::int64_t>(
                            model_->blocks[static_cast<std::size_t>(one.block)].inhabitants, 1);
}

void PlanLedger::place(std::uint32_t item, std::int32_t quarter) {
    count(item, quarter, 1);
    schedule_.items[item] = static_cast<std::int8_t>(quarter);
}

void PlanLedger::remove(std::uint32_t item) {
    count(item, schedule_.items[item], -1);
    schedule_.items[item] = -1;
}

void PlanLedger::place_setup(std::size_t block, std::size_t setup, std::int32_t quarter) {
    draw(draw_of(block, setup), quarter, 1);
    value_ += model_->setup_value(model_->blocks[block].setups[setup], quarter);
    schedule_.setups[block][setup] = static_cast<std::int8_t>(quarter);
}

void PlanLedger::remove_setup(std::size_t block, std::size_t setup) {
    const std::int8_t quarter = schedule_.setups[block][setup];
    draw(draw_of(block, setup), quarter, -1);
    value_ -= model_->setup_value(model_->blocks[block].setups[setup], quarter);
    schedule_.setups[block][setup] = -1;
}

bool PlanLedger::can_remove(std::uint32_t item) const {
    const PlanBlock& block = model_->blocks[static_cast<std::size_t>(model_->items[item].block)];
    return std::none_of(block.after.begin(), block.after.end(), [&](const auto& edge) {
        return edge.second == item && schedule_.items[edge.first] >= 0;
    });
}

void PlanLedger::drop_unused_setups(std::size_t block) {
    const PlanBlock& one = model_->blocks[block];
    std::uint8_t used = 0;
    for (std::uint32_t i = one.begin; i < one.end; ++i) {
        used = static_cast<std::uint8_t>(used |
                                         (schedule_.items[i] >= 0 ? model_->items[i].needs : 0));
    }
    for (std::size_t p = 0; p < plan_limits::prerequisites; ++p) {
        if ((used >> p & 1U) == 0 && schedule_.setups[block][p] >= 0) {
            remove_setup(block, p);
        }
    }
}

bool PlanLedger::place_with_setups(std::uint32_t item, std::int32_t quarter) {
    const PlanItem& one = model_->items[item];
    const auto b = static_cast<std::size_t>(one.block);
    std::array<bool, plan_limits::prerequisites> built{};
    const auto give_up = [&] {
        for (std::size_t p = 0; p < built.size(); ++p) {
            if (built[p]) {
                remove_setup(b, p);
            }
        }
        return false;
    };
    for (bool changed = true; changed;) {
        changed = false;
        for (std::size_t p = 0; p < built.size(); ++p) {
            if ((one.needs >> p & 1U) != 0 && schedule_.setups[b][p] < 0 &&
                fits_setup(b, p, quarter)) {
                place_setup(b, p, quarter);
                built[p] = true;
                changed = true;
            }
        }
    }
    if (!fits(item, quarter)) {
        return give_up();
    }
    place(item, quarter);
    return true;
}

}  // namespace gordion::planning
