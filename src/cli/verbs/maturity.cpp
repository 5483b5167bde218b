// SPDX-License-Identifier: EUPL-1.2
// Maturity of services in a shell: what holds, taking answers along, and words for gaps.
#include "app/maturity.hpp"
#include "cli/verbs/verbs.hpp"
#include "core/files.hpp"
#include "core/limits.hpp"

namespace gordion::cli {
namespace {

using formats::Json;

// An administration writes for itself; what an operator brings for it is done by the platform.
Scope platform() {
    return system_scope("maturity.import");
}

TenantId administration_of(const Call& call) {
    return {call.option("administration")};
}

Json assessment_json(const app::Assessment& assessment) {
    Json criteria = Json::array();
    for (const conformity::CriterionResult& one : assessment.result.criteria) {
        criteria.push(Json::object({{"criterion", one.criterion->id},
                                    {"title", one.criterion->title},
                                    {"text_known", one.criterion->is_known},
                                    {"level", one.level ? Json(*one.level) : Json()},
                                    {"proved", one.is_proved}}));
    }
    return Json::object({{"administration", assessment.name.tenant.value},
                         {"service", assessment.name.service},
                         {"title", assessment.title},
                         {"model", assessment.name.model},
                         {"version", assessment.name.version},
                         {"level", assessment.result.level},
                         {"complete", assessment.result.is_complete},
                         {"criteria", std::move(criteria)}});
}

Result<Exit> show(Call& call) {
    const auto in = TRY(call.open());
    const app::AssessmentWish wish{administration_of(call), call.option("service"),
                                   call.option("model")};
    const auto assessment = TRY(app::assess(*in, platform(), wish));
    if (call.json) {
        call.out << formats::write_json(assessment_json(*assessment)) << "\n";
        return Exit::Done;
    }
    call.out << assessment->title << ", " << assessment->model.title << "\n"
             << (assessment->result.is_complete ? "Level " : "At most level ")
             << assessment->result.level << "\n";
    for (const conformity::CriterionResult& one : assessment->result.criteria) {
        call.out << "  " << one.criterion->id << "  "
                 << (one.level ? std::to_string(*one.level) : std::string("open"))
                 << (one.is_proved ? " (proved)" : "") << "  " << one.criterion->title
                 << (one.criterion->is_known ? "" : " [text not known]") << "\n";
    }
    return Exit::Done;
}

Result<Exit> take_out(Call& call) {
    const auto in = TRY(call.open());
    call.out << TRY(app::export_answers(*in, platform(), administration_of(call)));
    return Exit::Done;
}

Result<Exit> bring_in(Call& call) {
    const auto in = TRY(call.open());
    const std::string csv = TRY(load_file(call.arguments.at(0), limits::directory_bytes));
    const auto imported = TRY(app::import_answers(*in, platform(), administration_of(call), csv));
    print_findings(call, imported.findings);
    call.out << imported.value << " answers are new.\n";
    return imported.findings.empty() ? Exit::Done : Exit::Faults;
}

Result<Exit> bring_texts(Call& call) {
    const auto in = TRY(call.open());
    const std::string toml = TRY(load_file(call.arguments.at(0), limits::toml_bytes));
    const TenantId tenant{call.option("administration", "00")};
    const std::size_t count = TRY(app::import_texts(*in, platform(), tenant, toml));
    call.out << count << " criteria have their words now"
             << (tenant.value == "00" ? ", for everybody.\n" : ", for this administration.\n");
    return Exit::Done;
}

const Option administration_option{"administration", "whose services, by its number", false, true};

}  // namespace

Verb maturity_show_verb() {
    return {"maturity show",
            "",
            0,
            0,
            "How far a service of an administration is, criterion by criterion",
            {administration_option,
             {"service", "Leistungsschluessel", false, true},
             {"model", "version of the model, 1.1 or 2.0 (default: the one that holds today)"}},
            show};
}

Verb maturity_export_verb() {
    return {"maturity export",
            "",
            0,
            0,
            "All answers of an administration with who and when, as CSV",
            {administration_option},
            take_out};
}

Verb maturity_import_verb() {
    return {"maturity import",
            "FILE",
            1,
            1,
            "Read answers from CSV: service, version, criterion, level, note",
            {administration_option},
            bring_in};
}

Verb maturity_texts_verb() {
    return {"maturity texts",
            "FILE",
            1,
            1,
            "Fill gaps of a model with the official words and their source (TOML)",
            {{"administration", "for whom (default 00: for everybody)"}},
            bring_texts};
}

}  // namespace gordion::cli
