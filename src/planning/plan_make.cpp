// SPDX-License-Identifier: EUPL-1.2
#include "planning/plan_make.hpp"

#include <algorithm>
#include <cmath>
#include <map>

#include "formats/json.hpp"
#include "formats/toml.hpp"

namespace gordion::planning {
namespace {

using formats::Json;
using services::Typisierung;

std::int64_t whole(double value) {
    return std::llround(value);
}

std::string number_text(double value) {
    return formats::write_json(value == std::floor(value) ? Json(static_cast<std::int64_t>(value))
                                                          : Json(value));
}

/// What is the same for a bundle everywhere.
struct BundleFigures {
    double cases_per_1000 = 0;
    double minutes_per_case = 0;
    std::int64_t one_off_cents = 0;
    std::int64_t yearly_cents = 0;
    std::int32_t staff_tenths = 0;
};

class Maker {
public:
    Maker(const PlanSources& sources, const PlanWish& wish)
        : sources_(sources), wish_(wish), figures_(*sources.figures) {}

    Result<PlanProblem> run() {
        for (const regions::Administration& one : sources_.directory->administrations()) {
            if (wish_.area == "00" || one.id.value.starts_with(wish_.area)) {
                administrations_.push_back(one);
            }
        }
        if (administrations_.empty()) {
            return Error{ErrorKind::NotFound,
                         "planning.plan_area",
                         wish_.area,
                         {{"area", wish_.area}},
                         "No administration lies in this area."};
        }
        problem_.area = wish_.area;
        problem_.name = administrations_.size() == 1 ? administrations_.front().name : wish_.area;
        problem_.start = wish_.start;
        problem_.quarters = wish_.quarters;
        problem_.benefit_quarters = std::max(20, wish_.quarters);
        problem_.goal = wish_.goal;
        problem_.coverage_per_mille = wish_.goal == PlanGoal::Cost ? wish_.coverage_per_mille : 0;
        problem_.weights = wish_.weights;
        problem_.assumptions = figures_.all;
        problem_.prerequisites = {{"konto", "Nutzerkonto", {}},
                                  {"bezahlung", "Bezahlung", {}},
                                  {"empfang", "Empfang", {}}};
        make_providers();
        make_offers();
        std::int64_t inhabitants = 0;
        for (const regions::Administration& one : administrations_) {
            add_administration(one);
            inhabitants += one.population;
        }
        set_budget(inhabitants);
        return std::move(problem_);
    }

private:
    void make_providers() {
        const double share = static_cast<double>(administrations_.size()) /
                             static_cast<double>(sources_.directory->counts().administrations);
        const double least = figures_.at("plan_kapazitaet_mindestens");
        const auto part = [&](std::string_view id) {
            return whole(std::max(least, std::ceil(figures_.at(id) * share)));
        };
        for (const services::Themenfeld& field : sources_.catalogue->themenfeld_list()) {
            provider_of_[field.id] = static_cast<std::int32_t>(problem_.providers.size());
            problem_.providers.push_back(
                {"themenfeld-" + std::to_string(field.id), "Federführung " + field.name,
                 part("plan_rollouts_je_quartal"), part("plan_adapter_je_quartal")});
        }
    }

    static bool is_of_municipalities(const services::PublicService& service) {
        switch (service.typisierung()) {
            case Typisierung::BundKommune:
            case Typisierung::BundLandOrKommune:
            case Typisierung::Kommune:
            case Typisierung::Mixed:
                return true;
            default:
                return false;
        }
    }

    [[nodiscard]] const PublishedOffer* find_published(
        const std::vector<const services::PublicService*>& services) const {
        for (const PublishedOffer& offer : sources_.offers) {
            for (const services::PublicService* service : services) {
                if (!service->key.empty() && std::find(offer.keys.begin(), offer.keys.end(),
                                                       service->key.digits) != offer.keys.end()) {
                    return &offer;
                }
            }
        }
        return nullptr;
    }

    std::int32_t provider_named(const std::string& name) {
        for (std::size_t p = 0; p < problem_.providers.size(); ++p) {
            if (problem_.providers[p].id == "anbieter-" + name) {
                return static_cast<std::int32_t>(p);
            }
        }
        PlanProvider provider = problem_.providers.front();
        provider.id = "anbieter-" + name;
        provider.name = name;
        problem_.providers.push_back(provider);
        return static_cast<std::int32_t>(problem_.providers.size() - 1);
    }

