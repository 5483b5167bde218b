// SPDX-License-Identifier: EUPL-1.2
#include "zustelldienst/zustelldienst.hpp"

namespace gordion::zustelldienst {

Zustelldienst::Zustelldienst(const Foundation& foundation, Settings settings_, ServerKeys keys_)
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
      rate_limiter(clock, settings.rate_limit, settings.rate_window_seconds) {
    routes.add_source(own_routes);
}

}  // namespace gordion::zustelldienst
