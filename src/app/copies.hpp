// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/antraege.hpp"

namespace gordion::app {

/// A [[copy]] of the package that applies to some Fachdaten, with its receiver at the place.
struct PlannedCopy {
    const reuse::CopyDeclaration* declared = nullptr;  ///< lives as long as the draft's package
    std::optional<routing::Destination> destination;   ///< none: nobody is registered
};

/// Who else receives a part of what is handed over. Error codes: those of fim::Logic and the
/// storage; routing.ambiguous where two bodies are registered for the same.
Result<std::vector<PlannedCopy>> plan_copies(Modules& in, const Draft& draft,
                                             const formats::Json& fachdaten);

/// The same as hand-overs, each with its fields and files only. Error code:
/// app.copy_receiver_missing (Conflict, value label): a copy is required, and nobody is registered.
Result<std::vector<delivery::HandoverCopy>> make_copies(
    Modules& in, const Draft& draft, const formats::Json& fachdaten,
    const std::vector<delivery::Enclosure>& enclosures);

/// How citizen and competent authority see a copy.
struct ShownCopy {
    std::string label;
    std::string name;  ///< of the receiver; empty: nobody is registered
    std::string legal_ground;
    std::vector<std::string> fields;                 ///< labels; empty: everything
    std::optional<delivery::SubmissionState> state;  ///< none: not sent (yet)
};

/// Before the hand-over, for the check page; nothing where the answers are not complete.
Result<std::vector<ShownCopy>> preview_copies(Modules& in, const Draft& draft);
/// After it, with the state of each.
Result<std::vector<ShownCopy>> list_copies(Modules& in, const Scope& scope,
                                           const delivery::Submission& submission,
                                           const reuse::LoadedPackage& package,
                                           std::string_view language);

}  // namespace gordion::app
