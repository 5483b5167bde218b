// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/finding.hpp"
#include "core/time.hpp"
#include "fim/logic.hpp"
#include "fim/pattern.hpp"

namespace gordion::fim::internal {

enum class Op {
    Literal,
    List,
    Var,
    Root,
    Missing,
    MissingSome,
    If,
    Equal,
    StrictEqual,
    NotEqual,
    StrictNotEqual,
    Not,
    Truth,
    Or,
    And,
    Greater,
    GreaterEqual,
    Less,
    LessEqual,
    Max,
    Min,
    Add,
    Multiply,
    Subtract,
    Divide,
    Modulo,
    Map,
    Filter,
    Reduce,
    All,
    None,
    Some,
    Merge,
    In,
    Cat,
    Substr,
    // The additions; nothing of the notation itself follows.
    DateDiffDays,
    AgeYears,
    MonthOf,
    YearOf,
    Matches,
    Length,
    Round,
    Money,
    ParamRow,
    VarOf,
    DateAddDays,
    DateAddMonths,
    Floor,
    IbanValid,
    Filled,
    DateOfParts,
};

/// One compiled place of an expression.
struct LogicNode {
    Op op = Op::Literal;
    formats::Json literal;
    std::vector<LogicNode> arguments;
    /// Var and Root with a literal name: the name at its dots. Empty: the whole data.
    std::optional<std::vector<std::string>> path;
    std::optional<Pattern> pattern;
};

struct LogicJudgement {
    LogicNode node;
    std::vector<std::string> variables;
    Findings findings;
};

LogicJudgement compile_logic(const formats::Json& logic, std::string_view place);

/// Where names are looked up: the outermost data in one of two forms.
struct LogicData {
    const formats::Json* whole = nullptr;
    std::span<const LogicVariable> variables;
};

Result<formats::Json> run_logic(const LogicNode& node, const LogicData& data);

// JavaScript's conversions and comparisons (ECMAScript 2023, sections 7.1 and 7.2).
double to_js_number(const formats::Json& value);
double parse_js_float(const formats::Json& value);
std::string to_js_string(const formats::Json& value);
bool is_loosely_equal(const formats::Json& left, const formats::Json& right);
bool is_strictly_equal(const formats::Json& left, const formats::Json& right);
/// Less (-1), equal (0), greater (1); nothing if a NaN is involved.
std::optional<int> compare_js(const formats::Json& left, const formats::Json& right);
/// Whole numbers become int64 as far as a double is exact.
formats::Json to_json_number(double value);

// The additions. Arguments are values already.
formats::Json date_diff_days(const formats::Json& from, const formats::Json& to);
formats::Json age_years(const formats::Json& birth, const formats::Json& on);
formats::Json date_part(const formats::Json& date, Op part);
formats::Json length_of(const formats::Json& value);
formats::Json round_commercially(const formats::Json& value, const formats::Json& places);
formats::Json to_cents(const formats::Json& value);
formats::Json substring(const std::string& text, double start, std::optional<double> count);
formats::Json date_add_days(const formats::Json& date, const formats::Json& days);
formats::Json date_add_months(const formats::Json& date, const formats::Json& months);
formats::Json floor_of(const formats::Json& value);
bool is_valid_iban(const formats::Json& value);
/// Whether there is anything in it: not null, "", or only empty things.
bool is_filled(const formats::Json& value);
formats::Json date_of_parts(const formats::Json& year, const formats::Json& month,
                            const formats::Json& day);
/// The day of an ISO date or date with time.
std::optional<Date> date_of(const formats::Json& value);
/// The row or its column; nullptr if there is none.
const formats::Json* find_row(const formats::Json& table, const std::string& column,
                              const formats::Json& wanted);

}  // namespace gordion::fim::internal
