// SPDX-License-Identifier: EUPL-1.2
#include "app/coverage.hpp"
#include "cli/file_writer.hpp"
#include "cli/verbs/verbs.hpp"
#include "core/text.hpp"

namespace gordion::cli {
namespace {

using formats::Json;

void print(Call& call, const app::CoverageImported& imported, bool is_applied) {
    const planning::CoverageChange& change = imported.change;
    const planning::CoverageImportRecord& record = change.record;
    if (call.json) {
        call.out << formats::write_json(
                        Json::object({{"applied", is_applied && change.has_changed},
                                      {"changed", change.has_changed},
                                      {"import", record.number},
                                      {"source", record.source},
                                      {"rows", record.rows},
                                      {"facts", record.facts},
                                      {"refused", record.refused},
                                      {"added", change.added},
                                      {"removed", change.removed},
                                      {"replaces", change.previous && change.has_changed
                                                       ? Json(change.previous->number)
                                                       : Json()}}))
                 << "\n";
        return;
    }
    call.out << "Source   " << record.source << "\n"
             << "Rows     " << record.rows << "\n"
             << "Facts    " << record.facts << "\n"
             << "Refused  " << record.refused << "\n";
    if (!change.has_changed) {
        call.out << "The same list is there already (import " << record.number
                 << "); nothing changes.\n";
        return;
    }
    if (change.previous) {
        call.out << "Takes the place of import " << change.previous->number << " ("
                 << change.previous->facts << " facts): " << change.added << " new, "
                 << change.removed << " gone. The old list stays in the history.\n";
    }
    if (is_applied) {
        call.out << "Kept as import " << record.number << ".\n";
    } else {
        call.out << "Nothing was kept yet: add --apply.\n";
    }
}

Result<Exit> run(Call& call) {
    const auto in = TRY(call.open());
    app::CoverageOrder order;
    order.file = call.arguments.at(0);
    order.source = call.option("source");
    order.mapping = call.option("mapping");
    for (const std::string& list : call.all("covers")) {
        for (const std::string& area : split(list, ',')) {
            order.covers.emplace_back(trim(area));
        }
    }
    const bool is_applied = call.has("apply");
    const auto imported =
        TRY(app::import_coverage(*in, order, is_applied ? app::Apply::Yes : app::Apply::No));
    print_findings_short(call, imported.findings);
    if (call.has("refused") && !imported.value.refused_rows.empty()) {
        TRY(write_file(call.option("refused"), imported.value.refused_rows));
    }
    print(call, imported.value, is_applied);
    return imported.value.change.record.refused > 0 ? Exit::Faults : Exit::Done;
}

}  // namespace

Verb coverage_import_verb() {
    return {"coverage import",
            "FILE",
            1,
            1,
            "Read what others say about coverage (CSV); shows what would change unless --apply",
            {{"source", "who says so, as pages show it; a newer list of it replaces the older one",
              false, true},
             {"mapping", "file (TOML): which column says what"},
             {"covers", "areas (ARS, with commas) about which the list speaks completely", false,
              false, true},
             {"refused", "file for the rows that could not be read"},
             {"apply", "keep it", true},
             verbose_option},
            run};
}

}  // namespace gordion::cli
