// SPDX-License-Identifier: EUPL-1.2
#include <algorithm>

#include "cli/verbs/verbs.hpp"
#include "conformity/package_evidence.hpp"
#include "conformity/report_formats.hpp"
#include "core/files.hpp"
#include "core/limits.hpp"
#include "fim/code_list_folder.hpp"
#include "formats/toml.hpp"
#include "reuse/package_check.hpp"
#include "reuse/package_reader.hpp"

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
                     "Write text, json, junit or sarif."};
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

Result<Json> read_declarations(Call& call) {
    if (!call.has("declarations")) {
        return Json::object();
    }
    const std::string text = TRY(load_file(call.option("declarations"), limits::toml_bytes));
    Json declared = TRY(formats::parse_toml(text)).root;
    return Json::object({{"declared", std::move(declared)}});
}

// Names of all municipalities, where a directory is at hand.
std::vector<std::string> names_of_bodies(const app::Reference* reference) {
    std::vector<std::string> names;
    if (reference != nullptr) {
        for (const regions::Region* municipality : reference->directory->municipalities_of("00")) {
            names.push_back(municipality->name);
        }
        std::sort(names.begin(), names.end());
    }
    return names;
}

void print(Call& call, const ConformityReport& report, ReportFormat format,
           const std::string& file) {
    switch (format) {
        case ReportFormat::Text:
            call.out << conformity::write_text(report);
            break;
        case ReportFormat::JUnit:
            call.out << conformity::write_junit(report);
            break;
        case ReportFormat::Sarif:
            call.out << formats::write_json_pretty(conformity::write_sarif(report, file)) << "\n";
            break;
        default:
            call.out << formats::write_json_pretty(conformity::write_json_report(report)) << "\n";
    }
    for (const Finding& finding : report.findings) {
        call.err << finding.to_text() << "\n";
    }
}

Result<Exit> run(Call& call) {
    const Wanted wanted = TRY(read_wanted(call));
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
    const std::vector<std::string> bodies = names_of_bodies(reference.get());
    Json evidence = conformity::package_evidence(*checked.loaded, checked.findings, bodies);
    conformity::merge_evidence(evidence, TRY(read_declarations(call)));
    const auto& service = checked.loaded->service();
    const ConformityReport report =
        conformity::check(*wanted.catalogue, {Addressee::Provider}, evidence,
                          service.id + " " + service.version, call.clock.now());
    print(call, report, wanted.format, folder + "/service.toml");
    return report.is_conformant() ? Exit::Done : Exit::Faults;
}

}  // namespace

Verb conformity_check_verb() {
    return {"conformity check",
            "PACKAGE",
            1,
            1,
            "Judge a package by the requirements of a catalogue, with the evidence there is",
            {{"catalogue", "id of a built-in one (default efa; barrierefreiheit), or a file .toml"},
             {"declarations", "file (TOML) with what the provider declares"},
             {"format", "text (default), json, junit or sarif"}},
            run};
}

}  // namespace gordion::cli
