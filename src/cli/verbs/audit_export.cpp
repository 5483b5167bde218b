// SPDX-License-Identifier: EUPL-1.2
#include "audit/audit.hpp"

#include "cli/verbs/verbs.hpp"

namespace gordion::cli {
namespace {

Result<Exit> run(Call& call) {
    const auto in = TRY(call.open());
    call.out << TRY(audit::export_entries(*in->database, system_scope("audit.export"),
                                          {call.option("tenant")}));
    return Exit::Done;
}

}  // namespace

Verb audit_export_verb() {
    return {"audit export",
            "",
            0,
            0,
            "Write a chain as JSON lines, for verifying elsewhere",
            {{"tenant", "whose chain", false, true}},
            run};
}

}  // namespace gordion::cli
