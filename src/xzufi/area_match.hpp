// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/result.hpp"
#include "regions/directory.hpp"
#include "xzufi/identifier.hpp"

namespace gordion::xzufi {

/// A number under which offices may know a region or one around it.
struct RegionKey {
    std::string key;  ///< ARS of 2, 3, 5, 9 or 12 digits, padded ARS, AGS, padded AGS
    regions::RegionLevel level = regions::RegionLevel::Bund;
};

/// All keys that mean the region or one around it, most specific first. `region` is an ARS of any
/// level or the AGS of a municipality. Where a key means two regions – a town that is a Kreis by
/// itself – it stands for the more specific one. Error code: regions.unknown_ars (NotFound).
Result<std::vector<RegionKey>> region_keys_of(const regions::Directory& directory,
                                              std::string_view region);

/// How an entry's area contains the region that was asked for.
struct AreaMatch {
    Identity area;           ///< empty where the entry names no area and so holds everywhere
    std::string region_key;  ///< the official key through which it was found; "" if no area
    regions::RegionLevel level = regions::RegionLevel::Bund;
    /// 0: the area has that key. More: it is an area without key of its own, made of parts, of
    /// which one has it.
    int steps = 0;

    /// Higher is more specific: first the level, then areas with a key of their own; entries that
    /// name no area come last.
    [[nodiscard]] int rank() const;
};

}  // namespace gordion::xzufi
