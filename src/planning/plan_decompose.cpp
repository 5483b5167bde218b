// SPDX-License-Identifier: EUPL-1.2
#include <algorithm>
#include <atomic>
#include <cmath>
#include <thread>

#include "core/stopwatch.hpp"
#include "planning/plan_construct.hpp"
#include "planning/plan_solver.hpp"

namespace gordion::planning {
namespace {

using Row = PlanPrices::Row;

std::size_t at(std::int32_t quarter) {
    return static_cast<std::size_t>(quarter);
}

/// What some blocks would use of what is shared, and what they win. Blocks are summed in chunks of
/// fixed size, so that the sum does not depend on the number of threads.
struct Shared {
    double bound = 0;
    double coverage = 0;
    std::vector<std::vector<double>> money;
    std::vector<Row> rollouts;
    std::vector<Row> adapters;

    void clear(const PlanModel& model) {
        bound = 0;
        coverage = 0;
        money.assign(model.problem->payers.size(), std::vector<double>(at(model.years)));
        rollouts.assign(model.problem->providers.size(), {});
        adapters.assign(model.problem->providers.size(), {});
    }
    void add(const Shared& other) {
        bound += other.bound;
        coverage += other.coverage;
        for (std::size_t p = 0; p < money.size(); ++p) {
            for (std::size_t y = 0; y < money[p].size(); ++y) {
                money[p][y] += other.money[p][y];
            }
        }
        for (std::size_t p = 0; p < rollouts.size(); ++p) {
            for (std::size_t q = 0; q < rollouts[p].size(); ++q) {
                rollouts[p][q] += other.rollouts[p][q];
                adapters[p][q] += other.adapters[p][q];
            }
        }
    }
};

class Decomposition {
public:
    Decomposition(const PlanModel& model, const PlanOptions& options)
        : model_(model), options_(options), prices_(first_prices(model)) {
        answer_.bound = 1e300;
        answer_.method = "prices";
        if (model.problem->goal == PlanGoal::Cost) {
            prices_.coverage = guess_coverage_price();
        }
    }

    /// The volume algorithm (Barahona and Anbil, 2000): prices move from the best ones so far along
    /// the average of what was left, because single answers jump from quarter to quarter.
    PlanAnswer run() {
        take(construct_plan(model_, prices_));
        center_ = prices_;
        floors_.resize(model_.blocks.size());
        bounds_.resize(model_.blocks.size());
        work_.resize(model_.blocks.size());
        mean_work_.resize(model_.blocks.size());
        int idle = 0;
        for (int round = 0; round < options_.rounds && !is_enough(); ++round) {
            const Shared used = price_blocks();
            const double bound = used.bound + worth_of_limits();
            average(used, round == 0 ? 1 : weight_);
            if (bound < answer_.bound) {
                idle = 0;
                step_ = std::min(1.0, step_ * 1.05);
                answer_.bound = bound;
                center_ = prices_;
                centered_ = bounds_;
            } else if (++idle >= 10) {
                idle = 0;
                step_ *= 0.7;
                weight_ = std::max(0.02, weight_ * 0.85);
                if (step_ < 1e-4) {
                    break;
                }
            }
            if (round == 20 || round % 60 == 50) {
                take(construct_plan(model_, center_));
            }
            move_prices();
        }
        prices_ = center_;
        answer_.prices = center_;
        take(construct_plan(model_, center_));
        polish();
        answer_.elapsed_ms = watch_.elapsed_ms();
        return std::move(answer_);
    }

private:
    [[nodiscard]] double guess_coverage_price() const {
        double cents = 0;
        double people = 0;
        for (const PlanItem& item : model_.items) {
            cents += static_cast<double>(model_.cost(item.one_off, item.yearly, 0));
            people += static_cast<double>(std::max<std::int64_t>(
                model_.blocks[static_cast<std::size_t>(item.block)].inhabitants, 1));
        }
        return people > 0 ? cents / people : 0;
    }

    bool is_enough() {
        const bool goes_on =
            !options_.progress ||
            options_.progress({"prices", answer_.value, answer_.bound, watch_.elapsed_ms()});
        answer_.was_cancelled = answer_.was_cancelled || !goes_on;
        return !goes_on || (answer_.is_complete && answer_.gap() <= options_.tolerance) ||
               watch_.elapsed_ms() > static_cast<double>(options_.time_limit_ms);
    }

    void take(const PlanLedger& ledger) {
        const bool complete = ledger.coverage() >= model_.coverage_required;
        if (answer_.schedule.items.empty() || (complete && !answer_.is_complete) ||
            (complete == answer_.is_complete && ledger.value() > answer_.value)) {
            answer_.schedule = ledger.schedule();
            answer_.value = ledger.value();
            answer_.is_complete = complete;
        }
    }

