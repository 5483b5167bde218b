// SPDX-License-Identifier: EUPL-1.2
#include "planning/plan_model.hpp"

#include <algorithm>
#include <map>

namespace gordion::planning {
namespace {

/// The bits of prerequisites with everything below them.
std::vector<std::uint8_t> close_needs(const PlanProblem& problem) {
    std::vector<std::uint8_t> masks(problem.prerequisites.size());
    for (std::size_t round = 0; round <= masks.size(); ++round) {
        for (std::size_t p = 0; p < masks.size(); ++p) {
            for (const std::int32_t need : problem.prerequisites[p].needs) {
                masks[p] =
                    static_cast<std::uint8_t>(masks[p] | (1U << static_cast<unsigned>(need)) |
                                              masks[static_cast<std::size_t>(need)]);
            }
        }
    }
    return masks;
}

class Compiler {
public:
    explicit Compiler(const PlanProblem& problem)
        : problem_(problem), below_(close_needs(problem)) {
        model_.problem = &problem;
        model_.quarters = problem.quarters;
        model_.years = problem.years();
    }

    Judged<PlanModel> run() {
        model_.items.reserve(problem_.pairs.size());
        model_.blocks.resize(problem_.administrations.size());
        std::size_t at = 0;
        for (std::size_t a = 0; a < model_.blocks.size(); ++a) {
            make_setups(a);
        }
        while (at < problem_.pairs.size()) {
            std::size_t end = at;
            while (end < problem_.pairs.size() &&
                   problem_.pairs[end].administration == problem_.pairs[at].administration) {
                ++end;
            }
            fill_block(at, end);
            at = end;
        }
        if (problem_.goal == PlanGoal::Cost) {
            require_coverage();
        }
        return {std::move(model_), std::move(notes_)};
    }

private:
    void make_setups(std::size_t a) {
        const PlanAdministration& from = problem_.administrations[a];
        PlanBlock& block = model_.blocks[a];
        block.staff = from.staff_tenths_per_quarter;
        block.inhabitants = from.inhabitants;
        std::uint8_t standing = 0xff;
        for (const PlanSetup& setup : from.setups) {
            standing = static_cast<std::uint8_t>(
                standing & ~(1U << static_cast<unsigned>(setup.prerequisite)));
        }
        for (const PlanSetup& setup : from.setups) {
            const auto p = static_cast<std::size_t>(setup.prerequisite);
            block.setups[p] = {true,
                               setup.one_off_cents,
                               setup.yearly_cents,
                               setup.staff_tenths,
                               static_cast<std::int16_t>(setup.payer),
                               static_cast<std::uint8_t>(below_[p] & ~standing)};
        }
    }

    void note(const PlanPair& pair, std::string_view reason) {
        if (notes_.size() < 1'000) {
            const std::string place =
                problem_.administrations[static_cast<std::size_t>(pair.administration)].id + "/" +
                problem_.offers[static_cast<std::size_t>(pair.offer)].id;
            notes_.push_back({"planning.plan_impossible",
                              Severity::Note,
                              place,
                              {{"pair", place}, {"reason", std::string(reason)}},
                              "This offer cannot be taken here."});
        }
    }

