// SPDX-License-Identifier: EUPL-1.2
#include "app/schemas.hpp"
#include "cli/verbs/rule_graph.hpp"
#include "cli/verbs/verbs.hpp"
#include "fim/quality.hpp"

namespace gordion::cli {
namespace {

Result<Exit> run(Call& call) {
    const auto in = call.open_if_there();
    auto [schema, findings] = TRY(app::read_schema(in.get(), call.arguments.at(0)));
    append(findings, fim::check_quality(schema));
    append(findings, judge_rule_references(schema));
    append(findings, judge_rule_graph(schema));
    print_findings(call, findings);
    if (!call.json) {
        call.out << findings.size() << " findings in " << schema.identification.id << " "
                 << schema.identification.version << ".\n";
    }
    return has_faults(findings) ? Exit::Faults : Exit::Done;
}

}  // namespace

Verb schema_check_verb() {
    return {"schema check", "FILE|ID[:VERSION]", 1, 1, "Judge the quality of a schema", {}, run};
}

}  // namespace gordion::cli