    void make_offers() {
        for (const services::Bundle& bundle : sources_.catalogue->bundles()) {
            const auto services = sources_.catalogue->services_of_bundle(bundle.id);
            if (!wish_.all_bundles &&
                std::none_of(services.begin(), services.end(),
                             [](const auto* service) { return is_of_municipalities(*service); })) {
                continue;
            }
            const BundleFigures figures = figures_of(services);
            PlanOffer offer;
            offer.id = "ozg-" + std::to_string(bundle.id);
            offer.bundle = std::to_string(bundle.id);
            offer.name = bundle.name;
            offer.maturity = 3;
            offer.needs = {0, 2};
            if (std::any_of(services.begin(), services.end(), [](const auto* service) {
                    return service->verrichtung.find("teilung") != std::string::npos ||
                           service->verrichtung.find("enehmigung") != std::string::npos ||
                           service->verrichtung.find("usstellung") != std::string::npos;
                })) {
                offer.needs = {0, 1, 2};
            }
            offer.adapter = figures.cases_per_1000 >= figures_.at("plan_adapter_ab");
            const services::Lage* lage = sources_.catalogue->find_lage(bundle.lage_id);
            const auto lead = provider_of_.find(lage == nullptr ? 0 : lage->themenfeld_id);
            offer.provider = lead == provider_of_.end() ? -1 : lead->second;
            if (const PublishedOffer* published = find_published(services)) {
                offer.id = published->id + ":" + offer.bundle;
                offer.provider = provider_named(published->provider);
                offer.name += " (" + published->title + ")";
            }
            problem_.offers.push_back(offer);
            bundles_.push_back(figures);
        }
    }

    BundleFigures figures_of(const std::vector<const services::PublicService*>& services) const {
        BundleFigures made;
        double minutes = 0;
        std::size_t unknown = services.size();
        for (const PlanFigures::Cases& known : figures_.cases) {
            const bool inside =
                !known.key.empty() &&
                std::any_of(services.begin(), services.end(),
                            [&](const auto* service) { return service->key.digits == known.key; });
            if (inside) {
                --unknown;
                made.cases_per_1000 += known.per_1000;
                const double left = known.per_1000 >= figures_.at("plan_adapter_ab")
                                        ? known.minutes_interface
                                        : known.minutes_online;
                minutes += known.per_1000 * (known.minutes_paper - left);
            }
        }
        const double rest = static_cast<double>(unknown) * figures_.at("plan_faelle_je_leistung");
        made.cases_per_1000 += rest;
        const bool adapter = made.cases_per_1000 >= figures_.at("plan_adapter_ab");
        minutes +=
            rest * figures_.at(adapter ? "plan_minuten_mit_adapter" : "plan_minuten_ohne_adapter");
        made.minutes_per_case = made.cases_per_1000 > 0 ? minutes / made.cases_per_1000 : 0;
        const auto count = static_cast<double>(services.size());
        const double size = count <= figures_.at("plan_klein_bis")  ? 0.5
                            : count >= figures_.at("plan_gross_ab") ? 2
                                                                    : 1;
        const double price = adapter ? figures_.at("fachverfahren_adapter_einmalig") : 0;
        made.one_off_cents =
            whole((figures_.at("anbindung_je_dienst_einmalig") * size + price) * 100);
        made.yearly_cents = whole(price * figures_.at("fachverfahren_adapter_wartung") / 100) * 100;
        made.staff_tenths = static_cast<std::int32_t>(
            whole(10 * (figures_.at("plan_tage_je_dienst") * size +
                        (adapter ? figures_.at("plan_tage_je_adapter") : 0))));
        return made;
    }

