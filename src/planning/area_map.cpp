// SPDX-License-Identifier: EUPL-1.2
#include "planning/area_map.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

#include "formats/json.hpp"
#include "formats/toml.hpp"
#include "planning/embedded.hpp"
#include "regions/region.hpp"

namespace gordion::planning {
namespace {

using formats::Json;

// cos 51.2°: a degree of longitude against one of latitude in the middle of Germany.
constexpr double longitude_scale = 0.6266;

Error wrong(std::size_t feature, std::string message) {
    return {ErrorKind::Invalid, "planning.map", std::to_string(feature), {}, std::move(message)};
}

Result<AreaShape::Ring> read_ring(const Json& json, std::size_t feature) {
    AreaShape::Ring ring;
    for (const Json& point : json.is_array() ? json.as_array() : Json::Array()) {
        const bool is_point = point.is_array() && point.as_array().size() >= 2 &&
                              point.as_array()[0].is_number() && point.as_array()[1].is_number();
        if (!is_point) {
            return wrong(feature, "A position is two numbers.");
        }
        const double longitude = point.as_array()[0].as_number();
        const double latitude = point.as_array()[1].as_number();
        if (!(std::abs(longitude) <= 180) || !(std::abs(latitude) <= 90)) {
            return wrong(feature, "A position lies on the earth.");
        }
        ring.emplace_back(longitude, latitude);
    }
    return ring;
}

Result<void> read_polygon(const Json& json, std::size_t feature, AreaShape& shape) {
    for (const Json& ring : json.is_array() ? json.as_array() : Json::Array()) {
        shape.rings.push_back(TRY(read_ring(ring, feature)));
    }
    return {};
}

Result<void> read_geometry(const Json& geometry, std::size_t feature, AreaShape& shape) {
    const std::string type = geometry.text_at("type");
    const Json* coordinates = geometry.find("coordinates");
    if (coordinates == nullptr || !coordinates->is_array() ||
        (type != "Polygon" && type != "MultiPolygon")) {
        return wrong(feature, "A feature is a Polygon or MultiPolygon.");
    }
    if (type == "Polygon") {
        return read_polygon(*coordinates, feature, shape);
    }
    for (const Json& polygon : coordinates->as_array()) {
        TRY(read_polygon(polygon, feature, shape));
    }
    return {};
}

std::string_view built_in(std::string_view name) {
    for (const EmbeddedFile& file : embedded_files()) {
        if (file.name == name) {
            return file.bytes;
        }
    }
    VERIFY(false, "the file is built in and tested");
    return {};
}

std::vector<AreaShape> load_shapes(std::string_view name) {
    auto read = read_area_shapes(built_in(name));
    VERIFY(read.has_value(), "the shapes in the program are those that its tests read");
    std::vector<AreaShape> shapes = std::move(read).value();
    const auto merged = formats::parse_toml(built_in("geometrie/zusammengelegt.toml"));
    VERIFY(merged.has_value(), "the file is built in and tested");
    for (const Json& one : merged.value().root.find("merged")->as_array()) {
        const auto number = [&](const char* member) {
            return
                [area = one.text_at(member)](const AreaShape& shape) { return shape.area == area; };
        };
        const auto old = std::find_if(shapes.begin(), shapes.end(), number("old"));
        const auto now = std::find_if(shapes.begin(), shapes.end(), number("new"));
        if (old != shapes.end() && now != shapes.end()) {
            now->rings.insert(now->rings.end(), old->rings.begin(), old->rings.end());
            shapes.erase(old);
        }
    }
    return shapes;
}

struct Frame {
    double west = std::numeric_limits<double>::max();
    double east = std::numeric_limits<double>::lowest();
    double south = std::numeric_limits<double>::max();
    double north = std::numeric_limits<double>::lowest();
    double scale = 1;  // units in a degree of latitude

    void take(const AreaShape& shape) {
        for (const AreaShape::Ring& ring : shape.rings) {
            for (const auto& [longitude, latitude] : ring) {
                west = std::min(west, longitude);
                east = std::max(east, longitude);
                south = std::min(south, latitude);
                north = std::max(north, latitude);
            }
        }
    }
};

// Relative lines in whole units; points that fall together are drawn once.
std::string path_of(const AreaShape& shape, const Frame& frame) {
    std::string path;
    for (const AreaShape::Ring& ring : shape.rings) {
        std::string lines;
        long last_x = 0;
        long last_y = 0;
        std::size_t drawn = 0;
        for (const auto& [longitude, latitude] : ring) {
            const long x = std::lround((longitude - frame.west) * longitude_scale * frame.scale);
            const long y = std::lround((frame.north - latitude) * frame.scale);
            if (drawn == 0) {
                lines = "M" + std::to_string(x) + " " + std::to_string(y) + "l";
            } else if (x != last_x || y != last_y) {
                lines += std::to_string(x - last_x) + " " + std::to_string(y - last_y) + " ";
            } else {
                continue;
            }
            last_x = x;
            last_y = y;
            ++drawn;
        }
        if (drawn > 2) {
            path += lines + "z";
        }
    }
    return path;
}

}  // namespace

Result<std::vector<AreaShape>> read_area_shapes(std::string_view geojson) {
    const Json root = TRY(formats::parse_json(geojson));
    const Json* features = root.find("features");
    if (features == nullptr || !features->is_array()) {
        return wrong(0, "Shapes are a FeatureCollection.");
    }
    std::map<std::string, AreaShape> shapes;
    for (std::size_t i = 0; i < features->as_array().size(); ++i) {
        const Json& feature = features->as_array()[i];
        const Json* properties = feature.find("properties");
        const Json* geometry = feature.find("geometry");
        if (properties == nullptr || geometry == nullptr) {
            return wrong(i, "A feature has properties and a geometry.");
        }
        const std::string area = properties->text_at("ARS");
        if (!regions::is_ars(area)) {
            return wrong(i, "A feature has a number in the property ARS.");
        }
        // The Kreis Lindau (Bodensee) is one; a Land's part of the lake is none.
        if (area.size() == 2 && properties->text_at("GEN").ends_with("(Bodensee)")) {
            continue;
        }
        AreaShape& shape = shapes[area];
        shape.area = area;
        TRY(read_geometry(*geometry, i, shape));
    }
    std::vector<AreaShape> sorted;
    for (auto& [area, shape] : shapes) {
        sorted.push_back(std::move(shape));
    }
    return sorted;
}

const std::vector<AreaShape>& built_in_shapes(MapLevel level) {
    static const std::vector<AreaShape> laender = load_shapes("geometrie/laender_klein.geojson");
    static const std::vector<AreaShape> kreise = load_shapes("geometrie/kreise_klein.geojson");
    return level == MapLevel::Laender ? laender : kreise;
}

AreaMap draw_area_map(const std::vector<AreaShape>& shapes, std::string_view within, int width) {
    Frame frame;
    std::vector<const AreaShape*> inside;
    for (const AreaShape& shape : shapes) {
        if (within == "00" || std::string_view(shape.area).starts_with(within)) {
            inside.push_back(&shape);
            frame.take(shape);
        }
    }
    AreaMap map;
    if (inside.empty() || frame.east <= frame.west || frame.north <= frame.south) {
        return map;
    }
    frame.scale = width / ((frame.east - frame.west) * longitude_scale);
    map.width = width;
    map.height = static_cast<int>(std::ceil((frame.north - frame.south) * frame.scale));
    for (const AreaShape* shape : inside) {
        map.areas.push_back({shape->area, path_of(*shape, frame)});
    }
    return map;
}

}  // namespace gordion::planning
