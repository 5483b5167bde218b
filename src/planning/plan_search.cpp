// SPDX-License-Identifier: EUPL-1.2
// The mixed-integer model, in the form "live by quarter q": rows are short and branching halves.
#include "planning/plan_search.hpp"

#include <algorithm>
#include <cmath>

namespace gordion::planning {
namespace {

/// Columns of an item or setup: one for each quarter from `first` on.
struct Columns {
    std::int32_t begin = -1;
    std::int32_t first = 0;
};

class MipBuilder {
public:
    explicit MipBuilder(const PlanModel& model) : model_(model) {}

    PlanMip run() {
        for (std::size_t b = 0; b < model_.blocks.size(); ++b) {
            add_columns(b);
        }
        for (std::size_t b = 0; b < model_.blocks.size(); ++b) {
            add_block_rows(b);
        }
        add_budgets();
        add_capacities();
        if (model_.coverage_required > 0) {
            const std::int32_t row = open_row(static_cast<double>(model_.coverage_required), true);
            for (const PlanItem& item : model_.items) {
                const auto& block = model_.blocks[static_cast<std::size_t>(item.block)];
                put(row, last(items_[index(item)]),
                    static_cast<double>(std::max<std::int64_t>(block.inhabitants, 1)));
            }
        }
        return std::move(mip_);
    }

private:
    [[nodiscard]] std::size_t index(const PlanItem& item) const {
        return static_cast<std::size_t>(&item - model_.items.data());
    }
    [[nodiscard]] std::int32_t last(const Columns& of) const {
        return of.begin + model_.quarters - 1 - of.first;
    }

    /// The worth of going live in q, as differences of "live by q".
    template <typename Value>
    Columns add(std::int32_t first, const Value& value) {
        const Columns made{static_cast<std::int32_t>(mip_.objective.size()), first};
        for (std::int32_t q = first; q < model_.quarters; ++q) {
            const double next = q + 1 < model_.quarters ? value(q + 1) : 0.0;
            mip_.objective.push_back(value(q) - next);
        }
        for (std::int32_t c = made.begin; c < last(made); ++c) {
            const std::int32_t row = open_row(0, false);
            put(row, c, 1);
            put(row, c + 1, -1);
        }
        return made;
    }

    void add_columns(std::size_t b) {
        const PlanBlock& block = model_.blocks[b];
        setups_.emplace_back();
        for (std::size_t p = 0; p < plan_limits::prerequisites; ++p) {
            const PlanBlock::Setup& setup = block.setups[p];
            if (setup.exists) {
                setups_[b][p] = add(0, [&](std::int32_t q) {
                    return static_cast<double>(model_.setup_value(setup, q));
                });
            }
        }
        for (std::uint32_t i = block.begin; i < block.end; ++i) {
            const PlanItem& item = model_.items[i];
            items_.push_back(add(item.earliest, [&](std::int32_t q) {
                return static_cast<double>(model_.value(item, q));
            }));
        }
    }

    std::int32_t open_row(double limit, bool at_least) {
        mip_.row_limits.push_back(limit);
        mip_.row_at_least.push_back(at_least);
        return static_cast<std::int32_t>(mip_.row_limits.size() - 1);
    }
    void put(std::int32_t row, std::int32_t column, double value) {
        if (value != 0) {
            mip_.entries.push_back({row, column, value});
        }
    }

    /// Live only where what comes before is: z(of, q) ≤ z(before, q).
    void follow(const Columns& of, const Columns& before) {
        for (std::int32_t q = of.first; q < model_.quarters; ++q) {
            const std::int32_t row = open_row(0, false);
            put(row, of.begin + q - of.first, 1);
            if (q >= before.first) {
                put(row, before.begin + q - before.first, -1);
            }
        }
    }

    void need(std::size_t b, const Columns& of, std::uint8_t needs) {
        for (std::size_t p = 0; p < plan_limits::prerequisites; ++p) {
            if ((needs >> p & 1U) != 0) {
                follow(of, setups_[b][p]);
            }
        }
    }

    void add_block_rows(std::size_t b) {
        const PlanBlock& block = model_.blocks[b];
        for (std::size_t p = 0; p < plan_limits::prerequisites; ++p) {
            if (block.setups[p].exists) {
                need(b, setups_[b][p], block.setups[p].needs);
            }
        }
        for (std::uint32_t i = block.begin; i < block.end; ++i) {
            need(b, items_[i], model_.items[i].needs);
        }
        for (const auto& [item, before] : block.after) {
            follow(items_[item], items_[before]);
        }
        for (const auto& rivals : block.rivals) {
            const std::int32_t row = open_row(1, false);
            for (const std::uint32_t i : rivals) {
                put(row, last(items_[i]), 1);
            }
        }
        for (std::int32_t q = 0; q < model_.quarters; ++q) {
            const std::int32_t row = open_row(static_cast<double>(block.staff) * (q + 1), false);
            const auto work = [&](const Columns& of, std::int32_t staff) {
                if (of.begin >= 0 && q >= of.first) {
                    put(row, of.begin + q - of.first, staff);
                }
            };
            for (std::size_t p = 0; p < plan_limits::prerequisites; ++p) {
                work(setups_[b][p], block.setups[p].staff);
            }
            for (std::uint32_t i = block.begin; i < block.end; ++i) {
                work(items_[i], model_.items[i].staff);
            }
        }
    }

