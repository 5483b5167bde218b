// SPDX-License-Identifier: EUPL-1.2
#include "planning/obligations.hpp"

#include <algorithm>

namespace gordion::planning {
namespace {

using regions::Region;
using regions::RegionLevel;
using services::Certainty;
using services::Zustaendigkeit;

constexpr std::size_t land_digits = 2;
constexpr std::size_t kreis_digits = 5;

Error unknown_body(const regions::Directory& directory, std::string_view ars) {
    return {
        ErrorKind::NotFound,
        "regions.unknown_ars",
        {},
        {{"ars", std::string(ars.substr(0, 40))}, {"directory_date", directory.date().to_iso()}},
        "no area has this number in the directory in use"};
}

// Where the Kreis is one municipality, that one answers for both.
bool is_own_kreis(const Region& kreis) {
    return kreis.kind == "41" || kreis.kind == "42";
}

Competence seen_from(const Body& body, const Zustaendigkeit& found) {
    if (found.certainty == Certainty::Unclear) {
        return Competence::Unclear;
    }
    if (found.tenant == body.tenant) {
        return Competence::Here;
    }
    switch (found.level) {
        case RegionLevel::Bund:
            return Competence::Bund;
        case RegionLevel::Land:
            return Competence::Land;
        case RegionLevel::Kreis:
            return Competence::Kreis;
        default:
            return Competence::Elsewhere;
    }
}

std::string value_of(const Values& values, std::string_view name) {
    const auto found = std::find_if(values.begin(), values.end(),
                                    [&](const auto& value) { return value.first == name; });
    return found == values.end() ? std::string() : found->second;
}

// Puts values into "{name}"; what has no value goes with its braces.
std::string word(std::string_view text, const Values& values) {
    std::string made;
    while (!text.empty()) {
        const std::size_t open = text.find('{');
        const std::size_t close = open == std::string_view::npos ? open : text.find('}', open);
        if (close == std::string_view::npos) {
            return made.append(text);
        }
        made.append(text.substr(0, open));
        made += value_of(values, text.substr(open + 1, close - open - 1));
        text.remove_prefix(close + 1);
    }
    return made;
}

struct Decisive {
    const ObligationRule* rule = nullptr;
    const ObligationRule* contradicts = nullptr;
};

Decisive find_rule(const ObligationRules& rules, const RuleSubject& subject) {
    Decisive best;
    int most = -1;
    for (const ObligationRule& rule : rules.rules) {
        const int asked = fit(rule.when, subject);
        if (asked < 0 || asked < most) {
            continue;
        }
        if (asked > most) {
            most = asked;
            best = {&rule, nullptr};
        } else if (rule.duty != best.rule->duty ||
                   (rule.duty == Duty::Applies && rule.basis != best.rule->basis)) {
            best.contradicts = &rule;
        }
    }
    return best;
}

void decide(Obligation& made, const Decisive& decisive, Values values) {
    if (decisive.rule == nullptr) {
        made.reason = "Keine Regel sagt, ob die Leistung hier anzubieten ist.";
        return;
    }
    made.rule = decisive.rule->id;
    if (decisive.contradicts != nullptr) {
        made.contradicts = decisive.contradicts;
        made.reason = "Die Regeln " + decisive.rule->id + " und " + decisive.contradicts->id +
                      " widersprechen sich.";
        return;
    }
    made.duty = decisive.rule->duty;
    if (made.duty == Duty::Applies) {
        made.basis = decisive.rule->basis;
    }
    if (!decisive.rule->ground.empty()) {
        made.ground = decisive.rule->ground;
    }
    if (made.certainty == Certainty::Rule && decisive.rule->mark == RuleMark::Reconstructed) {
        made.certainty = Certainty::Assumption;
    }
    values.emplace_back("ground", made.ground);
    made.reason = word(decisive.rule->reason, values);
}

}  // namespace

Result<Body> find_body(const regions::Directory& directory, std::string_view ars) {
    const Region* region = directory.find(ars);
    if (region == nullptr) {
        return unknown_body(directory, ars);
    }
    const auto places = directory.municipalities_of(
        region->level == RegionLevel::Regierungsbezirk ? std::string_view() : region->ars);
    if (places.empty()) {
        return Error{ErrorKind::NotFound,
                     "planning.body_unincorporated",
                     {},
                     {{"name", regions::full_name(*region)}},
                     "nobody governs this area by itself; choose a municipality, Kreis or Land"};
    }
    const Region& largest = **std::max_element(places.begin(), places.end(),
                                               [](const Region* left, const Region* right) {
                                                   return left->population < right->population;
                                               });
    Body body;
    body.sample = largest.ars;
    body.place_name = regions::full_name(largest);
    const Region* kreis = directory.ancestor(largest.ars, RegionLevel::Kreis);
    body.is_kreisfrei =
        kreis != nullptr && is_own_kreis(*kreis) && region->level >= RegionLevel::Kreis;
    const bool is_administration = region->ars.size() > kreis_digits || body.is_kreisfrei;
    const auto administration =
        is_administration ? directory.administration_of(largest.ars) : std::nullopt;
    body.level = is_administration ? RegionLevel::Verband : region->level;
    body.tenant = administration ? administration->id : TenantId{region->ars};
    body.name = administration ? administration->name : regions::full_name(*region);
    body.kind = administration ? administration->kind_name : regions::kind_name(*region);
    body.population = administration ? administration->population : region->population;
    body.land = region->ars.substr(0, land_digits);
    const Region* land = directory.find(body.land);
    body.land_name = land == nullptr ? std::string() : land->name;
    return body;
}

Obligation find_obligation(const ObligationSources& sources, const Body& body,
                           const services::PublicService& service) {
    Obligation made;
    made.service = &service;
    const auto found = services::find_zustaendigkeit(service, body.sample, *sources.directory,
                                                     *sources.zustaendigkeit);
    Values values;
    if (found) {
        made.competent = seen_from(body, found.value());
        made.certainty = found.value().certainty;
        made.authority = found.value().name;
        made.ground = value_of(found.value().values, "ground");
        values = found.value().values;
    }
    values.emplace_back("body", body.name);
    values.emplace_back("land", body.land_name);
    const RuleSubject subject{&service,  made.competent,    body.land,
                              body.kind, body.is_kreisfrei, body.population};
    decide(made, find_rule(*sources.rules, subject), std::move(values));
    if (made.duty == Duty::Unclear) {
        made.certainty = Certainty::Unclear;
    }
    return made;
}

std::vector<Obligation> find_obligations(const ObligationSources& sources, const Body& body) {
    std::vector<Obligation> made;
    made.reserve(sources.catalogue->services().size());
    for (const services::PublicService& service : sources.catalogue->services()) {
        made.push_back(find_obligation(sources, body, service));
    }
    return made;
}

}  // namespace gordion::planning
