// SPDX-License-Identifier: EUPL-1.2
#include "zustelldienst/zustelldienst.hpp"

namespace gordion::zustelldienst {

namespace {

Transmissions::Config signed_with(const crypto::PrivateKey& key, Transmissions::Config wiring) {
    wiring.signing_key = [key] { return Result<crypto::PrivateKey>(key); };
    return wiring;
}

}  // namespace

Zustelldienst::Zustelldienst(const Foundation& foundation, Settings settings_, ServerKeys keys_,
                             Transmissions::Config wiring)
    : settings(std::move(settings_)),
      database(foundation.database),
      blobs(foundation.blobs),
      master_key(foundation.master_key),
      clock(foundation.clock),
      random(foundation.random),
      keys(std::move(keys_)),
      clients(foundation, settings.cache_seconds),
      destinations(foundation, clients, settings.cache_seconds),
      tokens(foundation, settings, clients),
      own_routes(destinations),
      routes(foundation, settings, keys.portal),
      transmissions(foundation, settings, StoredSurroundings(clients, destinations),
                    signed_with(keys.events, std::move(wiring))),
      rate_limiter(clock, settings.rate_limit, settings.rate_window_seconds) {
    routes.add_source(own_routes);
}

}  // namespace gordion::zustelldienst
