// SPDX-License-Identifier: EUPL-1.2
#include <algorithm>

#include "planning/plan_model.hpp"

namespace gordion::planning {
namespace {

struct Charge {
    std::int64_t one_off = 0;
    std::int64_t yearly = 0;
    std::int32_t staff = 0;
    std::int16_t payer = 0;
};

void charge(const PlanModel& model, PlanUse& use, std::size_t block, const Charge& what,
            std::int32_t quarter) {
    auto& years = use.payer_year[static_cast<std::size_t>(what.payer)];
    years[static_cast<std::size_t>(quarter / 4)] += what.one_off;
    for (std::int32_t year = quarter / 4 + 1; year < model.years; ++year) {
        years[static_cast<std::size_t>(year)] += what.yearly;
    }
    use.cents += model.cost(what.one_off, what.yearly, quarter);
    for (std::int32_t q = quarter; q < model.quarters; ++q) {
        use.work_until[block][static_cast<std::size_t>(q)] += what.staff;
    }
}

class Judge {
public:
    Judge(const PlanModel& model, const PlanSchedule& schedule)
        : model_(model), schedule_(schedule), use_(measure_plan(model, schedule)) {}

    std::vector<std::string> run() {
        for (std::size_t b = 0; b < model_.blocks.size(); ++b) {
            check_block(b);
        }
        check_capacity("rollouts", use_.rollouts, &PlanProvider::rollouts_per_quarter);
        check_capacity("adapters", use_.adapters, &PlanProvider::adapters_per_quarter);
        for (std::size_t p = 0; p < use_.payer_year.size(); ++p) {
            const PlanPayer& payer = model_.problem->payers[p];
            for (std::size_t y = 0; y < payer.yearly_cents.size(); ++y) {
                if (use_.payer_year[p][y] > payer.yearly_cents[y]) {
                    note("budget of " + payer.id + " in year " + std::to_string(y + 1));
                }
            }
        }
        if (use_.coverage < model_.coverage_required) {
            note("coverage");
        }
        return std::move(broken_);
    }

private:
    void note(std::string what) { broken_.push_back(std::move(what)); }

    [[nodiscard]] std::string id(std::size_t block) const {
        return model_.problem->administrations[block].id;
    }

    void check_needs(std::size_t b, std::uint8_t needs, std::int8_t quarter) {
        for (std::size_t p = 0; p < plan_limits::prerequisites; ++p) {
            const std::int8_t built = schedule_.setups[b][p];
            if ((needs >> p & 1U) != 0 && (built < 0 || built > quarter)) {
                note("prerequisite " + model_.problem->prerequisites[p].id + " of " + id(b));
            }
        }
    }

    void check_block(std::size_t b) {
        const PlanBlock& block = model_.blocks[b];
        for (std::uint32_t i = block.begin; i < block.end; ++i) {
            const std::int8_t quarter = schedule_.items[i];
            if (quarter >= model_.quarters ||
                (quarter >= 0 && quarter < model_.items[i].earliest)) {
                note("quarter of an offer of " + id(b));
            }
            if (quarter >= 0) {
                check_needs(b, model_.items[i].needs, quarter);
            }
        }
        for (std::size_t p = 0; p < plan_limits::prerequisites; ++p) {
            if (schedule_.setups[b][p] >= 0) {
                check_needs(b, block.setups[p].needs, schedule_.setups[b][p]);
            }
        }
        for (const auto& [item, before] : block.after) {
            const std::int8_t quarter = schedule_.items[item];
            if (quarter >= 0 &&
                (schedule_.items[before] < 0 || schedule_.items[before] > quarter)) {
                note("dependency in " + id(b));
            }
        }
        for (const auto& rivals : block.rivals) {
            if (std::count_if(rivals.begin(), rivals.end(),
                              [&](std::uint32_t i) { return schedule_.items[i] >= 0; }) > 1) {
                note("two offers of one bundle in " + id(b));
            }
        }
        for (std::int32_t q = 0; q < model_.quarters; ++q) {
            if (use_.work_until[b][static_cast<std::size_t>(q)] >
                static_cast<std::int64_t>(block.staff) * (q + 1)) {
                note("staff of " + id(b) + " in quarter " + std::to_string(q + 1));
            }
        }
    }