    PlanItem make_item(const PlanPair& pair, std::size_t number) const {
        const PlanOffer& offer = problem_.offers[static_cast<std::size_t>(pair.offer)];
        const PlanBlock& block = model_.blocks[static_cast<std::size_t>(pair.administration)];
        PlanItem item;
        item.one_off = pair.one_off_cents;
        item.yearly = pair.yearly_cents;
        item.points = (pair.cases * problem_.weights.per_case +
                       pair.minutes * problem_.weights.per_minute + 2'000) /
                      4'000;
        item.bonus = pair.obligation ? (problem_.weights.per_obligation + 500) / 1'000 : 0;
        item.pair = static_cast<std::int32_t>(number);
        item.block = pair.administration;
        item.staff = pair.staff_tenths;
        item.payer = static_cast<std::int16_t>(pair.payer);
        item.provider = static_cast<std::int16_t>(offer.provider);
        item.earliest = static_cast<std::int8_t>(pair.earliest);
        item.deadline = static_cast<std::int8_t>(
            pair.deadline < 0 ? problem_.quarters - 1
                              : std::min(pair.deadline, problem_.quarters - 1));
        item.adapter = offer.adapter;
        std::uint8_t needs = 0;
        for (const std::int32_t need : offer.needs) {
            needs = static_cast<std::uint8_t>(needs | (1U << static_cast<unsigned>(need)) |
                                              below_[static_cast<std::size_t>(need)]);
        }
        for (std::size_t p = 0; p < block.setups.size(); ++p) {
            if (!block.setups[p].exists) {
                needs = static_cast<std::uint8_t>(needs & ~(1U << p));
            }
        }
        item.needs = needs;
        return item;
    }

    /// Offers whose dependency cannot be met fall out, and what waits for them, too.
    std::vector<bool> find_possible(std::size_t begin, std::size_t end,
                                    const std::map<std::int32_t, std::size_t>& by_offer,
                                    const PlanAdministration& administration) {
        std::vector<bool> possible(end - begin, true);
        for (std::size_t i = begin; i < end; ++i) {
            const PlanPair& pair = problem_.pairs[i];
            if (!problem_.offers[static_cast<std::size_t>(pair.offer)].forbidden_by.empty()) {
                possible[i - begin] = false;
                note(pair, "law");
            } else if (pair.earliest >= problem_.quarters) {
                possible[i - begin] = false;
                note(pair, "late");
            }
        }
        for (bool changed = true; changed;) {
            changed = false;
            for (std::size_t i = begin; i < end; ++i) {
                const PlanPair& pair = problem_.pairs[i];
                for (const std::int32_t need :
                     problem_.offers[static_cast<std::size_t>(pair.offer)].after) {
                    const auto found = by_offer.find(need);
                    const auto& live = administration.live_offers;
                    const bool met = std::find(live.begin(), live.end(), need) != live.end() ||
                                     (found != by_offer.end() && possible[found->second - begin]);
                    if (possible[i - begin] && !met) {
                        possible[i - begin] = false;
                        changed = true;
                        note(pair, "dependency");
                    }
                }
            }
        }
        return possible;
    }

    void fill_block(std::size_t begin, std::size_t end) {
        const auto a = static_cast<std::size_t>(problem_.pairs[begin].administration);
        PlanBlock& block = model_.blocks[a];
        std::map<std::int32_t, std::size_t> by_offer;
        for (std::size_t i = begin; i < end; ++i) {
            by_offer[problem_.pairs[i].offer] = i;
        }
        const auto possible = find_possible(begin, end, by_offer, problem_.administrations[a]);
        block.begin = static_cast<std::uint32_t>(model_.items.size());
        std::map<std::string_view, std::vector<std::uint32_t>> bundles;
        std::map<std::int32_t, std::uint32_t> item_of_offer;
        for (std::size_t i = begin; i < end; ++i) {
            if (possible[i - begin]) {
                const auto number = static_cast<std::uint32_t>(model_.items.size());
                const std::int32_t offer = problem_.pairs[i].offer;
                item_of_offer[offer] = number;
                const std::string& bundle = problem_.offers[static_cast<std::size_t>(offer)].bundle;
                if (!bundle.empty()) {
                    bundles[bundle].push_back(number);
                }
                model_.items.push_back(make_item(problem_.pairs[i], i));
            }
        }
        block.end = static_cast<std::uint32_t>(model_.items.size());
        for (const auto& [offer, number] : item_of_offer) {
            for (const std::int32_t need : problem_.offers[static_cast<std::size_t>(offer)].after) {
                if (const auto found = item_of_offer.find(need); found != item_of_offer.end()) {
                    block.after.emplace_back(number, found->second);
                }
            }
        }
        for (auto& [name, members] : bundles) {
            if (members.size() > 1) {
                for (const std::uint32_t member : members) {
                    model_.items[member].bundle = static_cast<std::int32_t>(block.rivals.size());
                }
                block.rivals.push_back(std::move(members));
            }
        }
    }

    /// Of everything that could be covered.
    void require_coverage() {
        std::int64_t all = 0;
        for (const PlanBlock& block : model_.blocks) {
            std::int64_t bundles = block.end - block.begin;
            for (const auto& rivals : block.rivals) {
                bundles -= static_cast<std::int64_t>(rivals.size()) - 1;
            }
            all += bundles * std::max<std::int64_t>(block.inhabitants, 1);
        }
        const std::int64_t per_mille = problem_.coverage_per_mille;
        model_.coverage_required =
            all / 1'000 * per_mille + (all % 1'000 * per_mille + 999) / 1'000;
    }

    const PlanProblem& problem_;
    std::vector<std::uint8_t> below_;
    PlanModel model_;
    Findings notes_;
};

}  // namespace

std::int64_t PlanModel::value(const PlanItem& item, std::int32_t quarter) const {
    if (problem->goal == PlanGoal::Cost) {
        return -cost(item.one_off, item.yearly, quarter);
    }
    return item.points * (problem->benefit_quarters - quarter) +
           (quarter <= item.deadline ? item.bonus : 0);
}

std::int64_t PlanModel::setup_value(const PlanBlock::Setup& setup, std::int32_t quarter) const {
    return problem->goal == PlanGoal::Cost ? -cost(setup.one_off, setup.yearly, quarter) : 0;
}

Judged<PlanModel> compile_plan(const PlanProblem& problem) {
    return Compiler(problem).run();
}

PlanSchedule PlanSchedule::empty(const PlanModel& model) {
    PlanSchedule schedule;
    schedule.items.assign(model.items.size(), -1);
    std::array<std::int8_t, plan_limits::prerequisites> none{};
    none.fill(-1);
    schedule.setups.assign(model.blocks.size(), none);
    return schedule;
}

}  // namespace gordion::planning
