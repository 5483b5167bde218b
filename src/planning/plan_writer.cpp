// SPDX-License-Identifier: EUPL-1.2
#include "planning/plan_reader.hpp"

namespace gordion::planning {
namespace {

using formats::Json;

Json days(std::int32_t tenths) {
    return tenths % 10 == 0 ? Json(std::int64_t{tenths / 10}) : Json(tenths / 10.0);
}

template <typename List>
Json ids_of(const List& list, const std::vector<std::int32_t>& places) {
    Json all = Json::array();
    for (const std::int32_t at : places) {
        all.push(list[static_cast<std::size_t>(at)].id);
    }
    return all;
}

Json administration_as_json(const PlanProblem& problem, const PlanAdministration& one) {
    Json setups = Json::array();
    for (const PlanSetup& setup : one.setups) {
        setups.push(
            Json::object({{"prerequisite",
                           problem.prerequisites[static_cast<std::size_t>(setup.prerequisite)].id},
                          {"one_off_cents", setup.one_off_cents},
                          {"yearly_cents", setup.yearly_cents},
                          {"staff_days", days(setup.staff_tenths)},
                          {"payer", problem.payers[static_cast<std::size_t>(setup.payer)].id}}));
    }
    return Json::object({{"id", one.id},
                         {"name", one.name},
                         {"inhabitants", one.inhabitants},
                         {"staff_days", days(one.staff_tenths_per_quarter)},
                         {"live", ids_of(problem.offers, one.live_offers)},
                         {"setup", setups}});
}

Json pair_as_json(const PlanProblem& problem, const PlanPair& pair) {
    return Json::object(
        {{"administration",
          problem.administrations[static_cast<std::size_t>(pair.administration)].id},
         {"offer", problem.offers[static_cast<std::size_t>(pair.offer)].id},
         {"one_off_cents", pair.one_off_cents},
         {"yearly_cents", pair.yearly_cents},
         {"cases", pair.cases},
         {"minutes", pair.minutes},
         {"staff_days", days(pair.staff_tenths)},
         {"payer", problem.payers[static_cast<std::size_t>(pair.payer)].id},
         {"earliest", pair.earliest},
         {"deadline", pair.deadline},
         {"obligation", pair.obligation}});
}

Json offer_as_json(const PlanProblem& problem, const PlanOffer& offer) {
    Json made = Json::object({{"id", offer.id},
                              {"name", offer.name},
                              {"bundle", offer.bundle},
                              {"maturity", offer.maturity},
                              {"adapter", offer.adapter},
                              {"needs", ids_of(problem.prerequisites, offer.needs)},
                              {"after", ids_of(problem.offers, offer.after)}});
    if (offer.provider >= 0) {
        made.set("provider", problem.providers[static_cast<std::size_t>(offer.provider)].id);
    }
    if (!offer.forbidden_by.empty()) {
        made.set("forbidden_by", offer.forbidden_by);
    }
    return made;
}

}  // namespace

Json plan_problem_as_json(const PlanProblem& problem) {
    Json made = Json::object(
        {{"area", problem.area},
         {"name", problem.name},
         {"start", problem.start.to_iso()},
         {"quarters", problem.quarters},
         {"benefit_quarters", problem.benefit_quarters},
         {"goal", problem.goal == PlanGoal::Cost ? "cost" : "benefit"},
         {"coverage_per_mille", problem.coverage_per_mille},
         {"weights", Json::object({{"per_case", problem.weights.per_case},
                                   {"per_minute", problem.weights.per_minute},
                                   {"per_obligation", problem.weights.per_obligation}})}});
    Json payers = Json::array();
    for (const PlanPayer& one : problem.payers) {
        Json payer = Json::object({{"id", one.id}});
        if (!one.yearly_cents.empty()) {
            Json amounts = Json::array();
            for (const std::int64_t cents : one.yearly_cents) {
                amounts.push(cents);
            }
            payer.set("yearly_cents", amounts);
        }
        payers.push(payer);
    }
    made.set("payer", payers);
    Json providers = Json::array();
    for (const PlanProvider& one : problem.providers) {
        providers.push(Json::object({{"id", one.id},
                                     {"name", one.name},
                                     {"rollouts", one.rollouts_per_quarter},
                                     {"adapters", one.adapters_per_quarter}}));
    }
    made.set("provider", providers);
    const auto list = [&](std::string_view key, const auto& entries, const auto& write) {
        Json all = Json::array();
        for (const auto& one : entries) {
            all.push(write(one));
        }
        made.set(key, all);
    };
    list("prerequisite", problem.prerequisites, [&](const PlanPrerequisite& one) {
        return Json::object({{"id", one.id},
                             {"name", one.name},
                             {"needs", ids_of(problem.prerequisites, one.needs)}});
    });
    list("offer", problem.offers,
         [&](const PlanOffer& one) { return offer_as_json(problem, one); });
    list("administration", problem.administrations,
         [&](const PlanAdministration& one) { return administration_as_json(problem, one); });
    list("pair", problem.pairs, [&](const PlanPair& one) { return pair_as_json(problem, one); });
    list("assumption", problem.assumptions, [&](const PlanAssumption& one) {
        return Json::object({{"id", one.id}, {"value", one.value}, {"source", one.source}});
    });
    return made;
}

}  // namespace gordion::planning
