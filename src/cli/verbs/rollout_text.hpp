// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include "cli/verb.hpp"

/// What the verbs of rollouts have in common.
namespace gordion::cli {

/// Who decides: --tenant, else the package's own provider, because whoever has this shell runs the
/// installation.
Result<Scope> provider_scope(Call& call, app::Modules& in, std::string_view package_id,
                             std::string_view purpose);
/// State, numbers, and everybody who did not come along with the reason and whom to call. With
/// --all, everybody. With --json one object for the rollout and one for each adoption.
Result<void> print_rollout(Call& call, app::Modules& in, const reuse::RolloutId& id);
/// "satz_erster_hund (Steuersatz für den ersten Hund) 010545459039; …"
std::string name_reasons(const Findings& reasons);

}  // namespace gordion::cli
