// SPDX-License-Identifier: EUPL-1.2
#include "app/schemas.hpp"
#include "cli/file_writer.hpp"
#include "cli/verbs/verbs.hpp"
#include "fim/json_schema.hpp"
#include "fim/schema_writer.hpp"
#include "web/schema/schema_overview.hpp"

namespace gordion::cli {
namespace {

Result<Judged<std::string>> export_as(const std::string& format, fim::Schema schema) {
    if (format == "json-schema") {
        return Judged<std::string>{formats::write_json(fim::to_json_schema(schema)) + "\n", {}};
    }
    if (format == "html") {
        return Judged<std::string>{TRY(web::write_schema_overview(schema)), {}};
    }
    if (format == "xdf3") {
        auto converted = fim::to_version_3(std::move(schema));
        return Judged<std::string>{TRY(fim::write_schema(converted.value)),
                                   std::move(converted.findings)};
    }
    if (format == "xdf2" && schema.standard == fim::XdfVersion::V2) {
        return Judged<std::string>{TRY(fim::write_schema(schema)), {}};
    }
    return Error{ErrorKind::Invalid,
                 "cli.schema_format",
                 "format",
                 {{"format", format}},
                 "'" + format +
                     "' is no format for this schema: json-schema, xdf3, html, and xdf2 for a "
                     "schema of version 2."};
}

Result<Exit> run(Call& call) {
    const auto in = call.open_if_there();
    auto [schema, findings] = TRY(app::read_schema(in.get(), call.arguments.at(0)));
    auto exported = TRY(export_as(call.option("format", "json-schema"), std::move(schema)));
    append(findings, std::move(exported.findings));
    for (const Finding& finding : findings) {
        call.err << finding.to_text() << "\n";
    }
    if (call.has("output")) {
        TRY(write_file(call.option("output"), exported.value));
    } else {
        call.out << exported.value;
    }
    return has_faults(findings) ? Exit::Faults : Exit::Done;
}

}  // namespace

Verb schema_export_verb() {
    return {"schema export",
            "FILE|ID[:VERSION]",
            1,
            1,
            "Write a schema as JSON Schema, XDatenfelder or a page to read",
            {{"format", "json-schema (default), xdf3, xdf2 or html"},
             {"output", "a file instead of the standard output"}},
            run};
}

}  // namespace gordion::cli
