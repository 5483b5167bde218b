// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/finding.hpp"
#include "core/result.hpp"
#include "reuse/handling.hpp"

namespace gordion::reuse {

/// automatic.json: when a decision may be issued without a person (§ 35a VwVfG).
///
///   {"about": "…", "switch": "automatik", "sample": "stichprobe_prozent",
///    "conditions": [{"id": "A1", "text": "Die Anschrift ist unverändert.", "when": {…}}]}
///
/// All conditions must hold. `switch` is a parameter of type bool and class d with which a
/// municipality turns it off; `sample` (optional, integer) is the share of cases in per cent that a
/// person sees in any case.
struct AutomaticDeclaration {
    struct Condition {
        std::string id;
        std::string text;  ///< what must hold, for the case worker
        fim::Logic when;
    };
    std::string switch_key;
    std::string sample_key;
    std::vector<Condition> conditions;
};

/// Findings reuse.automatic and those of fim::check_logic, place "automatic.json: A1". The value is
/// of use only without faults.
Judged<AutomaticDeclaration> read_automatic(const formats::Json& document);

/// What the rules say about one case.
struct AutomaticVerdict {
    enum class Kind {
        Issue,      ///< everything holds
        Off,        ///< the municipality turned it off
        Sample,     ///< chosen for a person
        Condition,  ///< `condition` does not hold
        Error,      ///< an expression failed or reads a parameter without value: see `code`
    };
    Kind kind = Kind::Error;
    std::string condition;  ///< id
    std::string text;       ///< of the condition
    std::string code;       ///< of the error

    /// "issued", "off", "sample", or the id of the condition: what examples expect.
    [[nodiscard]] std::string name() const;
};

/// Judges in this order: switch, sample, conditions in theirs. `lot` decides about the sample: the
/// same lot and share give the same answer (is_in_sample).
AutomaticVerdict judge_automatic(const AutomaticDeclaration& automatic, const HandlingFacts& facts,
                                 std::string_view lot);

/// Whether a lot falls into a share of `percent` of all: by its SHA-256, so nobody can choose.
bool is_in_sample(std::string_view lot, std::int64_t percent);

}  // namespace gordion::reuse
