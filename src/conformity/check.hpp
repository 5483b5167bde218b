// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <string>
#include <vector>

#include "conformity/catalogue.hpp"

namespace gordion::conformity {

/// A piece of evidence that a judgement looked at. Its kind is the first part of its path:
/// "package" (what the package itself shows), "system" (what the running system proves),
/// "declared" (what somebody declared).
struct UsedEvidence {
    std::string path;
    formats::Json value;  ///< null: it is not there
    bool operator==(const UsedEvidence&) const = default;
};

struct Judgement {
    const Requirement* requirement = nullptr;  ///< of the catalogue that was given
    Outcome outcome = Outcome::NotProvable;
    std::string reason;                ///< NotApplicable: why; a rule that errs: how
    std::vector<std::string> missing;  ///< NotProvable: paths of evidence
    std::vector<UsedEvidence> evidence;
    bool has_erred = false;
};

struct LevelCounts {
    std::size_t met = 0;
    std::size_t not_met = 0;
    std::size_t not_applicable = 0;
    std::size_t not_provable = 0;
};

struct ConformityReport {
    const Catalogue* catalogue = nullptr;
    std::string subject;  ///< "hundesteuer-anmeldung 1.0.0", "010545459 Amt Pellworm"
    Instant at;
    std::vector<Judgement> judgements;
    LevelCounts must;
    LevelCounts should;
    LevelCounts may;
    Findings findings;  ///< conformity.rule_failed, place: the requirement
    /// No applicable MUSS is unmet, and none is unproven.
    [[nodiscard]] bool is_conformant() const { return must.not_met + must.not_provable == 0; }
};

/// Judges evidence by the requirements of the catalogue that bind one of `addressees`. A rule that
/// errs is reported and counts as not provable; the check goes on. Pure; the catalogue outlives the
/// report.
ConformityReport check(const Catalogue& catalogue, const std::vector<Addressee>& addressees,
                       const formats::Json& evidence, std::string subject, Instant at);

/// One judgement, as check() makes it.
Judgement judge(const Requirement& requirement, const formats::Json& evidence);

}  // namespace gordion::conformity
