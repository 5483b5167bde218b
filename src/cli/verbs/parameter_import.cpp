// SPDX-License-Identifier: EUPL-1.2
#include "reuse/parameter_import.hpp"

#include "cli/verbs/verbs.hpp"
#include "core/files.hpp"
#include "core/limits.hpp"

namespace gordion::cli {
namespace {

Result<Exit> run(Call& call) {
    const std::filesystem::path file = call.arguments.at(0);
    auto values = TRY(reuse::parse_imported_values(TRY(load_file(file, limits::csv_bytes)),
                                                   file.filename().string()));
    print_findings(call, values.findings);
    const auto in = TRY(call.open());
    const reuse::ParameterImport import{
        call.option("package"), std::move(values.value),
        call.has("from") ? TRY(parse_date(call.option("from"))) : call.clock.today(),
        call.has("replace") ? reuse::LocalChoice::Replace : reuse::LocalChoice::Keep};
    Scope scope = system_scope("parameter.import");
    if (call.has("tenant")) {
        scope = {{call.option("tenant")}, {}, "parameter.import", {}, false};
    }
    scope.actor = {"cli"};
    const reuse::ImportOutcome outcome =
        call.has("dry-run") ? TRY(reuse::plan_import(in->reuse, import))
                            : TRY(reuse::import_parameters(in->reuse, scope, import));
    print_findings(call, outcome.findings);
    if (call.json) {
        call.out << formats::write_json(formats::Json::object({{"changes", outcome.changes.size()},
                                                               {"set", outcome.set},
                                                               {"unchanged", outcome.unchanged},
                                                               {"kept", outcome.kept}}))
                 << "\n";
    } else {
        for (const reuse::ParameterChange& change : outcome.changes) {
            call.out << "  " << change.region << " " << change.key << " = "
                     << change.value.value_or("") << "   [" << change.origin << "]\n";
        }
        call.out << outcome.set << " of " << outcome.changes.size() << " changes written, "
                 << outcome.unchanged << " unchanged, " << outcome.kept << " local choices kept\n";
    }
    return has_faults(outcome.findings) ? Exit::Faults : Exit::Done;
}

}  // namespace

Verb parameter_import_verb() {
    return {"parameter import",
            "FILE",
            1,
            1,
            "Take values from a CSV file (region, name, value, source) into a package's parameters",
            {{"package", "id of the offer", false, true},
             {"from", "first day, YYYY-MM-DD (default: today)"},
             {"replace", "overwrite what somebody has set by hand", true},
             {"dry-run", "say what would change and change nothing", true},
             {"tenant", "who imports (default: the installation, for everybody)"}},
            run};
}

}  // namespace gordion::cli
