// SPDX-License-Identifier: EUPL-1.2
#include "web/steering/conformity_view.hpp"

#include <array>

#include "conformity/report_formats.hpp"
#include "web/embedded.hpp"

namespace gordion::web {
namespace {

using conformity::ConformityReport;
using conformity::Judgement;
using conformity::LevelCounts;
using conformity::Outcome;
using formats::Json;

// "true" and "7" as people read them; a list by its items.
std::string shown_value(const Site& site, const Json& value) {
    if (value.is_null()) {
        return site.texts().text("de", "steering_conformity.absent");
    }
    if (value.is_bool()) {
        return site.texts().text(
            "de", value.as_bool() ? "steering_conformity.yes" : "steering_conformity.no");
    }
    return value.is_string() ? value.as_string() : formats::write_json(value);
}

Json evidence_json(const Site& site, const Judgement& judgement) {
    Json list = Json::array();
    for (const conformity::UsedEvidence& used : judgement.evidence) {
        const std::string kind = used.path.substr(0, used.path.find('.'));
        list.push(
            Json::object({{"kind", site.texts().text("de", "steering_conformity.kind_" + kind)},
                          {"path", used.path},
                          {"value", shown_value(site, used.value)},
                          {"is_absent", used.value.is_null()}}));
    }
    return list;
}

Json judgement_json(const Site& site, const Judgement& judgement) {
    const conformity::Requirement& requirement = *judgement.requirement;
    return Json::object({{"id", requirement.id},
                         {"official", requirement.official},
                         {"level", conformity::to_german(requirement.level)},
                         {"title", requirement.title},
                         {"text", requirement.text},
                         {"outcome", conformity::to_german(judgement.outcome)},
                         {"outcome_class", conformity::to_string(judgement.outcome)},
                         {"explanation", conformity::explain(judgement)},
                         {"source", requirement.source},
                         {"is_reconstructed", requirement.mark == conformity::Mark::Reconstructed},
                         {"evidence", evidence_json(site, judgement)}});
}

Json counts_json(std::string_view level, const LevelCounts& counts) {
    return Json::object({{"level", level},
                         {"met", counts.met},
                         {"not_met", counts.not_met},
                         {"not_provable", counts.not_provable},
                         {"not_applicable", counts.not_applicable}});
}

// Open matters first: what is not met, what is not proved, then the rest in the catalogue's order.
Json ordered_judgements(const Site& site, const ConformityReport& report) {
    constexpr std::array order{Outcome::NotMet, Outcome::NotProvable, Outcome::Met,
                               Outcome::NotApplicable};
    Json groups = Json::array();
    for (const Outcome outcome : order) {
        Json list = Json::array();
        for (const Judgement& judgement : report.judgements) {
            if (judgement.outcome == outcome) {
                list.push(judgement_json(site, judgement));
            }
        }
        if (list.size() > 0) {
            groups.push(Json::object({{"outcome", conformity::to_german(outcome)},
                                      {"count", list.size()},
                                      {"requirements", std::move(list)}}));
        }
    }
    return groups;
}

// A package is conformant; an administration can be connected.
std::string verdict(const Site& site, const ConformityReport& report) {
    const bool is_joining =
        !report.judgements.empty() &&
        report.judgements.front().requirement->addressee == conformity::Addressee::Administration;
    const std::string name = std::string(report.is_conformant() ? "" : "not_") +
                             (is_joining ? "connectable" : "conformant");
    return site.texts().text("de", "steering_conformity." + name);
}

}  // namespace

Html render_conformity(const Site& site, const ConformityReport& report) {
    const conformity::Catalogue& catalogue = *report.catalogue;
    Json findings = Json::array();
    for (const Finding& finding : report.findings) {
        findings.push(site.texts().text("de", finding.code, finding.values));
    }
    Json data = Json::object({{"subject", report.subject},
                              {"catalogue", catalogue.title},
                              {"version", catalogue.version},
                              {"catalogue_source", catalogue.source},
                              {"at", report.at.to_german()},
                              {"verdict", verdict(site, report)}});
    data.set("counts",
             Json::array({counts_json("MUSS", report.must), counts_json("SOLL", report.should),
                          counts_json("KANN", report.may)}));
    data.set("groups", ordered_judgements(site, report));
    data.set("has_findings", findings.size() > 0);
    data.set("findings", std::move(findings));
    return site.render("steering/conformity_report", data, "de");
}

std::string conformity_document(const Site& site, const std::vector<ConformityReport>& reports) {
    std::string all;
    for (const ConformityReport& report : reports) {
        all += render_conformity(site, report).markup();
    }
    return site
        .render("steering/conformity_document",
                Json::object({{"style", find_embedded("assets/report.css")},
                              {"title", reports.empty() ? std::string() : reports.front().subject},
                              {"reports", std::move(all)}}),
                "de")
        .markup();
}

}  // namespace gordion::web
