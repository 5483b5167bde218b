// SPDX-License-Identifier: EUPL-1.2
#include "app/imports.hpp"
#include "cli/verbs/verbs.hpp"
#include "core/stopwatch.hpp"

namespace gordion::cli {
namespace {

using formats::Json;

Json counts_json(const regions::DirectoryCounts& counts) {
    return Json::object({{"laender", counts.laender},
                         {"kreise", counts.kreise},
                         {"administrations", counts.administrations},
                         {"municipalities", counts.municipalities},
                         {"unincorporated", counts.unincorporated},
                         {"population", counts.population}});
}

void print_import(Call& call, const regions::DirectoryImport& import, double ms) {
    const auto& counts = import.version.counts;
    if (call.json) {
        call.out << formats::write_json(Json::object({{"changed", import.changed},
                                                      {"date", import.version.date.to_iso()},
                                                      {"ms", ms},
                                                      {"counts", counts_json(counts)}}))
                 << "\n";
        return;
    }
    call.out << "Directory of " << import.version.date.to_german()
             << (import.changed ? " imported" : " was imported before; nothing changed") << ".\n"
             << "  municipalities        " << counts.municipalities << "\n"
             << "  unincorporated areas  " << counts.unincorporated << "\n"
             << "  administrations       " << counts.administrations << "\n"
             << "  inhabitants           " << counts.population << "\n"
             << "  took                  " << static_cast<std::int64_t>(ms) << " ms\n";
}

Result<Exit> run(Call& call) {
    TRY(app::migrate(call.config));
    const auto in = TRY(call.open());
    const auto overwrite = call.has("overwrite") ? Overwrite::Yes : Overwrite::No;
    const Stopwatch stopwatch;
    const auto import = TRY(app::import_regions(*in, call.arguments.at(0), overwrite));
    const double ms = stopwatch.elapsed_ms();
    print_findings(call, import.findings);
    print_import(call, import.value, ms);
    // The product carries postcodes; another file is named with --postcodes.
    const auto carried = call.config.product_data / "plz" / "plz_ags_ohne_osm.csv";
    const std::string file = call.option("postcodes", carried.string());
    if (call.has("postcodes") || std::filesystem::exists(carried)) {
        const auto postcodes = TRY(app::import_postcodes(*in, file));
        print_findings(call, postcodes.findings);
        if (!call.json) {
            call.out << "  postcode pairs        " << postcodes.value << "\n";
        }
    }
    return has_faults(import.findings) ? Exit::Faults : Exit::Done;
}

}  // namespace

Verb regions_import_verb() {
    return {"regions import",
            "FILE",
            1,
            1,
            "Read the official municipality directory (GV100AD)",
            {{"postcodes", "CSV file with the columns plz and ags (default: the one in data/)"},
             {"overwrite", "also if the file is older than what is there", true}},
            run};
}

}  // namespace gordion::cli
