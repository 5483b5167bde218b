// SPDX-License-Identifier: EUPL-1.2
#include "conformity/report_formats.hpp"

#include "core/names.hpp"
#include "core/text.hpp"
#include "formats/xml.hpp"

namespace gordion::conformity {
namespace {

using formats::escape_xml;
using formats::Json;

Json write_counts(const LevelCounts& counts) {
    return Json::object({{"met", counts.met},
                         {"not_met", counts.not_met},
                         {"not_applicable", counts.not_applicable},
                         {"not_provable", counts.not_provable}});
}

std::string write_line(const LevelCounts& counts, Level level) {
    return std::string(to_german(level)) + ": " + std::to_string(counts.met) + " erfüllt, " +
           std::to_string(counts.not_met) + " nicht erfüllt, " +
           std::to_string(counts.not_provable) + " nicht prüfbar, " +
           std::to_string(counts.not_applicable) + " nicht anwendbar\n";
}

bool is_failure(const Judgement& judgement) {
    return judgement.requirement->level == Level::Must &&
           (judgement.outcome == Outcome::NotMet || judgement.outcome == Outcome::NotProvable);
}

const char* sarif_level(Level level) {
    return level == Level::Must ? "error" : level == Level::Should ? "warning" : "note";
}

}  // namespace

std::optional<ReportFormat> find_report_format(std::string_view name) {
    static constexpr Names<ReportFormat, 5> names{{{ReportFormat::Text, "text"},
                                                   {ReportFormat::Json, "json"},
                                                   {ReportFormat::JUnit, "junit"},
                                                   {ReportFormat::Sarif, "sarif"},
                                                   {ReportFormat::Html, "html"}}};
    return find_named(names, name);
}

std::string_view to_german(Outcome outcome) {
    switch (outcome) {
        case Outcome::Met:
            return "erfüllt";
        case Outcome::NotMet:
            return "nicht erfüllt";
        case Outcome::NotApplicable:
            return "nicht anwendbar";
        case Outcome::NotProvable:
            return "nicht prüfbar";
    }
    throw Bug("every outcome has a word");
}

std::string explain(const Judgement& judgement) {
    switch (judgement.outcome) {
        case Outcome::Met:
            return {};
        case Outcome::NotApplicable:
            return judgement.reason;
        case Outcome::NotMet:
            return judgement.requirement->mend;
        case Outcome::NotProvable:
            return judgement.has_erred ? "Regelfehler: " + judgement.reason
                                       : "Es fehlt der Nachweis: " + join(judgement.missing, ", ");
    }
    throw Bug("every outcome is explained");
}

std::string write_text(const ConformityReport& report) {
    const Catalogue& catalogue = *report.catalogue;
    std::string text = report.subject + "\ngeprüft gegen " + catalogue.title + ", Version " +
                       catalogue.version + "\n\n";
    for (const Judgement& judgement : report.judgements) {
        const Requirement& requirement = *judgement.requirement;
        text += std::string(to_german(requirement.level)) + "  " + requirement.id + "  " +
                std::string(to_german(judgement.outcome)) + "  " + requirement.title +
                (requirement.mark == Mark::Reconstructed ? " *" : "") + "\n";
        if (const std::string more = explain(judgement); !more.empty()) {
            text += "      " + more + "\n";
        }
    }
    text += "\n" + write_line(report.must, Level::Must) + write_line(report.should, Level::Should) +
            write_line(report.may, Level::May) + "* Wortlaut nicht an der Quelle geprüft\n\n" +
            (report.is_conformant() ? "konform" : "nicht konform") + "\n";
    return text;
}

Json write_json_report(const ConformityReport& report) {
    const Catalogue& catalogue = *report.catalogue;
    Json list = Json::array();
    for (const Judgement& judgement : report.judgements) {
        const Requirement& requirement = *judgement.requirement;
        Json evidence = Json::array();
        for (const UsedEvidence& used : judgement.evidence) {
            evidence.push(Json::object({{"path", used.path},
                                        {"kind", used.path.substr(0, used.path.find('.'))},
                                        {"value", used.value}}));
        }
        Json missing = Json::array();
        for (const std::string& path : judgement.missing) {
            missing.push(path);
        }
        Json item = Json::object({{"id", requirement.id},
                                  {"level", to_string(requirement.level)},
                                  {"addressee", to_string(requirement.addressee)},
                                  {"category", requirement.category},
                                  {"title", requirement.title},
                                  {"outcome", to_string(judgement.outcome)},
                                  {"mark", to_string(requirement.mark)},
                                  {"source", requirement.source}});
        item.set("official", requirement.official);
        item.set("explanation", explain(judgement));
        item.set("mend", requirement.mend);
        item.set("evidence", std::move(evidence));
        item.set("missing", std::move(missing));
        list.push(std::move(item));
    }
    Json json = Json::object({{"subject", report.subject},
                              {"catalogue", catalogue.id},
                              {"catalogue_version", catalogue.version},
                              {"catalogue_title", catalogue.title},
                              {"at", report.at.to_iso()},
                              {"conformant", report.is_conformant()},
                              {"must", write_counts(report.must)},
                              {"should", write_counts(report.should)},
                              {"may", write_counts(report.may)}});
    json.set("requirements", std::move(list));
    return json;
}

namespace {

// The suite of one report, without the line before the document.
std::string write_suite(const ConformityReport& report) {
    std::size_t failures = 0;
    std::size_t errors = 0;
    std::size_t skipped = 0;
    std::string cases;
    for (const Judgement& judgement : report.judgements) {
        const Requirement& requirement = *judgement.requirement;
        cases += "  <testcase classname=\"" + escape_xml(report.catalogue->id) + "." +
                 escape_xml(requirement.category) + "\" name=\"" + escape_xml(requirement.id) +
                 " " + escape_xml(requirement.title) + "\"";
        const std::string message =
            escape_xml(std::string(to_german(judgement.outcome)) + ": " + explain(judgement));
        if (judgement.has_erred) {
            ++errors;
            cases += "><error message=\"" + message + "\"/></testcase>\n";
        } else if (is_failure(judgement)) {
            ++failures;
            cases += "><failure message=\"" + message + "\"/></testcase>\n";
        } else if (judgement.outcome != Outcome::Met) {
            ++skipped;
            cases += "><skipped message=\"" + message + "\"/></testcase>\n";
        } else {
            cases += "/>\n";
        }
    }
    return "<testsuite name=\"" +
           escape_xml(report.catalogue->title + " " + report.catalogue->version + ": " +
                      report.subject) +
           "\" tests=\"" + std::to_string(report.judgements.size()) + "\" failures=\"" +
           std::to_string(failures) + "\" errors=\"" + std::to_string(errors) + "\" skipped=\"" +
           std::to_string(skipped) + "\" timestamp=\"" + report.at.to_iso() + "\">\n" + cases +
           "</testsuite>\n";
}

constexpr const char* xml_line = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";

}  // namespace

std::string write_junit(const ConformityReport& report) {
    return xml_line + write_suite(report);
}

std::string write_junit(const std::vector<ConformityReport>& reports) {
    if (reports.size() == 1) {
        return write_junit(reports.front());
    }
    std::string suites;
    for (const ConformityReport& report : reports) {
        suites += write_suite(report);
    }
    return std::string(xml_line) + "<testsuites>\n" + suites + "</testsuites>\n";
}

Json write_sarif(const ConformityReport& report, std::string_view file) {
    Json rules = Json::array();
    Json results = Json::array();
    for (const Judgement& judgement : report.judgements) {
        const Requirement& requirement = *judgement.requirement;
        rules.push(Json::object(
            {{"id", requirement.id},
             {"name", requirement.title},
             {"shortDescription", Json::object({{"text", requirement.title}})},
             {"fullDescription", Json::object({{"text", requirement.text}})},
             {"help", Json::object({{"text", requirement.mend}})},
             {"defaultConfiguration", Json::object({{"level", sarif_level(requirement.level)}})}}));
        const bool is_result =
            judgement.outcome == Outcome::NotMet || judgement.outcome == Outcome::NotProvable;
        if (!is_result) {
            continue;
        }
        const std::string message = requirement.title + ": " +
                                    std::string(to_german(judgement.outcome)) + ". " +
                                    explain(judgement);
        Json location =
            Json::object({{"physicalLocation",
                           Json::object({{"artifactLocation", Json::object({{"uri", file}})}})}});
        results.push(Json::object({{"ruleId", requirement.id},
                                   {"level", sarif_level(requirement.level)},
                                   {"message", Json::object({{"text", message}})},
                                   {"locations", Json::array({std::move(location)})}}));
    }
    Json driver = Json::object({{"name", "gordion conformity check"},
                                {"informationUri", "https://gordion.invalid"},
                                {"rules", std::move(rules)}});
    Json run = Json::object(
        {{"tool", Json::object({{"driver", std::move(driver)}})}, {"results", std::move(results)}});
    return Json::object({{"$schema", "https://json.schemastore.org/sarif-2.1.0.json"},
                         {"version", "2.1.0"},
                         {"runs", Json::array({std::move(run)})}});
}

}  // namespace gordion::conformity
