// SPDX-License-Identifier: EUPL-1.2
#include "xzufi/area_match.hpp"

#include <algorithm>

namespace gordion::xzufi {
namespace {

using regions::Region;
using regions::RegionLevel;

constexpr int ranks_per_level = 16;
constexpr std::size_t ags_digits = 8;
constexpr std::size_t ars_digits = 12;

std::string padded(std::string text, std::size_t length) {
    text.resize(length, '0');
    return text;
}

void add(std::vector<RegionKey>& keys, std::string key, RegionLevel level) {
    const bool known = std::any_of(keys.begin(), keys.end(),
                                   [&](const RegionKey& other) { return other.key == key; });
    if (!known) {
        keys.push_back({std::move(key), level});
    }
}

// Offices write the numbers of higher regions short, or with zeros up to the length of a
// municipality's ARS or AGS.
void add_region(std::vector<RegionKey>& keys, const Region& region) {
    add(keys, region.ars, region.level);
    if (region.level == RegionLevel::Gemeinde) {
        add(keys, regions::ags_of(region.ars), region.level);
        return;
    }
    // "010…" with zeros is the Land 01, not a Regierungsbezirk.
    if (region.level == RegionLevel::Regierungsbezirk && region.ars.back() == '0') {
        return;
    }
    add(keys, padded(region.ars, ars_digits), region.level);
    if (region.level != RegionLevel::Verband) {
        add(keys, padded(region.ars, ags_digits), region.level);
    }
}

}  // namespace

Result<std::vector<RegionKey>> region_keys_of(const regions::Directory& directory,
                                              std::string_view region) {
    const Region* place =
        region.size() == ags_digits ? directory.find_by_ags(region) : directory.find(region);
    if (place == nullptr) {
        return Error{ErrorKind::NotFound,
                     "regions.unknown_ars",
                     {},
                     {{"ars", std::string(region.substr(0, 40))},
                      {"directory_date", directory.date().to_iso()}},
                     "no region has this number in the directory in use; search it by its name"};
    }
    std::vector<RegionKey> keys;
    add_region(keys, *place);
    for (const Region* around : directory.parents(place->ars)) {
        add_region(keys, *around);
    }
    return keys;
}

int AreaMatch::rank() const {
    if (region_key.empty()) {
        return -1;
    }
    return (static_cast<int>(level) + 1) * ranks_per_level - steps;
}

}  // namespace gordion::xzufi
