// SPDX-License-Identifier: EUPL-1.2
#include "cli/verbs/verbs.hpp"
#include "fim/schema_store.hpp"

namespace gordion::cli {
namespace {

using formats::Json;

Result<void> list_uses(Call& call, app::Modules& in, const std::string& element) {
    const auto colon = element.find(':');
    const std::string version =
        colon == std::string::npos ? std::string() : element.substr(colon + 1);
    for (const fim::ElementUse& use :
         TRY(in.schemas.list_uses(system_scope("fim.read"), element.substr(0, colon), version))) {
        if (call.json) {
            call.out << formats::write_json(Json::object({{"schema", use.schema.id},
                                                          {"schema_version", use.schema.version},
                                                          {"path", use.path},
                                                          {"version", use.element.version},
                                                          {"anzahl", use.anzahl}}))
                     << "\n";
        } else {
            call.out << use.schema.id << " " << use.schema.version << "  " << use.path << " ("
                     << use.element.version << ", " << use.anzahl << ")\n";
        }
    }
    return {};
}

Result<Exit> run(Call& call) {
    const auto in = TRY(call.open());
    if (call.has("uses")) {
        TRY(list_uses(call, *in, call.option("uses")));
        return Exit::Done;
    }
    for (const fim::StoredSchema& schema :
         TRY(in->schemas.list_schemas(system_scope("fim.read")))) {
        if (call.json) {
            call.out << formats::write_json(
                            Json::object({{"id", schema.identification.id},
                                          {"version", schema.identification.version},
                                          {"name", schema.name},
                                          {"standard", schema.standard},
                                          {"freigabestatus", schema.freigabestatus},
                                          {"source", schema.source.name},
                                          {"sha256", schema.source.sha256}}))
                     << "\n";
        } else {
            call.out << schema.identification.id << " " << schema.identification.version << "  "
                     << schema.name << "  (XDatenfelder " << schema.standard << ", from "
                     << schema.source.name << ")\n";
        }
    }
    return Exit::Done;
}

}  // namespace

Verb schema_list_verb() {
    return {"schema list",
            "",
            0,
            0,
            "The schemas that are kept here",
            {{"uses", "instead: where an element stands, ID or ID:VERSION"}},
            run};
}

}  // namespace gordion::cli
