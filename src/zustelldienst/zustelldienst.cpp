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
      clients(database, master_key, clock, random, settings.cache_seconds),
      destinations(database, master_key, clock, random, clients, settings.cache_seconds) {}

}  // namespace gordion::zustelldienst
