// SPDX-License-Identifier: EUPL-1.2
#include "app/imports.hpp"
#include "cli/verbs/verbs.hpp"

namespace gordion::cli {
namespace {

Result<Exit> run(Call& call) {
    TRY(app::migrate(call.config));
    const auto in = TRY(call.open());
    const Date date = TRY(parse_date(call.option("date", "2019-10-05")));
    const auto overwrite = call.has("overwrite") ? Overwrite::Yes : Overwrite::No;
    const auto import = TRY(app::import_catalogue(*in, call.arguments.at(0), date, overwrite));
    print_findings(call, import.findings);
    const auto& counts = import.value.version.counts;
    call.out << "Catalogue of " << import.value.version.date.to_german()
             << (import.value.changed ? " imported" : " was imported before; nothing changed")
             << ".\n"
             << "  services      " << counts.services << " (" << counts.without_key
             << " without Leistungsschluessel)\n"
             << "  bundles       " << counts.bundles << "\n"
             << "  Lagen         " << counts.lagen << "\n"
             << "  Themenfelder  " << counts.themenfeld_count << "\n";
    return has_faults(import.findings) ? Exit::Faults : Exit::Done;
}

}  // namespace

Verb catalogue_import_verb() {
    return {"catalogue import",
            "FOLDER",
            1,
            1,
            "Read the service catalogue (CSV files)",
            {{"date", "state of the files, YYYY-MM-DD (default 2019-10-05)"},
             {"overwrite", "also if the files are older than what is there", true}},
            run};
}

}  // namespace gordion::cli
