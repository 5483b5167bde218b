// SPDX-License-Identifier: EUPL-1.2
#include "zustelldienst/zustelldienst.hpp"

namespace gordion::zustelldienst {

Zustelldienst::Zustelldienst(const Foundation& foundation, Settings settings_)
    : settings(std::move(settings_)),
      database(foundation.database),
      blobs(foundation.blobs),
      master_key(foundation.master_key),
      clock(foundation.clock),
      random(foundation.random),
      clients(foundation, settings.cache_seconds),
      destinations(foundation, clients, settings.cache_seconds),
      tokens(foundation, settings, clients),
      rate_limiter(clock, settings.rate_limit, settings.rate_window_seconds) {}

}  // namespace gordion::zustelldienst
