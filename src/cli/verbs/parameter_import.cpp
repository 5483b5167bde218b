// SPDX-License-Identifier: EUPL-1.2
#include "reuse/parameter_import.hpp"

#include "app/xzufi_values.hpp"
#include "cli/verbs/verbs.hpp"
#include "core/files.hpp"
#include "core/limits.hpp"

namespace gordion::cli {
namespace {

Result<Judged<std::vector<reuse::ImportedValue>>> read_values(
    Call& call, app::Modules& in, const reuse::ParameterImport& import) {
    const bool is_xzufi = call.has("from-xzufi");
    if (is_xzufi == !call.arguments.empty()) {
        return Error{ErrorKind::Invalid,
                     "cli.import_source",
                     "",
                     {},
                     "Name a CSV file, or --from-xzufi: one of both."};
    }
    if (is_xzufi) {
        return app::list_xzufi_values(
            in, {import.package_id, call.option("tenant"), import.valid_from, import.local});
    }
    const std::filesystem::path file = call.arguments.at(0);
    return reuse::parse_imported_values(TRY(load_file(file, limits::csv_bytes)),
                                        file.filename().string());
}

void print_outcome(Call& call, const reuse::ImportOutcome& outcome) {
    if (call.json) {
        call.out << formats::write_json(formats::Json::object({{"changes", outcome.changes.size()},
                                                               {"set", outcome.set},
                                                               {"unchanged", outcome.unchanged},
                                                               {"kept", outcome.kept}}))
                 << "\n";
        return;
    }
    for (const reuse::ParameterChange& change : outcome.changes) {
        call.out << "  " << change.region << " " << change.key << " = " << change.value.value_or("")
                 << "   [" << change.origin << "]\n";
    }
    call.out << outcome.set << " of " << outcome.changes.size() << " changes written, "
             << outcome.unchanged << " unchanged, " << outcome.kept << " local choices kept\n";
}

Result<Exit> run(Call& call) {
    const auto in = TRY(call.open());
    const Date from = call.has("from") ? TRY(parse_date(call.option("from"))) : call.clock.today();
    reuse::ParameterImport import{
        call.option("package"),
        {},
        from,
        call.has("replace") ? reuse::LocalChoice::Replace : reuse::LocalChoice::Keep};
    auto values = TRY(read_values(call, *in, import));
    print_findings(call, values.findings);
    import.values = std::move(values.value);
    Scope scope = system_scope("parameter.import");
    if (call.has("tenant")) {
        scope = {{call.option("tenant")}, {}, "parameter.import", {}, false};
    }
    scope.actor = {"cli"};
    const reuse::ImportOutcome outcome =
        call.has("dry-run") ? TRY(reuse::plan_import(in->reuse, import))
                            : TRY(reuse::import_parameters(in->reuse, scope, import));
    print_findings(call, outcome.findings);
    print_outcome(call, outcome);
    return has_faults(outcome.findings) ? Exit::Faults : Exit::Done;
}

}  // namespace

Verb parameter_import_verb() {
    return {"parameter import",
            "[FILE]",
            0,
            1,
            "Take values from a CSV file (region, name, value, source) or from online services of "
            "XZuFi into a package's parameters",
            {{"package", "id of the offer", false, true},
             {"from-xzufi", "what imported XZuFi messages say, instead of a file", true},
             {"from", "first day, YYYY-MM-DD (default: today)"},
             {"replace", "overwrite what somebody has set by hand", true},
             {"dry-run", "say what would change and change nothing", true},
             {"tenant", "who imports (default: the installation, for everybody)"}},
            run};
}

}  // namespace gordion::cli
