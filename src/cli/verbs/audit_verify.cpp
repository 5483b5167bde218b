// SPDX-License-Identifier: EUPL-1.2
#include "audit/audit.hpp"

#include "cli/verbs/verbs.hpp"
#include "core/files.hpp"
#include "core/limits.hpp"

namespace gordion::cli {
namespace {

bool print_report(Call& call, const audit::ChainReport& report) {
    if (call.json) {
        call.out << formats::write_json(formats::Json::object(
                        {{"tenant", report.tenant.value},
                         {"entries", report.entries},
                         {"unbroken", report.is_unbroken()},
                         {"fault", report.fault ? audit::to_string(*report.fault) : ""},
                         {"first_broken", report.first_broken_number}}))
                 << "\n";
    } else if (report.is_unbroken()) {
        call.out << report.tenant.value << "  " << report.entries
                 << " entries, unbroken, last hash " << report.last_hash << "\n";
    } else {
        call.out << report.tenant.value << "  BROKEN at entry " << report.first_broken_number
                 << " (" << audit::to_string(*report.fault) << ")\n";
    }
    return report.is_unbroken();
}

Result<Exit> run(Call& call) {
    if (call.has("file")) {
        const std::string text = TRY(load_file(call.option("file"), limits::csv_bytes));
        const auto report = TRY(audit::verify_export(text));
        return print_report(call, report) ? Exit::Done : Exit::Faults;
    }
    const auto in = TRY(call.open());
    const Scope scope = system_scope("audit.verify");
    bool unbroken = true;
    if (call.has("tenant")) {
        const auto report = TRY(audit::verify(*in->database, scope, {call.option("tenant")}));
        unbroken = print_report(call, report);
    } else {
        for (const audit::ChainReport& report : TRY(audit::verify_all(*in->database, scope))) {
            unbroken = print_report(call, report) && unbroken;
        }
    }
    return unbroken ? Exit::Done : Exit::Faults;
}

}  // namespace

Verb audit_verify_verb() {
    return {"audit verify",
            "",
            0,
            0,
            "Prove that no audit entry was changed or removed",
            {{"tenant", "only this chain (default: all)"},
             {"file", "an export instead of the database"}},
            run};
}

}  // namespace gordion::cli
