// SPDX-License-Identifier: EUPL-1.2
#include "planning/plan_prices.hpp"

#include <algorithm>
#include <functional>

namespace gordion::planning {
namespace {

constexpr double never = -1e30;

std::size_t at(std::int32_t quarter) {
    return static_cast<std::size_t>(quarter);
}

}  // namespace

PlanPrices PlanPrices::none(const PlanModel& model) {
    PlanPrices prices;
    prices.money.assign(model.problem->payers.size(), std::vector<double>(at(model.years)));
    prices.rollouts.assign(model.problem->providers.size(), {});
    prices.adapters.assign(model.problem->providers.size(), {});
    prices.staff.assign(model.blocks.size(), {});
    return prices;
}

void BlockPricing::set_prices(const PlanPrices& prices) {
    const bool costs = model_->problem->goal == PlanGoal::Cost;
    once_.assign(prices.money.size(), {});
    later_.assign(prices.money.size(), {});
    for (std::size_t p = 0; p < prices.money.size(); ++p) {
        for (std::int32_t q = 0; q < model_->quarters; ++q) {
            once_[p][at(q)] = prices.money[p][at(q / 4)] + (costs ? 1 : 0);
            for (std::int32_t year = q / 4 + 1; year < model_->years; ++year) {
                later_[p][at(q)] += prices.money[p][at(year)] + (costs ? 1 : 0);
            }
        }
    }
    rollouts_ = prices.rollouts;
    adapters_ = prices.adapters;
    coverage_ = prices.coverage;
}

void BlockPricing::load_row(const PlanItem& item, double* row) const {
    const bool counts = model_->problem->goal == PlanGoal::Benefit;
    const auto payer = static_cast<std::size_t>(item.payer);
    const double* once = once_[payer].data();
    const double* later = later_[payer].data();
    const double points = counts ? static_cast<double>(item.points) : 0;
    const double bonus = counts ? static_cast<double>(item.bonus) : 0;
    const double one_off = static_cast<double>(item.one_off);
    const double yearly = static_cast<double>(item.yearly);
    const double staff = item.staff;
    const double fixed = coverage_ * inhabitants_;
    const int quarters = model_->quarters;
    const int horizon = model_->problem->benefit_quarters;
    for (int q = 0; q < quarters; ++q) {
        row[q] = points * (horizon - q) + (q <= item.deadline ? bonus : 0) + fixed -
                 one_off * once[q] - yearly * later[q] - staff * staff_[at(q)];
    }
    if (item.provider >= 0) {
        const double* rollouts = rollouts_[static_cast<std::size_t>(item.provider)].data();
        const double* adapters = adapters_[static_cast<std::size_t>(item.provider)].data();
        const double uses = item.adapter ? 1 : 0;
        for (int q = 0; q < quarters; ++q) {
            row[q] -= rollouts[q] + uses * adapters[q];
        }
    }
}

double BlockPricing::reduced(const PlanItem& item, std::int32_t quarter) const {
    PlanPrices::Row row{};
    load_row(item, row.data());
    return row[at(quarter)];
}

std::uint8_t BlockPricing::slot_of(std::uint8_t needs) {
    for (std::size_t s = 0; s < masks_.size(); ++s) {
        if (masks_[s] == needs) {
            return static_cast<std::uint8_t>(s);
        }
    }
    masks_.push_back(needs);
    sums_.push_back({});
    return static_cast<std::uint8_t>(masks_.size() - 1);
}

void BlockPricing::add_unit(std::size_t block, std::uint32_t number) {
    const PlanItem& item = model_->items[number];
    Unit unit;
    unit.item = number;
    PlanPrices::Row row{};
    load_row(item, row.data());
    std::fill(row.begin(), row.begin() + item.earliest, never);
    std::uint8_t needs = item.needs;
    if (item.bundle >= 0) {
        const auto& rivals = model_->blocks[block].rivals[static_cast<std::size_t>(item.bundle)];
        if (rivals.front() != number) {
            return;
        }
        unit.has_rivals = true;
        unit.which.fill(number);
        for (const std::uint32_t rival : rivals) {
            const PlanItem& other = model_->items[rival];
            PlanPrices::Row theirs{};
            load_row(other, theirs.data());
            needs = static_cast<std::uint8_t>(needs & other.needs);
            for (std::int32_t q = other.earliest; q < model_->quarters; ++q) {
                if (theirs[at(q)] > row[at(q)]) {
                    row[at(q)] = theirs[at(q)];
                    unit.which[at(q)] = rival;
                }
            }
        }
    }
    double best = 0;
    std::int8_t when = -1;
    std::array<double, plan_limits::quarters> wins{};
    for (std::int32_t q = model_->quarters - 1; q >= 0; --q) {
        if (row[at(q)] > best) {
            best = row[at(q)];
            when = static_cast<std::int8_t>(q);
        }
        wins[at(q)] = best;
        unit.when[at(q)] = when;
    }
    if (when < 0) {
        return;
    }
    unit.slot = slot_of(needs);
    PlanPrices::Row& sums = sums_[unit.slot];
    for (std::size_t q = 0; q < static_cast<std::size_t>(model_->quarters); ++q) {
        sums[q] += wins[q];
    }
    units_.push_back(unit);
}

double BlockPricing::choose_setups(std::size_t block) {
    const PlanBlock& one = model_->blocks[block];
    const auto quarters = static_cast<std::int8_t>(model_->quarters);
    // The quarter `quarters` stands for never.
    trial_.fill(0);
    double best = never;
    const auto slot_value = [&](std::size_t slot, std::size_t decided) {
        std::int8_t from = 0;
        for (std::size_t p = 0; p < decided; ++p) {
            if ((masks_[slot] >> p & 1U) != 0) {
                from = std::max(from, trial_[p]);
            }
        }
        return from >= quarters ? 0.0 : sums_[slot][at(from)];
    };
    const std::function<void(std::size_t, double)> visit = [&](std::size_t p, double paid) {
        double total = -paid;
        for (std::size_t slot = 0; slot < masks_.size(); ++slot) {
            total += slot_value(slot, p);
        }
        if (total <= best) {
            return;
        }
        if (p == plan_limits::prerequisites) {
            best = total;
            setups = trial_;
            return;
        }
        const PlanBlock::Setup& setup = one.setups[p];
        if (!setup.exists) {
            trial_[p] = 0;
            visit(p + 1, paid);
            return;
        }
        for (std::int8_t q = 0; q <= quarters; ++q) {
            trial_[p] = q;
            visit(p + 1, paid + (q == quarters ? 0 : setup_price(setup, q)));
        }
        trial_[p] = 0;
    };
    visit(0, 0);
    return best;
}

void BlockPricing::collect() {
    chosen.clear();
    const auto quarters = static_cast<std::int8_t>(model_->quarters);
    std::vector<std::int8_t> from(masks_.size());
    for (std::size_t slot = 0; slot < masks_.size(); ++slot) {
        for (std::size_t p = 0; p < plan_limits::prerequisites; ++p) {
            if ((masks_[slot] >> p & 1U) != 0) {
                from[slot] = std::max(from[slot], setups[p]);
            }
        }
    }
    for (const Unit& unit : units_) {
        const std::int8_t begin = from[unit.slot];
        const std::int8_t when = begin >= quarters ? std::int8_t{-1} : unit.when[at(begin)];
        if (when >= 0) {
            chosen.emplace_back(unit.has_rivals ? unit.which[at(when)] : unit.item, when);
        }
    }
}

void BlockPricing::price_staff(std::size_t block, const PlanPrices::Row& staff) {
    double sum = 0;
    for (std::int32_t q = model_->quarters - 1; q >= 0; --q) {
        sum += staff[at(q)];
        staff_[at(q)] = sum;
    }
    inhabitants_ =
        static_cast<double>(std::max<std::int64_t>(model_->blocks[block].inhabitants, 1));
}

double BlockPricing::setup_price(const PlanBlock::Setup& setup, std::int32_t quarter) const {
    const auto payer = static_cast<std::size_t>(setup.payer);
    return static_cast<double>(setup.one_off) * once_[payer][at(quarter)] +
           static_cast<double>(setup.yearly) * later_[payer][at(quarter)] +
           setup.staff * staff_[at(quarter)];
}

double BlockPricing::solve(std::size_t block, const PlanPrices::Row& staff) {
    price_staff(block, staff);
    const PlanBlock& one = model_->blocks[block];
    units_.clear();
    masks_.clear();
    sums_.clear();
    for (std::uint32_t i = one.begin; i < one.end; ++i) {
        add_unit(block, i);
    }
    const double won = choose_setups(block);
    collect();
    for (std::size_t p = 0; p < plan_limits::prerequisites; ++p) {
        const bool built = one.setups[p].exists && setups[p] < model_->quarters;
        setups[p] = built ? setups[p] : std::int8_t{-1};
    }
    return won;
}

}  // namespace gordion::planning
