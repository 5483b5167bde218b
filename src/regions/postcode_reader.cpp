// SPDX-License-Identifier: EUPL-1.2
#include <algorithm>

#include "core/text.hpp"
#include "formats/csv.hpp"
#include "regions/directory_reader.hpp"

namespace gordion::regions {

Result<Judged<PostcodeDraft>> read_postcodes(std::string_view bytes) {
    Judged<formats::Csv> csv = TRY(formats::parse_csv(bytes));
    const std::size_t postcode = TRY(csv.value.column("plz"));
    const std::size_t ags = TRY(csv.value.column("ags"));
    Judged<PostcodeDraft> judged{{}, std::move(csv.findings)};
    auto& pairs = judged.value.pairs;
    const auto refuse = [&](const formats::Csv::Row& row, std::string_view code,
                            const std::string& value, std::string_view message) {
        judged.findings.push_back({std::string(code),
                                   Severity::Fault,
                                   "line " + std::to_string(row.line),
                                   {{"value", value.substr(0, 40)}},
                                   std::string(message)});
    };
    for (const auto& row : csv.value.rows) {
        const std::string& plz = row.cells[postcode];
        const std::string& number = row.cells[ags];
        if (plz.size() != 5 || !is_digits(plz)) {
            refuse(row, "regions.postcode_invalid", plz, "a postcode has five digits");
        } else if (number.size() != 8 || !is_digits(number)) {
            refuse(row, "regions.ags_invalid", number,
                   "a municipality's key (AGS) has eight digits");
        } else {
            pairs.push_back({plz, number});
        }
    }
    if (pairs.empty()) {
        return Error{ErrorKind::Invalid,
                     "regions.postcodes_empty",
                     {},
                     {},
                     "no row holds a postcode and an AGS; expected are the columns plz and ags"};
    }
    std::sort(pairs.begin(), pairs.end());
    pairs.erase(std::unique(pairs.begin(), pairs.end()), pairs.end());
    return judged;
}

}  // namespace gordion::regions
