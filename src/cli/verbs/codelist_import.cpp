// SPDX-License-Identifier: EUPL-1.2
#include "app/imports.hpp"
#include "cli/verbs/verbs.hpp"

namespace gordion::cli {
namespace {

using formats::Json;

void print_import(Call& call, const fim::CodeListImport& import) {
    const fim::CodeListEntry& entry = import.entry;
    if (call.json) {
        call.out << formats::write_json(Json::object({{"changed", import.changed},
                                                      {"id", entry.canonical_identification},
                                                      {"version", entry.version},
                                                      {"rows", entry.rows}}))
                 << "\n";
        return;
    }
    call.out << entry.canonical_identification << " " << entry.version << ": "
             << (import.changed ? std::to_string(entry.rows) + " codes imported"
                                : "was imported before; nothing changed")
             << ".\n";
}

Result<Exit> run(Call& call) {
    if (call.arguments.size() > 1 && (call.has("id") || call.has("version"))) {
        return Error{ErrorKind::Invalid,
                     "cli.option_for_one",
                     "--id",
                     {{"option", "--id, --version"}},
                     "A name can be given to one file at a time."};
    }
    TRY(app::migrate(call.config));
    const auto in = TRY(call.open());
    const app::CodeListName name{call.option("id"), call.option("version")};
    const auto replace = call.has("replace") ? fim::Replace::Yes : fim::Replace::No;
    Exit exit = Exit::Done;
    for (const std::string& file : call.arguments) {
        auto imported = TRY(app::import_code_list(*in, file, name, replace));
        for (Finding& finding : imported.findings) {
            finding.place = file + (finding.place.empty() ? "" : ": ") + finding.place;
        }
        print_findings(call, imported.findings);
        if (imported.value) {
            print_import(call, *imported.value);
        } else {
            exit = Exit::Faults;
        }
    }
    return exit;
}

}  // namespace

Verb codelist_import_verb() {
    return {"codelist import",
            "FILE …",
            1,
            1000,
            "Keep code lists (genericode 1.0, or the JSON of XRepository)",
            {{"id", "identification of a list that does not say it (urn:…)"},
             {"version", "version of a list that does not say it"},
             {"replace", "also where the version is known with another content", true}},
            run};
}

}  // namespace gordion::cli
