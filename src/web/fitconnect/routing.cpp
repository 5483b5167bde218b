// SPDX-License-Identifier: EUPL-1.2
#include <algorithm>

#include "core/text.hpp"
#include "web/fitconnect/fit_call.hpp"

namespace gordion::web {
namespace {

using formats::Json;

Error wrong_query(const char* place, const char* message) {
    return {ErrorKind::Invalid, "zustelldienst.route_query", place, {}, message};
}

bool is_one_of(std::size_t size, std::initializer_list<std::size_t> sizes) {
    return std::ranges::find(sizes, size) != sizes.end();
}

// Routing API 2.0.0, parameters ags, ars and areaId: exactly one of them. Returns a part of the
// ARS; what names no area finds no routes, which is an answer and no error.
Result<std::string> read_area(const FitCall& call) {
    const auto ags = call.request.find_query("ags");
    const auto ars = call.request.find_query("ars");
    const auto area_id = call.request.find_query("areaId");
    if (int(ags.has_value()) + int(ars.has_value()) + int(area_id.has_value()) != 1) {
        return wrong_query("ags, ars, areaId", "The query names exactly one of ags, ars, areaId.");
    }
    if (ars) {
        if (!is_digits(*ars) || !is_one_of(ars->size(), {2, 3, 5, 9, 12})) {
            return wrong_query("ars", "ars has 2, 3, 5, 9 or 12 digits.");
        }
        return zustelldienst::area_of_region(*ars);
    }
    if (area_id) {
        if (!is_digits(*area_id)) {
            return wrong_query("areaId", "areaId is the id of an area from /areas.");
        }
        return std::string(*area_id);
    }
    if (!is_digits(*ags) || !is_one_of(ags->size(), {2, 3, 5, 8})) {
        return wrong_query("ags", "ags has 2, 3, 5 or 8 digits.");
    }
    if (ags->size() < 8) {
        return zustelldienst::area_of_region(*ags);
    }
    const auto areas = call.in.routes.areas();
    const auto found = areas ? areas->ars_of(*ags) : std::nullopt;
    // Without the directory the municipality's Kreis is as near as the number itself leads.
    return found ? *found : zustelldienst::area_of_region(ags->substr(0, 5));
}

Result<http::Response> find_routes(FitCall& call) {
    const auto key = call.request.find_query("leikaKey");
    if (!key || !is_digits(*key) || key->size() != 14 || !key->starts_with("99")) {
        return wrong_query("leikaKey", "leikaKey is 99 and twelve more digits.");
    }
    const std::string area = TRY(read_area(call));
    const zustelldienst::Page page = TRY(call.page());
    return http::Response::shared(TRY(call.in.routes.answer({*key, area, page})),
                                  "application/json");
}

Result<http::Response> find_areas(FitCall& call) {
    const auto areas = call.in.routes.areas();
    if (!areas) {
        return Error{ErrorKind::Unavailable,
                     "zustelldienst.areas_missing",
                     "",
                     {},
                     "This server knows no directory of areas yet."};
    }
    const auto page = TRY(call.page());
    const auto found =
        TRY(areas->search(call.request.query.find_all("areaSearchexpression"), page));
    Json items = Json::array();
    for (const zustelldienst::Area& area : found.areas) {
        items.push(Json::object({{"id", area.id}, {"name", area.name}, {"type", area.type}}));
    }
    return fit_list("areas", std::move(items), page, found.total);
}

}  // namespace

std::vector<FitEndpoint> routing_fit_endpoints() {
    using http::Method;
    return {
        {Method::Get, "/routes", fit_routing, FitAccess::Public, {}, find_routes},
        {Method::Get, "/areas", fit_routing, FitAccess::Public, {}, find_areas},
    };
}

}  // namespace gordion::web
