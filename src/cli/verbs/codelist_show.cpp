// SPDX-License-Identifier: EUPL-1.2
#include "cli/verbs/verbs.hpp"

namespace gordion::cli {
namespace {

using formats::Json;

Json columns_json(const fim::CodeList& list) {
    Json columns = Json::array();
    for (const fim::CodeListColumn& column : list.columns) {
        columns.push(Json::object({{"id", column.id},
                                   {"name", column.name},
                                   {"required", column.required},
                                   {"key", column.is_key}}));
    }
    return columns;
}

Json rows_json(const fim::CodeList& list) {
    Json rows = Json::array();
    for (const auto& row : list.rows) {
        Json cells = Json::array();
        for (const std::string& cell : row) {
            cells.push(cell.empty() ? Json() : Json(cell));
        }
        rows.push(std::move(cells));
    }
    return rows;
}

void print_list(Call& call, const fim::CodeList& list) {
    if (call.json) {
        call.out << formats::write_json(Json::object({{"id", list.canonical_identification},
                                                      {"version", list.version},
                                                      {"version_uri", list.canonical_version_uri},
                                                      {"short_name", list.short_name},
                                                      {"long_name", list.long_name},
                                                      {"agency", list.agency},
                                                      {"columns", columns_json(list)},
                                                      {"rows", rows_json(list)}}))
                 << "\n";
        return;
    }
    call.out << list.canonical_identification << " " << list.version << "\n"
             << (list.long_name.empty() ? list.short_name : list.long_name) << "\n";
    for (const fim::Code& code : fim::make_codes(list)) {
        call.out << code.code << "  " << code.name << "\n";
    }
}

Result<Exit> run(Call& call) {
    const auto in = TRY(call.open());
    fim::CodeListReference wanted;
    wanted.canonical_identification = call.arguments.at(0);
    wanted.version = call.option("version");
    const auto found = TRY(fim::find_code_list(in->code_list_sources(), wanted));
    if (found.list == nullptr || found.is_other_version) {
        return Error{ErrorKind::NotFound,
                     "fim.code_list_missing",
                     wanted.canonical_identification,
                     {{"list", wanted.canonical_identification}, {"version", wanted.version}},
                     "There is no such code list here. List them with: gordion codelist list"};
    }
    print_list(call, *found.list);
    return Exit::Done;
}

}  // namespace

Verb codelist_show_verb() {
    return {"codelist show",
            "ID",
            1,
            1,
            "The codes of a list",
            {{"version", "which one (default: the newest)"}},
            run};
}

}  // namespace gordion::cli
