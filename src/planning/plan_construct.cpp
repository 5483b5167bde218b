// SPDX-License-Identifier: EUPL-1.2
#include "planning/plan_construct.hpp"

#include <algorithm>
#include <cmath>

namespace gordion::planning {
namespace {

struct Wish {
    double ratio = 0;  ///< won for each unit of price paid
    std::uint32_t item = 0;
    std::int8_t quarter = 0;
};

class Construction {
public:
    Construction(const PlanModel& model, const PlanPrices& prices)
        : model_(model), prices_(prices), pricing_(model), ledger_(model) {
        pricing_.set_prices(prices);
        // In a large model what is far from worth its price is not even tried.
        least_ratio_ = model.items.size() > 100'000 ? -0.6 : -1e30;
    }

    PlanLedger run() {
        collect_wishes();
        std::stable_sort(wishes_.begin(), wishes_.end(),
                         [](const Wish& a, const Wish& b) { return a.ratio > b.ratio; });
        for (int round = 0; round < 2; ++round) {
            for (const Wish& wish : wishes_) {
                if (is_done()) {
                    break;
                }
                place(wish);
            }
        }
        for (std::size_t b = 0; b < model_.blocks.size(); ++b) {
            ledger_.drop_unused_setups(b);
        }
        model_.problem->goal == PlanGoal::Benefit ? move_earlier() : drop_surplus();
        return std::move(ledger_);
    }

private:
    [[nodiscard]] bool is_done() const {
        return model_.problem->goal == PlanGoal::Cost &&
               ledger_.coverage() >= model_.coverage_required;
    }

    /// What the pricing chose, and what it only just left out.
    void collect_wishes() {
        for (std::size_t b = 0; b < model_.blocks.size(); ++b) {
            pricing_.solve(b, prices_.staff[b]);
            place_setups(b);
            const PlanBlock& block = model_.blocks[b];
            for (std::uint32_t i = block.begin; i < block.end; ++i) {
                const PlanItem& item = model_.items[i];
                std::int32_t from = item.earliest;
                for (std::size_t p = 0; p < plan_limits::prerequisites; ++p) {
                    if ((item.needs >> p & 1U) != 0) {
                        from = std::max<std::int32_t>(from, pricing_.setups[p]);
                    }
                }
                Wish wish{-1e30, i, static_cast<std::int8_t>(from)};
                PlanPrices::Row row{};
                pricing_.load_row(item, row.data());
                for (std::int32_t q = from; q < model_.quarters; ++q) {
                    const double won = row[static_cast<std::size_t>(q)];
                    const double gross = std::abs(static_cast<double>(model_.value(item, q))) + 1;
                    const double paid = std::max(gross - won, gross * 1e-3);
                    if (won / paid > wish.ratio) {
                        wish.ratio = won / paid;
                        wish.quarter = static_cast<std::int8_t>(q);
                    }
                }
                if (wish.ratio > least_ratio_) {
                    wishes_.push_back(wish);
                }
            }
        }
    }

    void place_setups(std::size_t b) {
        for (std::size_t round = 0; round < plan_limits::prerequisites; ++round) {
            for (std::size_t p = 0; p < plan_limits::prerequisites; ++p) {
                for (std::int32_t q = pricing_.setups[p]; q >= 0 && q < model_.quarters; ++q) {
                    if (ledger_.fits_setup(b, p, q)) {
                        ledger_.place_setup(b, p, q);
                        break;
                    }
                }
            }
        }
    }

    void place(const Wish& wish) {
        if (ledger_.schedule().items[wish.item] >= 0) {
            return;
        }
        const PlanItem& item = model_.items[wish.item];
        for (std::int32_t q = wish.quarter; q < model_.quarters; ++q) {
            if (ledger_.fits(wish.item, q)) {
                ledger_.place(wish.item, q);
                return;
            }
        }
        for (std::int32_t q = wish.quarter - 1; q >= item.earliest; --q) {
            if (ledger_.fits(wish.item, q)) {
                ledger_.place(wish.item, q);
                return;
            }
        }
        if (wish.ratio > -0.5 && item.needs != 0) {
            for (std::int32_t q = item.earliest; q < model_.quarters; ++q) {
                if (ledger_.place_with_setups(wish.item, q)) {
                    return;
                }
            }
        }
    }

    void move_earlier() {
        for (int round = 0; round < 2; ++round) {
            for (const Wish& wish : wishes_) {
                const std::int8_t now = ledger_.schedule().items[wish.item];
                if (now <= model_.items[wish.item].earliest) {
                    continue;
                }
                ledger_.remove(wish.item);
                std::int32_t q = model_.items[wish.item].earliest;
                while (q < now && !ledger_.fits(wish.item, q)) {
                    ++q;
                }
                ledger_.place(wish.item, q);
            }
        }
    }

