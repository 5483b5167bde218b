// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include "app/modules.hpp"

namespace gordion::app {

/// An administration takes an offer. Where it has no destination yet, our own back office becomes
/// one, with a fresh key pair, so that the first citizen can submit at once. The value is empty
/// where required parameters are missing (see Reuse::adopt_offer).
Result<Judged<std::optional<reuse::Adoption>>> join_offer(Modules& in, const Scope& scope,
                                                          const reuse::AdoptionWish& wish);

}  // namespace gordion::app
