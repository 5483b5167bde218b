// SPDX-License-Identifier: EUPL-1.2
#include "cli/verbs/verbs.hpp"
#include "core/text.hpp"

namespace gordion::cli {
namespace {

using formats::Json;

Result<std::int64_t> read_number(const std::string& text) {
    constexpr std::size_t most_digits = 9;
    if (!is_digits(text) || text.size() > most_digits) {
        return Error{ErrorKind::NotFound,
                     "planning.coverage_import",
                     text,
                     {{"number", text}},
                     "There is no such list; see gordion coverage list."};
    }
    return std::stoll(text);
}

Result<Exit> list(Call& call) {
    const auto in = TRY(call.open());
    for (const planning::CoverageImportRecord& record :
         TRY(in->coverage.list_imports(system_scope("coverage.read")))) {
        if (call.json) {
            call.out << formats::write_json(Json::object(
                            {{"import", record.number},
                             {"source", record.source},
                             {"file", record.file.name},
                             {"sha256", record.file.sha256},
                             {"covers", join(record.covers, ",")},
                             {"imported_at", record.imported_at.to_iso()},
                             {"imported_by", record.imported_by},
                             {"rows", record.rows},
                             {"facts", record.facts},
                             {"refused", record.refused},
                             {"superseded_at",
                              record.superseded_at ? Json(record.superseded_at->to_iso()) : Json()},
                             {"superseded_by", record.superseded_by}}))
                     << "\n";
            continue;
        }
        call.out << record.number << "  " << record.imported_at.german_date().to_iso() << "  "
                 << record.source << "  " << record.facts << " facts, " << record.refused
                 << " refused";
        if (record.superseded_at && record.superseded_by != 0) {
            call.out << "  (replaced by " << record.superseded_by << ")";
        } else if (record.superseded_at) {
            call.out << "  (withdrawn)";
        }
        call.out << "\n";
    }
    return Exit::Done;
}

Result<Exit> withdraw(Call& call) {
    const auto in = TRY(call.open());
    const std::int64_t number = TRY(read_number(call.arguments.at(0)));
    const auto record = TRY(in->coverage.withdraw(system_scope("coverage.withdraw"), number));
    call.out << "Import " << record.number << " (" << record.source
             << ") holds no longer; it stays in the history.\n";
    return Exit::Done;
}

Result<Exit> refused(Call& call) {
    const auto in = TRY(call.open());
    const std::int64_t number = TRY(read_number(call.arguments.at(0)));
    call.out << TRY(in->coverage.load_refused(system_scope("coverage.read"), number));
    return Exit::Done;
}

}  // namespace

Verb coverage_list_verb() {
    return {"coverage list",
            "",
            0,
            0,
            "Every list about coverage that was imported, newest first",
            {},
            list};
}

Verb coverage_withdraw_verb() {
    return {"coverage withdraw",
            "NUMBER",
            1,
            1,
            "Let an imported list hold no longer; it stays in the history",
            {},
            withdraw};
}

Verb coverage_refused_verb() {
    return {"coverage refused",
            "NUMBER",
            1,
            1,
            "The rows of an imported list that could not be read, as CSV",
            {},
            refused};
}

}  // namespace gordion::cli
