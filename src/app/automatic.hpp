// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <string>

#include "app/decisions.hpp"

namespace gordion::app {

/// Whether the package of a submission declares when a decision needs no person (automatic.json).
/// A package that cannot be loaded has not declared it.
bool declares_automatic(Modules& in, const delivery::Submission& submission);

/// What came of looking at a case without a person.
enum class AutomaticOutcome {
    Issued,
    Left,       ///< a person decides; the reason stands at the case
    Overtaken,  ///< a person has it already; nothing was written
};

/// Judges the case by its package and the municipality's parameters (§ 35a VwVfG). Issues the
/// Bescheid where every condition holds and no required consultation applies, tied to the
/// conditions that the package proposes; else leaves the case to a person, with one of the reasons
/// app.automatic_off, _sample, _condition (detail: its id), _consultation (detail: its id) or
/// _error (detail: a code). Errors are only those that may pass: the storage's.
Result<AutomaticOutcome> look_at_case(Modules& in, const TenantId& tenant, const CaseId& id);

/// The job "case.automatic"; payload {"case": id}.
storage::JobVerdict run_automatic(Modules& in, const storage::Job& job);

}  // namespace gordion::app