    void check_capacity(std::string_view what,
                        const std::vector<std::array<std::int64_t, plan_limits::quarters>>& used,
                        std::int64_t PlanProvider::*limit) {
        for (std::size_t p = 0; p < used.size(); ++p) {
            const PlanProvider& provider = model_.problem->providers[p];
            for (const std::int64_t count : used[p]) {
                if (provider.*limit >= 0 && count > provider.*limit) {
                    note(std::string(what) + " of " + provider.id);
                }
            }
        }
    }

    const PlanModel& model_;
    const PlanSchedule& schedule_;
    PlanUse use_;
    std::vector<std::string> broken_;
};

}  // namespace

std::int64_t PlanUse::work(std::size_t block, std::int32_t quarter) const {
    const auto& until = work_until[block];
    const auto q = static_cast<std::size_t>(quarter);
    return until[q] - (q == 0 ? 0 : until[q - 1]);
}

PlanUse measure_plan(const PlanModel& model, const PlanSchedule& schedule) {
    PlanUse use;
    use.payer_year.assign(model.problem->payers.size(),
                          std::vector<std::int64_t>(static_cast<std::size_t>(model.years)));
    use.work_until.assign(model.blocks.size(), {});
    use.rollouts.assign(model.problem->providers.size(), {});
    use.adapters.assign(model.problem->providers.size(), {});
    for (std::size_t b = 0; b < model.blocks.size(); ++b) {
        const PlanBlock& block = model.blocks[b];
        for (std::size_t p = 0; p < plan_limits::prerequisites; ++p) {
            const std::int8_t quarter = schedule.setups[b][p];
            const PlanBlock::Setup& setup = block.setups[p];
            if (quarter >= 0) {
                charge(model, use, b, {setup.one_off, setup.yearly, setup.staff, setup.payer},
                       quarter);
                use.value += model.setup_value(setup, quarter);
            }
        }
        for (std::uint32_t i = block.begin; i < block.end; ++i) {
            const std::int8_t quarter = schedule.items[i];
            if (quarter < 0) {
                continue;
            }
            const PlanItem& item = model.items[i];
            charge(model, use, b, {item.one_off, item.yearly, item.staff, item.payer}, quarter);
            use.value += model.value(item, quarter);
            use.points += item.points * (model.problem->benefit_quarters - quarter) +
                          (quarter <= item.deadline ? item.bonus : 0);
            use.coverage += std::max<std::int64_t>(block.inhabitants, 1);
            ++use.offers;
            const PlanPair& pair = model.problem->pairs[static_cast<std::size_t>(item.pair)];
            use.obligations += pair.obligation && quarter <= item.deadline ? 1 : 0;
            if (item.provider >= 0) {
                const auto p = static_cast<std::size_t>(item.provider);
                ++use.rollouts[p][static_cast<std::size_t>(quarter)];
                use.adapters[p][static_cast<std::size_t>(quarter)] += item.adapter ? 1 : 0;
            }
        }
    }
    return use;
}

std::vector<std::string> broken_rules(const PlanModel& model, const PlanSchedule& schedule) {
    return Judge(model, schedule).run();
}

std::vector<std::int64_t> staff_by_quarter(const PlanModel& model, const PlanUse& use,
                                           std::size_t block) {
    const auto quarters = static_cast<std::size_t>(model.quarters);
    std::vector<std::int64_t> days(quarters);
    // From the end: what does not fit into its quarter is worked off before it.
    std::int64_t waiting = 0;
    for (std::size_t q = quarters; q-- > 0;) {
        waiting += use.work(block, static_cast<std::int32_t>(q));
        days[q] = std::min<std::int64_t>(waiting, model.blocks[block].staff);
        waiting -= days[q];
    }
    return days;
}

}  // namespace gordion::planning
