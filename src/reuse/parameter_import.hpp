// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/finding.hpp"
#include "core/result.hpp"
#include "reuse/reuse.hpp"

namespace gordion::reuse {

/// One value as another system has it: an XZuFi Onlinedienst (parameterName, parameterWert at a
/// Zustaendigkeitsgebiet), a row of a file.
struct ImportedValue {
    std::string region;  ///< ARS of 2, 5, 9 or 12 digits
    std::string name;    ///< `xzufi` of the declaration, or its key
    std::string value;   ///< as people or machines write it
    std::string source;  ///< from where, for the history: "xzufi:B100019_1234"
    std::string place;   ///< in the input, for findings: "line 3"
};

/// What happens where an administration has chosen a value itself.
enum class LocalChoice { Keep, Replace };

struct ParameterImport {
    std::string package_id;
    std::vector<ImportedValue> values;
    Date valid_from;
    LocalChoice local = LocalChoice::Keep;
};

/// Findings:
///   reuse.import_unknown (warning)   the package has no parameter of this name; once per name
///   reuse.import_conflict (warning)  the region has chosen another value itself, which stays;
///                                    values "key", "region", "here", "there"
///   reuse.import_twice (warning)     two values for one region; the first one counts
///   and, as faults, the errors of Reuse::set_parameter (type, range, level, region, scope)
struct ImportOutcome {
    std::vector<ParameterChange> changes;  ///< what differs from what is there
    std::size_t set = 0;                   ///< of them, written by import_parameters()
    std::size_t unchanged = 0;
    std::size_t kept = 0;  ///< conflicts
    Findings findings;
};

/// Compares without writing anything. A value that an earlier import wrote is no local choice.
Result<ImportOutcome> plan_import(Reuse& reuse, const ParameterImport& import);
/// Writes what differs; repeating it changes nothing. Goes on after a refusal.
Result<ImportOutcome> import_parameters(Reuse& reuse, const Scope& scope,
                                        const ParameterImport& import);

/// A CSV file with the columns region, name and value, and perhaps source. Error codes: those of
/// formats::parse_csv and formats.csv_column_missing. `file_name` is the source where none is
/// named.
Result<Judged<std::vector<ImportedValue>>> parse_imported_values(std::string_view bytes,
                                                                 std::string_view file_name);

}  // namespace gordion::reuse