    /// The prices of staff concern one block alone: they follow in the same pass.
    Shared price_blocks() {
        constexpr std::size_t chunk = 32;
        const std::size_t chunks = (model_.blocks.size() + chunk - 1) / chunk;
        std::vector<Shared> sums(chunks);
        std::atomic<std::size_t> next{0};
        const auto work = [&] {
            BlockPricing pricing(model_);
            pricing.set_prices(prices_);
            for (std::size_t c = next++; c < chunks; c = next++) {
                sums[c].clear(model_);
                const std::size_t end = std::min(model_.blocks.size(), (c + 1) * chunk);
                for (std::size_t b = c * chunk; b < end; ++b) {
                    price_block(pricing, b, sums[c]);
                }
            }
        };
        {
            std::vector<std::jthread> others;
            for (unsigned t = 1; t < std::min<std::size_t>(options_.threads, chunks); ++t) {
                others.emplace_back(work);
            }
            work();
        }
        Shared all;
        all.clear(model_);
        for (const Shared& one : sums) {
            all.add(one);
        }
        return all;
    }

    void price_block(BlockPricing& pricing, std::size_t b, Shared& sum) {
        const Row& staff = prices_.staff[b];
        floors_[b] = kept_value(pricing, b);
        double bound = pricing.solve(b, staff);
        for (std::int32_t q = 0; q < model_.quarters; ++q) {
            bound += staff[at(q)] * static_cast<double>(model_.blocks[b].staff) * (q + 1);
        }
        bounds_[b] = bound;
        find_work(pricing, b, work_[b]);
        sum.bound += bound;
        add_use(pricing, b, sum);
    }

    /// Tenths of days that would be needed until each quarter.
    void find_work(const BlockPricing& pricing, std::size_t b, Row& until) const {
        const PlanBlock& block = model_.blocks[b];
        until.fill(0);
        for (const auto& [item, quarter] : pricing.chosen) {
            until[at(quarter)] += model_.items[item].staff;
        }
        for (std::size_t p = 0; p < plan_limits::prerequisites; ++p) {
            if (pricing.setups[p] >= 0) {
                until[at(pricing.setups[p])] += block.setups[p].staff;
            }
        }
        for (std::size_t q = 1; q < until.size(); ++q) {
            until[q] += until[q - 1];
        }
    }

    static void blend(double& mean, double now, double weight) { mean += weight * (now - mean); }

    void average(const Shared& used, double weight) {
        if (mean_.money.empty()) {
            mean_.clear(model_);
        }
        blend(mean_.coverage, used.coverage, weight);
        for (std::size_t p = 0; p < used.money.size(); ++p) {
            for (std::size_t y = 0; y < used.money[p].size(); ++y) {
                blend(mean_.money[p][y], used.money[p][y], weight);
            }
        }
        for (std::size_t p = 0; p < used.rollouts.size(); ++p) {
            for (std::size_t q = 0; q < used.rollouts[p].size(); ++q) {
                blend(mean_.rollouts[p][q], used.rollouts[p][q], weight);
                blend(mean_.adapters[p][q], used.adapters[p][q], weight);
            }
        }
        for (std::size_t b = 0; b < work_.size(); ++b) {
            for (std::size_t q = 0; q < work_[b].size(); ++q) {
                blend(mean_work_[b][q], work_[b][q], weight);
            }
        }
    }

    /// What the best plan so far wins in this block at the shared prices: no price of staff can
    /// bring the bound below it.
    double kept_value(BlockPricing& pricing, std::size_t b) {
        pricing.price_staff(b, {});
        double won = 0;
        const PlanBlock& block = model_.blocks[b];
        for (std::uint32_t i = block.begin; i < block.end; ++i) {
            if (answer_.schedule.items[i] >= 0) {
                won += pricing.reduced(model_.items[i], answer_.schedule.items[i]);
            }
        }
        for (std::size_t p = 0; p < plan_limits::prerequisites; ++p) {
            if (answer_.schedule.setups[b][p] >= 0) {
                won -= pricing.setup_price(block.setups[p], answer_.schedule.setups[b][p]);
            }
        }
        return won;
    }

    void add_use(const BlockPricing& pricing, std::size_t b, Shared& sum) const {
        const auto pay = [&](std::int16_t payer, std::int64_t one_off, std::int64_t yearly,
                             std::int32_t quarter) {
            auto& years = sum.money[static_cast<std::size_t>(payer)];
            years[at(quarter / 4)] += static_cast<double>(one_off);
            for (std::int32_t year = quarter / 4 + 1; year < model_.years; ++year) {
                years[at(year)] += static_cast<double>(yearly);
            }
        };
        const PlanBlock& block = model_.blocks[b];
        for (const auto& [number, quarter] : pricing.chosen) {
            const PlanItem& item = model_.items[number];
            pay(item.payer, item.one_off, item.yearly, quarter);
            sum.coverage += static_cast<double>(std::max<std::int64_t>(block.inhabitants, 1));
            if (item.provider >= 0) {
                sum.rollouts[static_cast<std::size_t>(item.provider)][at(quarter)] += 1;
                sum.adapters[static_cast<std::size_t>(item.provider)][at(quarter)] +=
                    item.adapter ? 1 : 0;
            }
        }
        for (std::size_t p = 0; p < plan_limits::prerequisites; ++p) {
            if (pricing.setups[p] >= 0) {
                const PlanBlock::Setup& setup = block.setups[p];
                pay(setup.payer, setup.one_off, setup.yearly, pricing.setups[p]);
            }
        }
    }