    /// With goal Cost: the dearest that are not needed go.
    void drop_surplus() {
        std::vector<std::uint32_t> taken;
        for (std::uint32_t i = 0; i < model_.items.size(); ++i) {
            if (ledger_.schedule().items[i] >= 0) {
                taken.push_back(i);
            }
        }
        const auto value = [&](std::uint32_t i) {
            return model_.value(model_.items[i], ledger_.schedule().items[i]);
        };
        std::stable_sort(taken.begin(), taken.end(),
                         [&](std::uint32_t a, std::uint32_t b) { return value(a) < value(b); });
        for (const std::uint32_t i : taken) {
            const std::int8_t quarter = ledger_.schedule().items[i];
            if (ledger_.can_remove(i)) {
                ledger_.remove(i);
                if (ledger_.coverage() < model_.coverage_required) {
                    ledger_.place(i, quarter);
                }
            }
        }
        for (std::size_t b = 0; b < model_.blocks.size(); ++b) {
            ledger_.drop_unused_setups(b);
        }
    }

    const PlanModel& model_;
    const PlanPrices& prices_;
    BlockPricing pricing_;
    PlanLedger ledger_;
    std::vector<Wish> wishes_;
    double least_ratio_ = 0;
};

/// The last quarters first: what is placed there disturbs the least.
bool place_anywhere(const PlanModel& model, PlanLedger& ledger, std::uint32_t item) {
    for (std::int32_t q = model.items[item].earliest; q < model.quarters; ++q) {
        if (ledger.fits(item, q)) {
            ledger.place(item, q);
            return true;
        }
    }
    return false;
}

}  // namespace

PlanLedger construct_plan(const PlanModel& model, const PlanPrices& prices) {
    return Construction(model, prices).run();
}

PlanPrices first_prices(const PlanModel& model) {
    PlanPrices prices = PlanPrices::none(model);
    if (model.problem->goal == PlanGoal::Cost) {
        prices.coverage = 1e9;
        return prices;
    }
    std::vector<double> money(model.problem->payers.size());
    std::vector<double> worth(money.size());
    for (std::size_t b = 0; b < model.blocks.size(); ++b) {
        const PlanBlock& block = model.blocks[b];
        double points = 0;
        double staff = 0;
        for (std::uint32_t i = block.begin; i < block.end; ++i) {
            const PlanItem& item = model.items[i];
            const auto value = static_cast<double>(model.value(item, item.earliest));
            points += value;
            staff += item.staff;
            money[static_cast<std::size_t>(item.payer)] +=
                static_cast<double>(model.cost(item.one_off, item.yearly, 0));
            worth[static_cast<std::size_t>(item.payer)] += value;
        }
        if (staff > 0 && staff > block.staff * model.quarters) {
            // What an average day is worth, spread over the quarters in which it could be used.
            for (std::int32_t q = 0; q < model.quarters; ++q) {
                prices.staff[b][static_cast<std::size_t>(q)] =
                    points / staff / model.problem->benefit_quarters;
            }
        }
    }
    for (std::size_t p = 0; p < money.size(); ++p) {
        const PlanPayer& payer = model.problem->payers[p];
        double limit = 0;
        for (const std::int64_t cents : payer.yearly_cents) {
            limit += static_cast<double>(cents);
        }
        if (!payer.yearly_cents.empty() && money[p] > limit) {
            std::fill(prices.money[p].begin(), prices.money[p].end(), worth[p] / money[p]);
        }
    }
    return prices;
}

bool exchange_offers(const PlanModel& model, PlanLedger& ledger, std::size_t block_number) {
    const PlanBlock& block = model.blocks[block_number];
    std::vector<std::uint32_t> taken;
    std::vector<std::uint32_t> open;
    for (std::uint32_t i = block.begin; i < block.end; ++i) {
        (ledger.schedule().items[i] >= 0 ? taken : open).push_back(i);
    }
    const auto worth = [&](std::uint32_t i) {
        return model.value(model.items[i], model.items[i].earliest);
    };
    std::stable_sort(open.begin(), open.end(),
                     [&](std::uint32_t a, std::uint32_t b) { return worth(a) > worth(b); });
    open.resize(std::min<std::size_t>(open.size(), model.blocks.size() > 50 ? 40 : 300));
    bool changed = false;
    for (const std::uint32_t out : taken) {
        const std::int8_t quarter = ledger.schedule().items[out];
        const std::int64_t before = ledger.value();
        if (!ledger.can_remove(out)) {
            continue;
        }
        ledger.remove(out);
        std::vector<std::uint32_t> in;
        for (const std::uint32_t other : open) {
            if (ledger.schedule().items[other] < 0 && worth(other) > 0 && in.size() < 2 &&
                place_anywhere(model, ledger, other)) {
                in.push_back(other);
                if (ledger.value() > before) {
                    break;
                }
            }
        }
        if (ledger.value() > before) {
            open.push_back(out);
            changed = true;
            continue;
        }
        for (const std::uint32_t other : in) {
            ledger.remove(other);
        }
        ledger.place(out, quarter);
    }
    return changed;
}

}  // namespace gordion::planning
