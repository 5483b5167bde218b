// SPDX-License-Identifier: EUPL-1.2
#include "app/schemas.hpp"
#include "cli/verbs/verbs.hpp"

namespace gordion::cli {
namespace {

using formats::Json;

Json counts_of(const fim::Schema& schema) {
    const fim::SchemaCounts counts = fim::count_elements(schema);
    return Json::object({{"fields", counts.fields},
                         {"groups", counts.groups},
                         {"positions", counts.positions},
                         {"required_positions", counts.required_positions},
                         {"rules", counts.rules},
                         {"code_lists", counts.code_lists}});
}

void print_as_text(Call& call, const fim::Schema& schema, const Findings& findings) {
    call.out << schema.identification.id << " " << schema.identification.version << "  "
             << (schema.bezeichnung.empty() ? schema.name : schema.bezeichnung)
             << "\n  XDatenfelder " << to_string(schema.standard) << "\n";
    const Json counts = counts_of(schema);
    for (const auto& [name, number] : counts.as_object()) {
        call.out << "  " << name << ": " << formats::write_json(number) << "\n";
    }
    print_findings(call, findings);
}

Result<Exit> run(Call& call) {
    const auto in = call.open_if_there();
    const auto [schema, findings] = TRY(app::read_schema(in.get(), call.arguments.at(0)));
    if (call.json) {
        Json list = Json::array();
        for (const Finding& finding : findings) {
            list.push(finding_as_json(finding));
        }
        call.out << formats::write_json(Json::object({{"id", schema.identification.id},
                                                      {"version", schema.identification.version},
                                                      {"name", schema.name},
                                                      {"standard", to_string(schema.standard)},
                                                      {"counts", counts_of(schema)},
                                                      {"findings", std::move(list)}}))
                 << "\n";
    } else {
        print_as_text(call, schema, findings);
    }
    return has_faults(findings) ? Exit::Faults : Exit::Done;
}

}  // namespace

Verb schema_read_verb() {
    return {"schema read",
            "FILE|ID[:VERSION]",
            1,
            1,
            "Read an XDatenfelder message and say what is in it",
            {},
            run};
}

}  // namespace gordion::cli
