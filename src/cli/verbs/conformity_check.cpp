// SPDX-License-Identifier: EUPL-1.2
#include <algorithm>
#include <set>

#include "app/evidence.hpp"
#include "cli/verbs/verbs.hpp"
#include "conformity/package_evidence.hpp"
#include "conformity/report_formats.hpp"
#include "core/files.hpp"
#include "core/limits.hpp"
#include "fim/code_list_folder.hpp"
#include "formats/toml.hpp"
#include "planning/obligations.hpp"
#include "reuse/package_check.hpp"
#include "reuse/package_reader.hpp"
#include "web/steering/conformity_view.hpp"

namespace gordion::cli {
namespace {

using conformity::Addressee;
using conformity::ConformityReport;
using conformity::ReportFormat;
using formats::Json;

struct Wanted {
    ReportFormat format = ReportFormat::Text;
    std::vector<conformity::Catalogue> catalogues;
    const conformity::Catalogue* catalogue = nullptr;
};

// A catalogue by its id, or from a file beside the built-in ones.
Result<Wanted> read_wanted(Call& call) {
    Wanted wanted;
    const auto format =
        conformity::find_report_format(call.option("format", call.json ? "json" : "text"));
    if (!format) {
        return Error{ErrorKind::Invalid,
                     "cli.conformity_format",
                     "--format",
                     {},
                     "Write text, json, junit, sarif or html."};
    }
    wanted.format = *format;
    const std::string asked = call.option("catalogue", "efa");
    const bool is_file = asked.ends_with(".toml");
    const std::string file = is_file ? TRY(load_file(asked, limits::toml_bytes)) : std::string();
    auto loaded = TRY(conformity::load_catalogues(is_file ? std::vector<std::string_view>{file}
                                                          : std::vector<std::string_view>{}));
    const std::string id = is_file ? loaded.value.back().id : asked;
    for (const Finding& finding : loaded.findings) {
        call.err << finding.to_text() << "\n";
    }
    wanted.catalogues = std::move(loaded.value);
    wanted.catalogue = conformity::find_catalogue(wanted.catalogues, id, call.clock.today());
    if (wanted.catalogue == nullptr) {
        return Error{ErrorKind::NotFound,
                     "cli.conformity_catalogue",
                     asked,
                     {{"catalogue", asked}},
                     "No catalogue of this id holds today. Built in: efa, barrierefreiheit."};
    }
    return wanted;
}

// What the provider declares (TOML), and what was measured elsewhere, as by a browser (JSON).
Result<Json> read_more_evidence(Call& call) {
    Json more = Json::object();
    if (call.has("declarations")) {
        const std::string text = TRY(load_file(call.option("declarations"), limits::toml_bytes));
        more.set("declared", TRY(formats::parse_toml(text)).root);
    }
    if (call.has("evidence")) {
        const std::string text = TRY(load_file(call.option("evidence"), limits::toml_bytes));
        conformity::merge_evidence(more, TRY(formats::parse_json(text)));
    }
    return more;
}

Json json_of(const std::vector<ConformityReport>& reports, bool is_list) {
    if (!is_list) {
        return conformity::write_json_report(reports.front());
    }
    Json list = Json::array();
    for (const ConformityReport& report : reports) {
        list.push(conformity::write_json_report(report));
    }
    return list;
}

// One document for all reports. SARIF knows runs, one for each.
Json sarif_of(const std::vector<ConformityReport>& reports, const std::string& file) {
    Json all = conformity::write_sarif(reports.front(), file);
    for (std::size_t i = 1; i < reports.size(); ++i) {
        Json more = conformity::write_sarif(reports[i], file);
        all.find("runs")->push(std::move(more.find("runs")->as_array().front()));
    }
    return all;
}

// `file` is what results of a pipeline point to.
Result<void> print(Call& call, const std::vector<ConformityReport>& reports, ReportFormat format,
                   const std::string& file) {
    switch (format) {
        case ReportFormat::Text:
            for (const ConformityReport& report : reports) {
                call.out << conformity::write_text(report) << (reports.size() > 1 ? "\n" : "");
            }
            break;
        case ReportFormat::JUnit:
            call.out << conformity::write_junit(reports);
            break;
        case ReportFormat::Sarif:
            call.out << formats::write_json_pretty(sarif_of(reports, file)) << "\n";
            break;
        case ReportFormat::Html: {
            const auto site = TRY(web::Site::load());
            call.out << web::conformity_document(*site, reports);
            break;
        }
        case ReportFormat::Json:
            call.out << formats::write_json_pretty(json_of(reports, call.has("administration")))
                     << "\n";
    }
    for (const ConformityReport& report : reports) {
        for (const Finding& finding : report.findings) {
            call.err << finding.to_text() << "\n";
        }
    }
    return {};
}

// A folder, with what the installation knows where this version is published there.
Result<ConformityReport> check_folder(Call& call, const Wanted& wanted) {
    const std::string& folder = call.arguments.at(0);
    auto read = TRY(reuse::read_package(std::filesystem::path(folder)));
    const auto shipped = fim::load_code_lists(call.config.product_data / "codelists");
    const auto in = call.open_if_there();
    std::shared_ptr<const app::Reference> reference;
    if (in != nullptr) {
        if (const auto loaded = in->reference()) {
            reference = loaded.value();
        }
    }
    const auto checked = reuse::check_package(
        std::move(read.value), reference ? reference->catalogue.get() : nullptr,
        in != nullptr ? in->code_list_sources() : fim::CodeListSources{&shipped.value});
    if (checked.loaded == nullptr) {
        return Error{ErrorKind::Invalid,
                     "cli.conformity_package",
                     folder,
                     {},
                     "The package has faults: see gordion service check."};
    }
    const auto& service = checked.loaded->service();
    Json evidence = Json::object();
    if (reference != nullptr && in->reuse.load_package(service.id, service.version)) {
        const auto book = TRY(app::EvidenceBook::open(*in));
        evidence = TRY(book->of_package(service.id, service.version));
    }
    // The folder speaks for itself, whatever was published.
    conformity::merge_evidence(
        evidence, conformity::package_evidence(
                      *checked.loaded, checked.findings,
                      reference ? app::names_of_bodies(*reference) : std::vector<std::string>()));
    conformity::merge_evidence(evidence, TRY(read_more_evidence(call)));
    return conformity::check(*wanted.catalogue, {Addressee::Provider}, evidence,
                             service.id + " " + service.version, call.clock.now());
}

// An administration with one published package, with those it uses, or – if it uses none – with
// all that it could join.
Result<std::vector<ConformityReport>> check_joining(Call& call, const Wanted& wanted) {
    const auto in = TRY(call.open());
    const auto reference = TRY(in->reference());
    const planning::Body body =
        TRY(planning::find_body(*reference->directory, call.option("administration")));
    std::set<std::string> packages(call.arguments.begin(), call.arguments.end());
    if (packages.empty()) {
        for (const reuse::Adoption& adoption :
             TRY(in->reuse.list_adoptions(system_scope("conformity.check")))) {
            if (adoption.tenant == body.tenant) {
                packages.insert(adoption.package_id);
            }
        }
    }
    if (packages.empty()) {
        for (const reuse::Offer& offer :
             TRY(in->reuse.list_offers(system_scope("conformity.check")))) {
            packages.insert(offer.package_id);
        }
    }
    const auto book = TRY(app::EvidenceBook::open(*in));
    std::vector<ConformityReport> reports;
    for (const std::string& package : packages) {
        Json evidence = TRY(book->of_administration(body.tenant, package, ""));
        conformity::merge_evidence(evidence, TRY(read_more_evidence(call)));
        reports.push_back(conformity::check(
            *wanted.catalogue, {Addressee::Administration}, evidence,
            body.tenant.value + " " + body.name + ", " + package, call.clock.now()));
    }
    if (reports.empty()) {
        return Error{ErrorKind::NotFound,
                     "cli.conformity_nothing",
                     "",
                     {},
                     "No package is published here: see gordion service publish."};
    }
    return reports;
}

Result<Exit> run(Call& call) {
    if (call.arguments.empty() && !call.has("administration")) {
        return Error{ErrorKind::Invalid,
                     "cli.conformity_subject",
                     "",
                     {},
                     "Name the folder of a package, or --administration ARS."};
    }
    const Wanted wanted = TRY(read_wanted(call));
    std::vector<ConformityReport> reports;
    if (call.has("administration")) {
        reports = TRY(check_joining(call, wanted));
    } else {
        reports.push_back(TRY(check_folder(call, wanted)));
    }
    TRY(print(call, reports, wanted.format,
              call.arguments.empty() ? std::string() : call.arguments.front() + "/service.toml"));
    return std::all_of(reports.begin(), reports.end(),
                       [](const ConformityReport& report) { return report.is_conformant(); })
               ? Exit::Done
               : Exit::Faults;
}

}  // namespace

Verb conformity_check_verb() {
    return {"conformity check",
            "[PACKAGE]",
            0,
            1,
            "Judge a package, or what an administration lacks to use one, by a catalogue",
            {{"administration",
              "number of an administration; PACKAGE is then the id of a published one"},
             {"catalogue", "id of a built-in one (default efa; barrierefreiheit), or a file .toml"},
             {"declarations", "file (TOML) with what is declared"},
             {"evidence", "file (JSON) with evidence measured elsewhere, as by a browser"},
             {"format", "text (default), json, junit, sarif or html"}},
            run};
}

}  // namespace gordion::cli
