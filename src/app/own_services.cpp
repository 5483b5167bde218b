// SPDX-License-Identifier: EUPL-1.2
#include "app/own_services.hpp"

#include <algorithm>

#include "app/places.hpp"
#include "core/names.hpp"
#include "core/text.hpp"
#include "reuse/newest_versions.hpp"

namespace gordion::app {
namespace {

using planning::Duty;
using OffersByService = std::map<std::string, std::vector<const reuse::Offer*>>;

constexpr Names<OfferedHow, 5> ways{{{OfferedHow::Gordion, "gordion"},
                                     {OfferedHow::External, "external"},
                                     {OfferedHow::FormOnly, "form_only"},
                                     {OfferedHow::Nothing, "nothing"},
                                     {OfferedHow::Unknown, "unknown"}}};
// From this level of maturity model 1.1 on people can apply online.
constexpr int online_level = 3;

OfferedHow how_of(planning::OfferWay way) {
    switch (way) {
        case planning::OfferWay::External:
            return OfferedHow::External;
        case planning::OfferWay::FormOnly:
            return OfferedHow::FormOnly;
        case planning::OfferWay::Nothing:
            return OfferedHow::Nothing;
    }
    throw Bug("every way has its word");
}

// What the body may join, by Leistungsschluessel.
OffersByService by_service(const std::vector<reuse::Offer>& offers) {
    OffersByService found;
    for (const reuse::Offer& offer : offers) {
        for (const std::string& key : offer.leistungsschluessel) {
            found[key].push_back(&offer);
        }
    }
    return found;
}

void take_statements(OwnService& service) {
    if (service.statements == nullptr) {
        return;
    }
    const planning::ServiceStatements& said = *service.statements;
    if (said.duty) {
        planning::Obligation& obligation = service.obligation;
        obligation.duty = said.duty->what.duty;
        obligation.basis = said.duty->what.basis;
        obligation.reason = said.duty->what.reason;
        obligation.contradicts = nullptr;
    }
    if (said.offer) {
        service.how = how_of(said.offer->what.way);
        service.url = said.offer->what.url;
        service.level = said.offer->what.level;
    }
}

// What runs in Gordion is known, whatever was stated.
Result<void> take_adoption(Modules& in, OwnService& service, const planning::Body& body,
                           Stichtag day) {
    const std::string& key = service.obligation.service->key.digits;
    if (service.offers.empty()) {
        return {};
    }
    const auto adoption = TRY(in.reuse.find_adoption(key, body.sample, day));
    if (adoption && adoption->adoption.tenant == body.tenant) {
        service.how = OfferedHow::Gordion;
        service.url = "/leistung/" + key + "/" + body.sample;
        service.level = std::max(service.level.value_or(online_level), online_level);
    }
    return {};
}

void count(OwnCounts& counts, const OwnService& service) {
    switch (service.obligation.duty) {
        case Duty::Applies:
            ++counts.applies;
            break;
        case Duty::Elsewhere:
            ++counts.elsewhere;
            return;
        case Duty::Unclear:
            ++counts.unclear;
            return;
    }
    ++counts.applying[service.how];
    const bool is_online =
        service.how == OfferedHow::Gordion || service.how == OfferedHow::External;
    counts.could_take += !is_online && !service.offers.empty() ? 1 : 0;
}

planning::RoleBody body_of(const planning::Body& body) {
    switch (body.level) {
        case regions::RegionLevel::Kreis:
            return planning::RoleBody::Kreis;
        case regions::RegionLevel::Land:
        case regions::RegionLevel::Bund:
            return planning::RoleBody::Land;
        default:
            return planning::RoleBody::Own;
    }
}

}  // namespace

std::string_view to_string(OfferedHow how) {
    return name_of(ways, how);
}

std::optional<OfferedHow> find_offered_how(std::string_view name) {
    return find_named(ways, name);
}

namespace {

// Everything but the services.
Result<std::shared_ptr<OwnServices>> open_own(Modules& in, std::string_view ars, Stichtag day) {
    auto made = std::make_shared<OwnServices>();
    made->reference = TRY(in.reference());
    made->day = day;
    made->body = TRY(planning::find_body(*made->reference->directory, ars));
    made->rules = planning::find_obligation_rules(made->reference->obligations, day);
    if (made->rules == nullptr) {
        return Error{ErrorKind::NotFound,
                     "app.obligations_missing",
                     "",
                     {{"day", day.to_german()}},
                     "no rule file of data/obligations holds on this day"};
    }
    const Scope scope = system_scope("planning.read");
    Scope own = scope;
    own.tenant = made->body.tenant;
    own.all_tenants = false;
    made->offers = reuse::newest_versions(TRY(in.reuse.list_offers(own)));
    made->statements = TRY(in.statements.list_statements(scope, made->body.tenant));
    return made;
}

planning::ObligationSources sources_of(const OwnServices& own) {
    return {own.reference->directory.get(), own.reference->catalogue.get(),
            &own.reference->zustaendigkeit, own.rules};
}

Result<void> add_service(Modules& in, OwnServices& own, planning::Obligation obligation,
                         const OffersByService& offers) {
    OwnService service;
    const std::string& key = obligation.service->key.digits;
    service.obligation = std::move(obligation);
    const auto said = own.statements.find(key);
    service.statements = said == own.statements.end() ? nullptr : &said->second;
    const auto offered = offers.find(key);
    if (!key.empty() && offered != offers.end()) {
        service.offers = offered->second;
    }
    take_statements(service);
    TRY(take_adoption(in, service, own.body, own.day));
    count(own.counts, service);
    own.services.push_back(std::move(service));
    return {};
}

}  // namespace

Result<std::shared_ptr<const OwnServices>> list_own_services(Modules& in, std::string_view ars,
                                                             Stichtag day) {
    auto made = TRY(open_own(in, ars, day));
    const OffersByService offers = by_service(made->offers);
    for (planning::Obligation& obligation :
         planning::find_obligations(sources_of(*made), made->body)) {
        TRY(add_service(in, *made, std::move(obligation), offers));
    }
    return std::shared_ptr<const OwnServices>(std::move(made));
}

Result<std::shared_ptr<const OwnServices>> load_own_service(Modules& in, std::string_view ars,
                                                            std::string_view key, Stichtag day) {
    auto made = TRY(open_own(in, ars, day));
    const services::PublicService* service = made->reference->catalogue->find(key);
    if (service == nullptr) {
        return Error{ErrorKind::NotFound,
                     "app.service_missing",
                     "",
                     {{"key", std::string(first_characters(key, 20))}},
                     "The catalogue has no service with this Leistungsschluessel."};
    }
    TRY(add_service(in, *made, planning::find_obligation(sources_of(*made), made->body, *service),
                    by_service(made->offers)));
    return std::shared_ptr<const OwnServices>(std::move(made));
}

namespace {

Result<PlayedRole> known_role(Modules& in, const OwnServices& own, const OwnService& service,
                              planning::TaskRole role) {
    PlayedRole played;
    played.role.role = role;
    played.role.body = planning::RoleBody::Own;
    if (role == planning::TaskRole::Handling) {
        const TenantId team = TRY(
            in.mandates.team_for(own.body.tenant, service.obligation.service->key.digits, own.day));
        if (team != own.body.tenant) {
            played.role.body = planning::RoleBody::SharedTeam;
            played.role.name = TRY(tenant_name(in, team));
            const Scope scope = system_scope("planning.read");
            for (const cases::Mandate& mandate :
                 TRY(in.mandates.list_given(scope, own.body.tenant))) {
                if (mandate.team == team && cases::is_in_force(mandate, own.day)) {
                    played.role.ground = mandate.legal_basis;
                }
            }
        }
    }
    if (role == planning::TaskRole::Operation && service.how == OfferedHow::Gordion) {
        const reuse::Offer& offer = *service.offers.front();
        if (offer.provider != own.body.tenant) {
            const auto provider =
                planning::find_body(*own.reference->directory, offer.provider.value);
            played.role.body = provider ? body_of(provider.value()) : planning::RoleBody::Private;
            if (played.role.body == planning::RoleBody::Own) {
                played.role.body = planning::RoleBody::SharedTeam;
            }
            played.role.name = offer.provider_name;
            played.role.ground = offer.terms;
        }
    }
    return played;
}

}  // namespace

Result<ServiceRoles> list_roles(Modules& in, const OwnServices& own, const OwnService& service) {
    ServiceRoles made;
    std::vector<planning::RoleStatement> all;
    for (const planning::TaskRole role : planning::task_roles) {
        PlayedRole played = TRY(known_role(in, own, service, role));
        if (service.statements != nullptr) {
            const auto stated = service.statements->roles.find(role);
            if (stated != service.statements->roles.end()) {
                played = {stated->second.what, true, stated->second.by, stated->second.at};
            }
        }
        all.push_back(played.role);
        made.roles.push_back(std::move(played));
    }
    made.findings = planning::judge_roles(own.rules->limits, all);
    return made;
}

}  // namespace gordion::app
