// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <string>
#include <vector>

#include "core/finding.hpp"
#include "core/result.hpp"
#include "fim/logic.hpp"
#include "formats/json.hpp"

namespace gordion::reuse {

/// The amounts of a Bescheid as the package writes them in calculation.json: one row for each
/// instance of a repeatable group, then totals. Every value is a JsonLogic expression over answers,
/// params, today, and what was computed before it:
///
///   rows:   "item" (the instance), "index", "row" (this row so far), "rows" (the rows before)
///   totals: "rows" (all of them), "totals" (so far)
///
/// A key that ends in _cents is an amount and must come out as a whole number. Immutable; used from
/// any thread.
class Calculation {
public:
    struct Step {
        std::string key;
        fim::Logic logic;
    };

    /// Findings: reuse.calculation (wrong shape, key twice, a value used before it is computed).
    static Judged<Calculation> make(const formats::Json& document);

    /// {"rows":[{…}],"totals":{…}}. Error codes: those of fim::evaluate, with the step as place,
    /// and reuse.calculation_cents.
    [[nodiscard]] Result<formats::Json> evaluate(const formats::Json& answers,
                                                 const formats::Json& params,
                                                 std::string_view today) const;

    [[nodiscard]] bool empty() const { return rows_.empty() && totals_.empty(); }
    [[nodiscard]] const std::string& each() const { return each_; }
    [[nodiscard]] const std::vector<Step>& rows() const { return rows_; }
    [[nodiscard]] const std::vector<Step>& totals() const { return totals_; }

private:
    std::string each_;
    std::vector<Step> rows_;
    std::vector<Step> totals_;
};

/// The same result for a letter: beside each "…_cents" a member without the ending as text
/// ("annual_cents": 12000 → "annual": "120,00 €"); whole numbers as text, booleans as they are.
formats::Json to_letter_amounts(const formats::Json& result);

}  // namespace gordion::reuse
