// SPDX-License-Identifier: EUPL-1.2
#include "cli/verbs/verbs.hpp"

namespace gordion::cli {
namespace {

using formats::Json;

struct Line {
    std::string id;
    std::string version;
    std::string name;
    std::int64_t rows = 0;
    std::string from;
};

void print_line(Call& call, const Line& line) {
    if (call.json) {
        call.out << formats::write_json(Json::object({{"id", line.id},
                                                      {"version", line.version},
                                                      {"name", line.name},
                                                      {"rows", line.rows},
                                                      {"from", line.from}}))
                 << "\n";
    } else {
        call.out << line.id << " " << line.version << "  " << line.name << ", " << line.rows
                 << " codes (" << line.from << ")\n";
    }
}

Result<Exit> run(Call& call) {
    const auto in = TRY(call.open());
    for (const auto& entry : TRY(in->code_lists.list_entries(system_scope("codelist.list")))) {
        print_line(call, {entry.canonical_identification, entry.version, entry.short_name,
                          entry.rows, entry.source});
    }
    for (const auto& list : in->product_code_lists.lists()) {
        print_line(call, {list->canonical_identification, list->version, list->short_name,
                          static_cast<std::int64_t>(list->rows.size()), "Gordion"});
    }
    return Exit::Done;
}

}  // namespace

Verb codelist_list_verb() {
    return {"codelist list", "", 0, 0, "Code lists that are at hand, and where from", {}, run};
}

}  // namespace gordion::cli