    void add_administration(const regions::Administration& from) {
        PlanAdministration one;
        one.id = from.id.value;
        one.name = from.name;
        one.inhabitants = from.population;
        const double people = static_cast<double>(from.population);
        one.staff_tenths_per_quarter = wish_.staff_tenths.value_or(static_cast<std::int32_t>(
            10 * whole(std::min(figures_.at("plan_personal_hoechstens"),
                                figures_.at("plan_personal_basis") +
                                    figures_.at("plan_personal_je_10000") * people / 10'000))));
        const double base = figures_.at("anbindung_kommune_einmalig_basis");
        const char* const names[] = {"konto", "bezahlung", "empfang"};
        for (std::int32_t p = 0; p < 3; ++p) {
            const std::string name = names[p];
            one.setups.push_back(
                {p, whole(base * figures_.at("plan_anteil_" + name)),
                 whole(figures_.at("plan_voraussetzung_jahr") * 100),
                 static_cast<std::int32_t>(whole(10 * figures_.at("plan_tage_" + name))), 0});
        }
        const auto number = static_cast<std::int32_t>(problem_.administrations.size());
        const double share = figures_.at("online_anteil_saettigung") / 100;
        // A share of the whole operation by inhabitants, in whole ten euro.
        const double operation = figures_.at("betrieb_efa_dienst_jahr") * 1e6 * people /
                                 static_cast<double>(sources_.directory->counts().population);
        for (std::size_t o = 0; o < problem_.offers.size(); ++o) {
            const BundleFigures& figures = bundles_[o];
            PlanPair pair;
            pair.administration = number;
            pair.offer = static_cast<std::int32_t>(o);
            pair.one_off_cents = figures.one_off_cents;
            pair.yearly_cents = figures.yearly_cents + whole(operation / 10) * 1'000;
            const double cases = figures.cases_per_1000 * people / 1'000 * share;
            pair.cases = whole(cases);
            pair.minutes = whole(cases * figures.minutes_per_case);
            pair.staff_tenths = figures.staff_tenths;
            pair.obligation = true;
            problem_.pairs.push_back(pair);
        }
        problem_.administrations.push_back(std::move(one));
    }

    void set_budget(std::int64_t inhabitants) {
        const double otherwise =
            std::max(figures_.at("plan_budget_je_einwohner") * static_cast<double>(inhabitants),
                     figures_.at("plan_budget_mindestens") *
                         static_cast<double>(problem_.administrations.size()));
        const std::int64_t budget = wish_.budget_cents.value_or(whole(otherwise) * 100);
        problem_.payers = {{"gebiet", std::vector<std::int64_t>(
                                          static_cast<std::size_t>(problem_.years()), budget)}};
    }

    const PlanSources& sources_;
    const PlanWish& wish_;
    const PlanFigures& figures_;
    std::vector<regions::Administration> administrations_;
    std::map<int, std::int32_t> provider_of_;
    std::vector<BundleFigures> bundles_;
    PlanProblem problem_;
};

}  // namespace

double PlanFigures::at(std::string_view id) const {
    const auto found = values.find(id);
    return found == values.end() ? 0 : found->second;
}

Result<PlanFigures> parse_plan_figures(std::string_view text) {
    const formats::Toml toml = TRY(formats::parse_toml(text));
    PlanFigures figures;
    std::optional<Error> wrong;
    const auto number = [&](const Json& table, std::string_view key, const std::string& id) {
        const Json* found = table.find(key);
        if (found == nullptr || !found->is_number() || found->as_number() < 0 ||
            found->as_number() > 1e9) {
            wrong = Error{ErrorKind::Invalid,
                          "planning.plan_figure",
                          id,
                          {{"id", id}, {"field", std::string(key)}},
                          "A figure must be a number that is not negative."};
            return 0.0;
        }
        return found->as_number();
    };
    const auto each = [&](std::string_view list, const auto& use) {
        const Json* found = toml.root.find(list);
        if (found != nullptr && found->is_array()) {
            for (const Json& table : found->as_array()) {
                use(table);
            }
        }
    };
    each("figure", [&](const Json& table) {
        const std::string id = table.text_at("id");
        figures.values[id] = number(table, "value", id);
        figures.all.push_back({id, number_text(figures.values[id]) + " " + table.text_at("unit"),
                               table.text_at("source")});
    });
    each("cases", [&](const Json& table) {
        const std::string id = table.text_at("name");
        PlanFigures::Cases cases{
            table.text_at("key"), number(table, "per_1000", id), number(table, "minutes_paper", id),
            number(table, "minutes_online", id), number(table, "minutes_interface", id)};
        figures.all.push_back({id, number_text(cases.per_1000) + " Fälle je 1000 Einwohner",
                               table.text_at("source")});
        figures.cases.push_back(std::move(cases));
    });
    if (wrong) {
        return *wrong;
    }
    return figures;
}

Result<PlanProblem> make_plan_problem(const PlanSources& sources, const PlanWish& wish) {
    return Maker(sources, wish).run();
}

}  // namespace gordion::planning
