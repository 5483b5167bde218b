// SPDX-License-Identifier: EUPL-1.2
#include <algorithm>
#include <functional>
#include <set>
#include <string_view>

#include "planning/plan_problem.hpp"

namespace gordion::planning {
namespace {

class ProblemCheck {
public:
    explicit ProblemCheck(const PlanProblem& problem) : problem_(problem) {}

    Findings run() {
        check_frame();
        if (has_faults(findings_)) {
            return std::move(findings_);
        }
        check_ids();
        check_references();
        if (has_faults(findings_)) {
            return std::move(findings_);
        }
        check_cycles();
        check_figures();
        return std::move(findings_);
    }

private:
    void note(std::string code, std::string place, Values values, std::string message,
              Severity severity = Severity::Fault) {
        if (findings_.size() < 200) {
            findings_.push_back({std::move(code), severity, std::move(place), std::move(values),
                                 std::move(message)});
        }
    }

    void check_frame() {
        const auto size = [&](std::string_view field, std::int64_t value, std::int64_t least,
                              std::int64_t most) {
            if (value < least || value > most) {
                note("planning.plan_size", std::string(field),
                     {{"field", std::string(field)},
                      {"value", std::to_string(value)},
                      {"least", std::to_string(least)},
                      {"most", std::to_string(most)}},
                     "The number is outside of what is supported.");
            }
        };
        size("quarters", problem_.quarters, 1, plan_limits::quarters);
        size("benefit_quarters", problem_.benefit_quarters, problem_.quarters, 80);
        size("prerequisites", static_cast<std::int64_t>(problem_.prerequisites.size()), 0,
             static_cast<std::int64_t>(plan_limits::prerequisites));
        size("payers", static_cast<std::int64_t>(problem_.payers.size()), 1, 100);
        size("administrations", static_cast<std::int64_t>(problem_.administrations.size()), 1,
             20'000);
        size("offers", static_cast<std::int64_t>(problem_.offers.size()), 0, 20'000);
        size("coverage_per_mille", problem_.coverage_per_mille, 0, 1000);
        size("weights.per_case", problem_.weights.per_case, 0, 100'000);
        size("weights.per_minute", problem_.weights.per_minute, 0, 100'000);
        size("weights.per_obligation", problem_.weights.per_obligation, 0, 1'000'000'000);
        for (const PlanPayer& payer : problem_.payers) {
            if (!payer.yearly_cents.empty() &&
                payer.yearly_cents.size() != static_cast<std::size_t>(problem_.years())) {
                note("planning.plan_budget_length", payer.id,
                     {{"payer", payer.id}, {"years", std::to_string(problem_.years())}},
                     "A budget needs one amount for each year of the plan.");
            }
        }
    }

    template <typename List>
    void check_unique(std::string_view list, const List& entries) {
        std::set<std::string_view> seen;
        for (const auto& entry : entries) {
            if (entry.id.empty() || !seen.insert(entry.id).second) {
                note("planning.plan_duplicate", std::string(list) + "." + entry.id,
                     {{"list", std::string(list)}, {"id", entry.id}},
                     "Each entry needs an id of its own.");
            }
        }
    }

    void check_ids() {
        check_unique("payer", problem_.payers);
        check_unique("provider", problem_.providers);
        check_unique("prerequisite", problem_.prerequisites);
        check_unique("offer", problem_.offers);
        check_unique("administration", problem_.administrations);
        for (const PlanAdministration& one : problem_.administrations) {
            if (problem_.area != "00" && !one.id.starts_with(problem_.area)) {
                note("planning.plan_tenant", one.id,
                     {{"administration", one.id}, {"area", problem_.area}},
                     "The administration lies outside of the area of this plan.");
            }
        }
        std::set<std::pair<std::int32_t, std::int32_t>> pairs;
        std::int32_t last = -1;
        for (const PlanPair& pair : problem_.pairs) {
            if (pair.administration > last) {
                pairs.clear();
                last = pair.administration;
            }
            if (!pairs.insert({pair.administration, pair.offer}).second ||
                (pair.administration >= 0 && pair.administration < last)) {
                note("planning.plan_duplicate", place_of(pair),
                     {{"list", "pair"}, {"id", place_of(pair)}},
                     "An administration has each offer once; pairs stand in their order.");
            }
        }
    }

    [[nodiscard]] std::string place_of(const PlanPair& pair) const {
        const auto name = [](const auto& list, std::int32_t at) {
            return at >= 0 && static_cast<std::size_t>(at) < list.size()
                       ? list[static_cast<std::size_t>(at)].id
                       : "?" + std::to_string(at);
        };
        return name(problem_.administrations, pair.administration) + "/" +
               name(problem_.offers, pair.offer);
    }

    template <typename List>
    void refer(const List& list, std::int32_t at, const std::string& place, bool may_be_none) {
        const bool fits = at >= 0 && static_cast<std::size_t>(at) < list.size();
        if (!fits && !(may_be_none && at == -1)) {
            note("planning.plan_unknown", place, {{"id", std::to_string(at)}},
                 "What is referred to is not there.");
        }
    }

    void check_references() {
        for (const PlanPrerequisite& one : problem_.prerequisites) {
            for (const std::int32_t need : one.needs) {
                refer(problem_.prerequisites, need, one.id + ".needs", false);
            }
        }
        for (const PlanOffer& one : problem_.offers) {
            refer(problem_.providers, one.provider, one.id + ".provider", true);
            for (const std::int32_t need : one.needs) {
                refer(problem_.prerequisites, need, one.id + ".needs", false);
            }
            for (const std::int32_t need : one.after) {
                refer(problem_.offers, need, one.id + ".after", false);
            }
        }
        for (const PlanAdministration& one : problem_.administrations) {
            std::set<std::int32_t> built;
            for (const PlanSetup& setup : one.setups) {
                refer(problem_.prerequisites, setup.prerequisite, one.id + ".setup", false);
                refer(problem_.payers, setup.payer, one.id + ".setup.payer", false);
                if (!built.insert(setup.prerequisite).second) {
                    note("planning.plan_duplicate", one.id + ".setup",
                         {{"list", "setup"}, {"id", one.id}}, "Each prerequisite stands once.");
                }
            }
            for (const std::int32_t live : one.live_offers) {
                refer(problem_.offers, live, one.id + ".live", false);
            }
        }
        for (const PlanPair& pair : problem_.pairs) {
            refer(problem_.administrations, pair.administration, place_of(pair), false);
            refer(problem_.offers, pair.offer, place_of(pair), false);
            refer(problem_.payers, pair.payer, place_of(pair) + ".payer", false);
        }
    }

    /// Depth first; what is met again while it is open closes a cycle.
    template <typename List, typename Edges>
    void find_cycle(const List& list, const Edges& edges) {
        enum class Seen { No, Open, Done };
        std::vector<Seen> seen(list.size(), Seen::No);
        std::vector<std::int32_t> path;
        const std::function<bool(std::int32_t)> visit = [&](std::int32_t at) {
            auto& state = seen[static_cast<std::size_t>(at)];
            if (state == Seen::Done) {
                return false;
            }
            path.push_back(at);
            if (state == Seen::Open) {
                return true;
            }
            state = Seen::Open;
            for (const std::int32_t next : edges(list[static_cast<std::size_t>(at)])) {
                if (visit(next)) {
                    return true;
                }
            }
            state = Seen::Done;
            path.pop_back();
            return false;
        };
        for (std::size_t i = 0; i < list.size(); ++i) {
            if (visit(static_cast<std::int32_t>(i))) {
                std::string text;
                const auto begin = std::find(path.begin(), path.end(), path.back());
                for (auto at = begin; at != path.end(); ++at) {
                    text += (text.empty() ? "" : " → ") + list[static_cast<std::size_t>(*at)].id;
                }
                note("planning.plan_cycle", list[static_cast<std::size_t>(path.back())].id,
                     {{"path", text}}, "These wait for each other for ever.");
                return;
            }
        }
    }

    void check_cycles() {
        find_cycle(problem_.prerequisites, [](const auto& one) { return one.needs; });
        find_cycle(problem_.offers, [](const auto& one) { return one.after; });
    }

    void figure(const std::string& id, std::string_view field, std::int64_t value,
                std::int64_t most) {
        if (value < 0 || value > most) {
            note("planning.plan_negative", id + "." + std::string(field),
                 {{"id", id}, {"field", std::string(field)}, {"value", std::to_string(value)}},
                 "The figure is negative or too large.");
        }
    }

    void check_figures() {
        for (const PlanPayer& one : problem_.payers) {
            for (const std::int64_t cents : one.yearly_cents) {
                figure(one.id, "yearly_cents", cents, plan_limits::cents);
            }
        }
        for (const PlanAdministration& one : problem_.administrations) {
            figure(one.id, "inhabitants", one.inhabitants, plan_limits::figure);
            figure(one.id, "staff", one.staff_tenths_per_quarter, 1'000'000);
            for (const PlanSetup& setup : one.setups) {
                figure(one.id, "setup.one_off_cents", setup.one_off_cents, plan_limits::cents);
                figure(one.id, "setup.yearly_cents", setup.yearly_cents, plan_limits::cents);
                figure(one.id, "setup.staff", setup.staff_tenths, 1'000'000);
            }
        }
        for (const PlanPair& pair : problem_.pairs) {
            const bool fine = pair.one_off_cents >= 0 && pair.one_off_cents <= plan_limits::cents &&
                              pair.yearly_cents >= 0 && pair.yearly_cents <= plan_limits::cents &&
                              pair.staff_tenths >= 0 && pair.staff_tenths <= 1'000'000 &&
                              pair.cases >= 0 && pair.cases <= plan_limits::figure &&
                              pair.minutes >= 0 && pair.minutes <= plan_limits::figure &&
                              pair.earliest >= 0 && pair.earliest <= 1'000 && pair.deadline >= -1 &&
                              pair.deadline <= 1'000;
            if (!fine) {
                const std::string id = place_of(pair);
                figure(id, "one_off_cents", pair.one_off_cents, plan_limits::cents);
                figure(id, "yearly_cents", pair.yearly_cents, plan_limits::cents);
                figure(id, "staff", pair.staff_tenths, 1'000'000);
                figure(id, "cases", pair.cases, plan_limits::figure);
                figure(id, "minutes", pair.minutes, plan_limits::figure);
                figure(id, "earliest", pair.earliest, 1'000);
                figure(id, "deadline", pair.deadline + 1, 1'001);
            }
        }
    }

    const PlanProblem& problem_;
    Findings findings_;
};

}  // namespace

Findings check_plan_problem(const PlanProblem& problem) {
    return ProblemCheck(problem).run();
}

Date quarter_begin(const PlanProblem& problem, std::int32_t quarter) {
    const int months = static_cast<int>(problem.start.month()) - 1 + 3 * quarter;
    const auto made =
        Date::make(problem.start.year() + months / 12, static_cast<unsigned>(months % 12 + 1), 1);
    return made.has_value() ? made.value() : problem.start;
}

Date quarter_end(const PlanProblem& problem, std::int32_t quarter) {
    return quarter_begin(problem, quarter + 1).plus_days(-1);
}

std::string quarter_name(const PlanProblem& problem, std::int32_t quarter) {
    const Date begin = quarter_begin(problem, quarter);
    return std::to_string(begin.year()) + " Q" + std::to_string((begin.month() - 1) / 3 + 1);
}

}  // namespace gordion::planning