    /// Calls `use(price, limit, used, least)` for everything shared that is limited.
    template <typename Use>
    void each_limit(PlanPrices& prices, const Shared& used, const Use& use) const {
        const PlanProblem& problem = *model_.problem;
        for (std::size_t p = 0; p < problem.payers.size(); ++p) {
            for (std::size_t y = 0; y < problem.payers[p].yearly_cents.size(); ++y) {
                use(prices.money[p][y], static_cast<double>(problem.payers[p].yearly_cents[y]),
                    used.money[p][y], 10'000.0);
            }
        }
        for (std::size_t p = 0; p < problem.providers.size(); ++p) {
            const PlanProvider& provider = problem.providers[p];
            for (std::int32_t q = 0; q < model_.quarters; ++q) {
                if (provider.rollouts_per_quarter >= 0) {
                    use(prices.rollouts[p][at(q)],
                        static_cast<double>(provider.rollouts_per_quarter), used.rollouts[p][at(q)],
                        1.0);
                }
                if (provider.adapters_per_quarter >= 0) {
                    use(prices.adapters[p][at(q)],
                        static_cast<double>(provider.adapters_per_quarter), used.adapters[p][at(q)],
                        1.0);
                }
            }
        }
        if (model_.coverage_required > 0) {
            // Turned around: at least so much.
            use(prices.coverage, -static_cast<double>(model_.coverage_required), -used.coverage,
                1.0);
        }
    }

    double worth_of_limits() {
        Shared none;
        none.clear(model_);
        double worth = 0;
        each_limit(prices_, none,
                   [&](double price, double limit, double, double) { worth += price * limit; });
        return worth;
    }

    void move_prices() {
        prices_ = center_;
        double length = 0;
        each_limit(prices_, mean_, [&](double price, double limit, double use, double least) {
            const double left = (limit - use) / std::max(std::abs(limit), least);
            length += price > 0 || left < 0 ? left * left : 0;
        });
        const double bound = answer_.bound;
        const double target = answer_.is_complete ? static_cast<double>(answer_.value)
                                                  : bound - std::abs(bound) * 0.2;
        const double move =
            length > 0 ? step_ * std::max(bound - target, std::abs(bound) * 1e-6) / length : 0;
        each_limit(prices_, mean_, [&](double& price, double limit, double use, double least) {
            const double scale = std::max(std::abs(limit), least);
            price = std::max(0.0, price - move * (limit - use) / scale / scale);
        });
        for (std::size_t b = 0; b < model_.blocks.size(); ++b) {
            move_staff(b);
        }
    }

    /// The same for the days of one administration, judged by its own bound alone.
    void move_staff(std::size_t b) {
        Row& staff = prices_.staff[b];
        const double days = model_.blocks[b].staff;
        double length = 0;
        const auto left = [&](std::int32_t q) { return days * (q + 1) - mean_work_[b][at(q)]; };
        for (std::int32_t q = 0; q < model_.quarters; ++q) {
            length += staff[at(q)] > 0 || left(q) < 0 ? left(q) * left(q) : 0;
        }
        if (length <= 0) {
            return;
        }
        const double own = centered_[b];
        const double move = step_ * std::max(own - floors_[b], std::abs(own) * 1e-6) / length;
        for (std::int32_t q = 0; q < model_.quarters; ++q) {
            staff[at(q)] = std::max(0.0, staff[at(q)] - move * left(q));
        }
    }

    void polish() {
        PlanLedger ledger(model_, answer_.schedule);
        if (model_.problem->goal == PlanGoal::Cost) {
            return;
        }
        const int rounds = model_.blocks.size() > 50 ? 1 : 6;
        for (std::size_t b = 0; b < model_.blocks.size(); ++b) {
            for (int round = 0; round < rounds && exchange_offers(model_, ledger, b); ++round) {
            }
            if (watch_.elapsed_ms() > static_cast<double>(options_.time_limit_ms) * 1.5) {
                break;
            }
        }
        take(ledger);
        answer_.is_proven = answer_.is_complete && answer_.gap() <= options_.tolerance;
    }

    const PlanModel& model_;
    const PlanOptions& options_;
    PlanPrices prices_;
    PlanPrices center_;  ///< the best so far
    PlanAnswer answer_;
    double step_ = 0.3;
    double weight_ = 0.15;  ///< of the newest answer in the average
    Shared mean_;
    std::vector<double> floors_;    ///< by block: what the plan so far wins there
    std::vector<double> bounds_;    ///< at the prices of this round
    std::vector<double> centered_;  ///< at the best prices
    std::vector<Row> work_;
    std::vector<Row> mean_work_;
    Stopwatch watch_;
};

}  // namespace

double PlanAnswer::gap() const {
    const double own = static_cast<double>(value);
    return bound <= own ? 0 : (bound - own) / std::max(1.0, std::abs(own));
}

PlanAnswer solve_by_prices(const PlanModel& model, const PlanOptions& options) {
    return Decomposition(model, options).run();
}

}  // namespace gordion::planning
