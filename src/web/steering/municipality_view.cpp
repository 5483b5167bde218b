// SPDX-License-Identifier: EUPL-1.2
#include "web/steering/municipality_view.hpp"

#include "app/evidence.hpp"
#include "conformity/report_formats.hpp"
#include "web/page.hpp"

namespace gordion::web {
namespace {

using app::OwnService;
using app::OwnServices;
using formats::Json;

std::string word(const Exchange& exchange, const char* group, std::string_view name) {
    return exchange.text("steering_municipality." + std::string(group) + "_" + std::string(name));
}

std::string said_by(const Exchange& exchange, const std::string& by, Instant at) {
    return exchange.text("steering_municipality.said_by", {{"by", by}, {"at", at.to_german()}});
}

std::string certainty_of(const Exchange& exchange, const OwnService& service) {
    if (service.is_decided()) {
        return said_by(exchange, service.statements->duty->by, service.statements->duty->at);
    }
    switch (service.obligation.certainty) {
        case services::Certainty::Rule:
            return exchange.text("steering_municipality.certain");
        case services::Certainty::Assumption:
            return exchange.text("steering_municipality.assumed");
        case services::Certainty::Unclear:
            return {};
    }
    return {};
}

// What an administration lacks to take an offer: unmet and unproven requirements, MUSS first.
Result<Json> gaps_json(const OwnServices& own, const std::string& package, app::EvidenceBook& book,
                       Instant at) {
    const conformity::Catalogue* efa =
        conformity::find_catalogue(conformity::built_in_catalogues(), "efa", own.day);
    Json gaps = Json::array();
    if (efa == nullptr) {
        return gaps;
    }
    const auto report = TRY(app::check_administration(book, *efa, own.body.tenant, package, at));
    for (const conformity::Judgement& judgement : report.judgements) {
        if (judgement.outcome == conformity::Outcome::NotMet ||
            judgement.outcome == conformity::Outcome::NotProvable) {
            gaps.push(Json::object(
                {{"id", judgement.requirement->id},
                 {"title", judgement.requirement->title},
                 {"outcome", conformity::to_german(judgement.outcome)},
                 {"explanation", conformity::explain(judgement)},
                 {"mend", judgement.requirement->mend},
                 {"is_unproven", judgement.outcome == conformity::Outcome::NotProvable}}));
        }
    }
    return gaps;
}

Result<Json> offers_json(Exchange& exchange, const OwnServices& own, const OwnService& service) {
    Json list = Json::array();
    if (service.offers.empty()) {
        return list;
    }
    const bool is_administration = own.reference->directory->is_administration(own.body.tenant);
    const auto book = TRY(app::EvidenceBook::open(exchange.in));
    for (const reuse::Offer* offer : service.offers) {
        Json gaps = Json::array();
        if (is_administration) {
            gaps = TRY(gaps_json(own, offer->package_id, *book, exchange.in.clock.now()));
        }
        list.push(Json::object({{"title", offer->title},
                                {"version", offer->version},
                                {"provider", offer->provider_name},
                                {"terms", offer->terms},
                                {"has_gaps", gaps.size() > 0},
                                {"is_checked", is_administration},
                                {"gaps", std::move(gaps)},
                                {"url", "/konformitaet/" + url_part(offer->package_id) + "/" +
                                            url_part(own.body.tenant.value)}}));
    }
    return list;
}

Result<Json> roles_json(Exchange& exchange, const OwnServices& own, const OwnService& service,
                        Json& findings) {
    const app::ServiceRoles roles = TRY(app::list_roles(exchange.in, own, service));
    for (const Finding& finding : roles.findings) {
        findings.push(Json::object({{"text", exchange.text(finding.code, finding.values)},
                                    {"is_fault", finding.severity == Severity::Fault}}));
    }
    Json list = Json::array();
    for (const app::PlayedRole& played : roles.roles) {
        list.push(Json::object(
            {{"role", word(exchange, "role", planning::to_string(played.role.role))},
             {"body",
              played.role.body == planning::RoleBody::Own ? own.body.name : played.role.name},
             {"kind", word(exchange, "body", planning::to_string(played.role.body))},
             {"ground", played.role.ground},
             {"by", played.is_stated ? said_by(exchange, played.by, played.at.value_or(Instant()))
                                     : exchange.text("steering_municipality.known")}}));
    }
    return list;
}

// What a person said, in words.
std::string said(const Exchange& exchange, const planning::Statement& statement) {
    if (const auto* duty = std::get_if<planning::DutyStatement>(&statement)) {
        return word(exchange, "duty", planning::to_string(duty->duty)) + ": " + duty->reason;
    }
    if (const auto* offer = std::get_if<planning::OfferStatement>(&statement)) {
        return word(exchange, "how", planning::to_string(offer->way)) +
               (offer->url.empty() ? "" : ": " + offer->url);
    }
    const auto& role = std::get<planning::RoleStatement>(statement);
    return word(exchange, "role", planning::to_string(role.role)) + ": " +
           word(exchange, "body", planning::to_string(role.body)) +
           (role.name.empty() ? "" : ", " + role.name) +
           (role.ground.empty() ? "" : " (" + role.ground + ")");
}

Result<Json> history_json(Exchange& exchange, const OwnServices& own, const OwnService& service) {
    Json list = Json::array();
    const std::string& key = service.obligation.service->key.digits;
    if (key.empty()) {
        return list;
    }
    for (const planning::StatementEntry& entry : TRY(exchange.in.statements.list_history(
             system_scope("planning.read"), own.body.tenant, key))) {
        list.push(
            Json::object({{"what", entry.what ? said(exchange, *entry.what)
                                              : exchange.text("steering_municipality.taken_back")},
                          {"by", said_by(exchange, entry.by, entry.at)}}));
    }
    return list;
}

}  // namespace

Json own_service_json(const Exchange& exchange, const OwnService& service,
                      const std::string& base) {
    const planning::Obligation& obligation = service.obligation;
    const std::string& key = obligation.service->key.digits;
    return Json::object({{"name", obligation.service->name},
                         {"key", obligation.service->key.to_text()},
                         {"url", key.empty() ? std::string() : base + "/" + key},
                         {"duty", word(exchange, "duty", planning::to_string(obligation.duty))},
                         {"duty_class", planning::to_string(obligation.duty)},
                         {"basis", obligation.basis ? word(exchange, "basis",
                                                           planning::to_string(*obligation.basis))
                                                    : std::string()},
                         {"reason", obligation.reason},
                         {"ground", obligation.ground},
                         {"certainty", certainty_of(exchange, service)},
                         {"how", word(exchange, "how", app::to_string(service.how))},
                         {"is_linked", !service.url.empty()},
                         {"link", service.url},
                         {"link_text", service.how == app::OfferedHow::Gordion
                                           ? exchange.text("steering_municipality.to_service")
                                           : service.url},
                         {"level", service.level ? std::to_string(*service.level) : std::string()},
                         {"offers", service.offers.size()}});
}

Result<Html> render_own_service(Exchange& exchange, const OwnServices& own,
                                const OwnService& service) {
    Json data = own_service_json(exchange, service, "");
    const planning::OnlineDuty* online = own.rules->online_in(own.body.land);
    const services::Bundle* bundle =
        own.reference->catalogue->bundle_of(*service.obligation.service);
    Json role_findings = Json::array();
    Json roles = TRY(roles_json(exchange, own, service, role_findings));
    data.set("body", own.body.name);
    data.set("bundle", bundle == nullptr ? std::string() : bundle->name);
    data.set("typ", service.obligation.service->typ);
    data.set("law", service.obligation.service->legal_grounds);
    data.set("rule", service.obligation.rule);
    data.set("rules_version", own.rules->title + " " + own.rules->version);
    data.set("applies", service.obligation.duty == planning::Duty::Applies);
    data.set("online", online == nullptr ? std::string() : online->ground);
    data.set("online_is_assumed",
             online != nullptr && online->mark == planning::RuleMark::Reconstructed);
    data.set("authority", service.obligation.authority);
    data.set("roles", std::move(roles));
    data.set("role_findings", std::move(role_findings));
    Json offers = TRY(offers_json(exchange, own, service));
    data.set("has_offers", offers.size() > 0);
    data.set("offer_list", std::move(offers));
    Json history = TRY(history_json(exchange, own, service));
    data.set("has_history", history.size() > 0);
    data.set("history", std::move(history));
    return exchange.site.render("steering/own_service", data, exchange.language);
}

}  // namespace gordion::web
