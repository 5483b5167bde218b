// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/result.hpp"

namespace gordion::planning {

/// The ground that an area covers: rings of longitude and latitude in degrees.
struct AreaShape {
    using Ring = std::vector<std::pair<double, double>>;
    std::string area;  ///< ARS of a Land or Kreis
    std::vector<Ring> rings;
};

/// Shapes out of GeoJSON (RFC 7946): a FeatureCollection of polygons and multi-polygons with the
/// property ARS; features of one number become one shape, the Länder's parts of Lake Constance are
/// left out. In the order of their numbers. Error codes: formats.json_…, planning.map (Invalid;
/// place: the number of the feature).
Result<std::vector<AreaShape>> read_area_shapes(std::string_view geojson);

enum class MapLevel { Laender, Kreise };
/// Those that are built in (data/geometrie, state of 2021), with Kreise that were merged since
/// under their new number.
const std::vector<AreaShape>& built_in_shapes(MapLevel level);

/// A drawing: coordinates in whole units, y downwards.
struct AreaMap {
    struct Area {
        std::string area;
        std::string path;  ///< data of an SVG path
    };
    int width = 0;
    int height = 0;
    std::vector<Area> areas;
};

/// The shapes that lie within the area ("00": all), as large as `width` allows. Longitudes are
/// shortened as in the middle of Germany, so that shapes look as on other maps. Empty where none
/// lies within.
AreaMap draw_area_map(const std::vector<AreaShape>& shapes, std::string_view within, int width);

}  // namespace gordion::planning
