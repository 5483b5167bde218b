// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/finding.hpp"
#include "core/result.hpp"
#include "formats/json.hpp"

namespace gordion::fim {

/// A name of the outermost data and where its value lies. Saves building one object out of answers,
/// parameters and so on for every evaluation.
struct LogicVariable {
    std::string_view name;
    const formats::Json* value = nullptr;
};

/// One expression in JsonLogic (jsonlogic.com), compiled: names resolved, paths split, patterns
/// compiled. Immutable; used from any thread; copies share.
///
/// Meaning is that of json-logic-js: truthiness (empty list is false, "0" is true), loose == of
/// JavaScript, `var` with default and dotted path, `missing`, `missing_some`, and the data inside
/// map, filter, all, none, some, reduce is the item. Numbers: whole results stay whole; NaN and
/// infinity come out as null. `substr` counts code points. `log` is refused.
///
/// Additions:
///   {"root": "params.x"}              as `var`, but always over the outermost data
///   {"date_diff_days": [from, to]}    days from one ISO date to another; null without two dates
///   {"age_years": [birth, on]}        completed years; null without two dates
///   {"month_of": d}, {"year_of": d}   parts of an ISO date; null without one
///   {"matches": [text, "pattern"]}    whole match; the pattern is literal text
///   {"length": x}                     characters of a text, items of a list; null → 0
///   {"round": [x, places]}            commercial (half away from zero); places 0 to 6, default 0
///   {"money": x}                      "1.234,50" or 12.5 (euro) → cents, whole; null without
///   {"param_row": [table, column, value, result?]}
///         the first row of the table (a list, or the key of a table in "params") whose column
///         equals the value, or of that row the column `result`; null if there is none
///   {"var_of": [object, name]}        a member of a computed object, or null
///   {"date_add_days": [date, n]}, {"date_add_months": [date, n]}
///         an ISO date; a month that lacks the day ends on its last one
///   {"floor": x}                      the next whole number below; null → null
///   {"iban_valid": text}              check digits of an IBAN; blanks do not matter
///   {"filled": x}                     whether there is anything in it: not null, "", or an object
///                                     or list of nothing but such; false and 0 are content
///   {"date_of_parts": [year, month, day]}
///         the ISO date, or null if there is no such day or a part is missing
///
/// Amounts are whole cents; whoever divides or multiplies by a fraction rounds himself.
class Logic {
public:
    /// The first finding of check_logic that is a fault, as an Error.
    static Result<Logic> compile(const formats::Json& logic);

    /// Error codes: fim.logic_steps (limits::logic_steps), fim.logic_size (a text or list over
    /// limits::logic_bytes).
    [[nodiscard]] Result<formats::Json> evaluate(const formats::Json& data) const;
    [[nodiscard]] Result<formats::Json> evaluate(std::span<const LogicVariable> data) const;

    /// The dotted paths that the expression reads from the outermost data, each once, in order. A
    /// path that is computed while running appears as its constant beginning or "".
    [[nodiscard]] const std::vector<std::string>& variables() const;

    struct Program;

private:
    explicit Logic(std::shared_ptr<const Program> program) : program_(std::move(program)) {}
    std::shared_ptr<const Program> program_;
};

/// JsonLogic's idea of true: not null, false, 0, NaN, "" or an empty list.
[[nodiscard]] bool is_truthy(const formats::Json& value);

/// Judges an expression without running it. Place: `place`, then the path inside the expression
/// ("conditions[2].when/and/0/=="). Findings, all faults:
///   fim.logic_operator_unknown (value "operator"), fim.logic_operator_refused (log),
///   fim.logic_arity (values "operator", "expected", "found"), fim.logic_pattern (value "reason"),
///   fim.logic_argument (an argument that must be literal is not), fim.logic_too_deep,
///   fim.logic_too_large.
Findings check_logic(const formats::Json& logic, std::string_view place);

/// Compiles and evaluates once.
Result<formats::Json> evaluate(const formats::Json& logic, const formats::Json& data);

}  // namespace gordion::fim
