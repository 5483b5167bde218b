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

/// Registers our own back office as the receiver of copies and consultations for a body and an
/// area, with a fresh key pair; audited in the body's chain. What is empty in `wanted` is filled
/// in. Error codes: app.destination_incomplete, app.tenant_invalid, those of
/// DestinationStore::create_destination.
Result<routing::Destination> register_receiver(Modules& in, const Scope& scope,
                                               routing::Destination wanted);
/// The same with a key pair that the body has already: one body may receive for several.
Result<routing::Destination> register_receiver(Modules& in, const Scope& scope,
                                               routing::Destination wanted,
                                               const crypto::PrivateKey& key);
crypto::PrivateKey make_destination_key();

/// Lets an authority's submissions for named services go to a destination at a FIT-Connect delivery
/// server, where its Fachverfahren fetches them. Asks the server and checks the destination and its
/// key before anything is stored. Error codes: app.tenant_invalid, those of
/// delivery::make_remote_destination() and DestinationStore::create_remote_destination().
Result<routing::Destination> connect_destination(Modules& in, const Scope& scope,
                                                 delivery::RemoteDestination remote);

/// After that day nothing more goes to a destination of the scope's tenant; what it has stays
/// readable. Error code: routing.destination_missing.
Result<void> end_destination(Modules& in, const Scope& scope, const DestinationId& id,
                             Date last_day);

}  // namespace gordion::app