    /// One-off in the year of going live, yearly in the years after: two columns a year. Cents
    /// are counted in hundreds of euro, so that the numbers stay small.
    void pay(std::int32_t row, std::int32_t year, const Columns& of,
             std::pair<std::int64_t, std::int64_t> cents) {
        constexpr double unit = 10'000;
        const std::int32_t until = std::min(year * 4 + 3, model_.quarters - 1);
        if (of.begin < 0 || until < of.first) {
            return;
        }
        put(row, of.begin + until - of.first, static_cast<double>(cents.first) / unit);
        if (year * 4 - 1 >= of.first) {
            put(row, of.begin + year * 4 - 1 - of.first,
                static_cast<double>(cents.second - cents.first) / unit);
        }
    }

    void add_budgets() {
        for (std::size_t payer = 0; payer < model_.problem->payers.size(); ++payer) {
            const auto& budget = model_.problem->payers[payer].yearly_cents;
            for (std::size_t year = 0; year < budget.size(); ++year) {
                const auto y = static_cast<std::int32_t>(year);
                const std::int32_t row =
                    open_row(static_cast<double>(budget[year]) / 10'000, false);
                for (std::size_t b = 0; b < model_.blocks.size(); ++b) {
                    for (std::size_t p = 0; p < plan_limits::prerequisites; ++p) {
                        const PlanBlock::Setup& setup = model_.blocks[b].setups[p];
                        if (setup.exists && setup.payer == static_cast<std::int16_t>(payer)) {
                            pay(row, y, setups_[b][p], {setup.one_off, setup.yearly});
                        }
                    }
                }
                for (std::size_t i = 0; i < model_.items.size(); ++i) {
                    const PlanItem& item = model_.items[i];
                    if (item.payer == static_cast<std::int16_t>(payer)) {
                        pay(row, y, items_[i], {item.one_off, item.yearly});
                    }
                }
            }
        }
    }

    void add_capacity(std::int16_t provider, std::int64_t limit, bool adapters) {
        if (limit < 0) {
            return;
        }
        for (std::int32_t q = 0; q < model_.quarters; ++q) {
            const std::int32_t row = open_row(static_cast<double>(limit), false);
            for (std::size_t i = 0; i < model_.items.size(); ++i) {
                const PlanItem& item = model_.items[i];
                const Columns& of = items_[i];
                if (item.provider == provider && (!adapters || item.adapter) && q >= of.first) {
                    put(row, of.begin + q - of.first, 1);
                    if (q > of.first) {
                        put(row, of.begin + q - 1 - of.first, -1);
                    }
                }
            }
        }
    }

    void add_capacities() {
        for (std::size_t p = 0; p < model_.problem->providers.size(); ++p) {
            const PlanProvider& provider = model_.problem->providers[p];
            add_capacity(static_cast<std::int16_t>(p), provider.rollouts_per_quarter, false);
            add_capacity(static_cast<std::int16_t>(p), provider.adapters_per_quarter, true);
        }
    }

    const PlanModel& model_;
    PlanMip mip_;
    std::vector<std::array<Columns, plan_limits::prerequisites>> setups_;
    std::vector<Columns> items_;
};

/// Calls `visit(quarters, first)` for all groups of columns in their order.
template <typename Visit>
void walk(const PlanModel& model, PlanSchedule& schedule, const Visit& visit) {
    for (std::size_t b = 0; b < model.blocks.size(); ++b) {
        const PlanBlock& block = model.blocks[b];
        for (std::size_t p = 0; p < plan_limits::prerequisites; ++p) {
            if (block.setups[p].exists) {
                visit(schedule.setups[b][p], 0);
            }
        }
        for (std::uint32_t i = block.begin; i < block.end; ++i) {
            visit(schedule.items[i], model.items[i].earliest);
        }
    }
}

}  // namespace

PlanMip build_mip(const PlanModel& model) {
    return MipBuilder(model).run();
}

std::vector<double> columns_of(const PlanModel& model, PlanSchedule schedule) {
    std::vector<double> columns;
    walk(model, schedule, [&](std::int8_t quarter, std::int32_t first) {
        for (std::int32_t q = first; q < model.quarters; ++q) {
            columns.push_back(quarter >= 0 && q >= quarter ? 1 : 0);
        }
    });
    return columns;
}

PlanSchedule schedule_of(const PlanModel& model, std::span<const double> columns) {
    PlanSchedule schedule = PlanSchedule::empty(model);
    std::size_t at = 0;
    walk(model, schedule, [&](std::int8_t& quarter, std::int32_t first) {
        for (std::int32_t q = first; q < model.quarters; ++q, ++at) {
            if (quarter < 0 && columns[at] > 0.5) {
                quarter = static_cast<std::int8_t>(q);
            }
        }
    });
    return schedule;
}

}  // namespace gordion::planning
