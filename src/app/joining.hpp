// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include "app/modules.hpp"

namespace gordion::app {

/// Where the tenant has no destination for all services, our own back office becomes one, with a
/// fresh key pair (which takes a moment to make).
Result<void> ensure_destination(Modules& in, const Scope& scope, const TenantId& tenant);

/// An administration takes an offer and has a destination, so that the first citizen can submit at
/// once. The value is empty where required parameters are missing (see Reuse::adopt_offer).
Result<Judged<std::optional<reuse::Adoption>>> join_offer(Modules& in, const Scope& scope,
                                                          const reuse::AdoptionWish& wish);

}  // namespace gordion::app
