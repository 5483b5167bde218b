// SPDX-License-Identifier: EUPL-1.2
#include "app/schemas.hpp"
#include "cli/verbs/verbs.hpp"

namespace gordion::cli {
namespace {

Result<Exit> run(Call& call) {
    TRY(app::migrate(call.config));
    const auto in = TRY(call.open());
    const Overwrite overwrite = call.has("overwrite") ? Overwrite::Yes : Overwrite::No;
    bool faults = false;
    for (const std::string& file : call.arguments) {
        const auto [imported, findings] = TRY(app::import_schema(*in, file, overwrite));
        print_findings(call, findings);
        faults = faults || has_faults(findings);
        if (call.json) {
            continue;
        }
        if (!imported) {
            call.out << file << " has faults and is not kept.\n";
            continue;
        }
        const fim::StoredSchema& schema = imported->schema;
        call.out << schema.identification.id << " " << schema.identification.version << "  "
                 << schema.name << (imported->changed ? "  imported\n" : "  was here already\n");
    }
    return faults ? Exit::Faults : Exit::Done;
}

}  // namespace

Verb schema_import_verb() {
    return {"schema import",
            "FILE …",
            1,
            1000,
            "Keep schemas, so that packages and people can refer to them",
            {{"overwrite", "also if the version is here with other content", true}},
            run};
}

}  // namespace gordion::cli
