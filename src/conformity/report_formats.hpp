// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "conformity/check.hpp"

namespace gordion::conformity {

/// How a report is written for people and pipelines. Html is made by web.
enum class ReportFormat { Text, Json, JUnit, Sarif, Html };
std::optional<ReportFormat> find_report_format(std::string_view name);  ///< "text", "json" …

std::string_view to_german(Outcome outcome);  ///< "erfüllt", "nicht prüfbar" …
/// What somebody must know besides the outcome: how to mend it, why it does not apply, which
/// evidence is missing. "" where it is met. German.
std::string explain(const Judgement& judgement);

/// One line for each requirement, then what to do; German.
std::string write_text(const ConformityReport& report);
formats::Json write_json_report(const ConformityReport& report);
/// JUnit XML: one test case for each requirement; unmet and unproven MUSS are failures, unmet SOLL
/// and KANN and what does not apply are skipped with their reason, rules that err are errors.
std::string write_junit(const ConformityReport& report);
/// Several in one document, a test suite for each.
std::string write_junit(const std::vector<ConformityReport>& reports);
/// SARIF 2.1.0: a rule for each requirement, a result for each that is not met (error for MUSS,
/// warning for SOLL, note for KANN) or not provable. `file` is what results point to.
formats::Json write_sarif(const ConformityReport& report, std::string_view file);

}  // namespace gordion::conformity
