// SPDX-License-Identifier: EUPL-1.2
#include "web/staff/offer_view.hpp"

#include "regions/region.hpp"
#include "web/staff/case_view.hpp"
#include "web/staff/value_view.hpp"

namespace gordion::web {

using formats::Json;

std::string chosen_area(const Exchange& exchange) {
    const TenantId& tenant = exchange.staff->account.tenant;
    std::string area(exchange.query("gebiet"));
    if (area.empty()) {
        area = std::string(exchange.posted("area"));
    }
    return area.starts_with(tenant.value) ? area : tenant.value;
}

Json area_options(const Exchange& exchange, const app::Reference& reference,
                  const std::string& chosen) {
    const TenantId& tenant = exchange.staff->account.tenant;
    Json list = Json::array();
    const auto administration = reference.directory->administration_of(tenant.value);
    const std::string name = administration ? administration->name : tenant.value;
    list.push(Json::object(
        {{"code", tenant.value}, {"label", name}, {"chosen", chosen == tenant.value}}));
    const auto municipalities = reference.directory->municipalities_of(tenant);
    for (const regions::Region* one : municipalities) {
        if (municipalities.size() > 1) {
            list.push(Json::object(
                {{"code", one->ars}, {"label", one->name}, {"chosen", chosen == one->ars}}));
        }
    }
    return list;
}

std::string place_text(const Exchange& exchange, const std::string& region,
                       reuse::ParameterLevel level) {
    const auto reference = exchange.in.reference();
    const regions::Region* found = reference ? reference.value()->directory->find(region) : nullptr;
    return (found == nullptr ? region : regions::full_name(*found)) + " (" +
           exchange.text("offers.level_" + std::string(reuse::to_string(level))) + ")";
}

Json upcoming_json(const Exchange& exchange, const reuse::ExplainedValue& value) {
    Json list = Json::array();
    for (const reuse::UpcomingValue& later : value.upcoming) {
        list.push(Json::object(
            {{"from", exchange.text("offers.from_day", {{"date", later.from.to_german()}})},
             {"value",
              value_markup(exchange, *later.value.declaration, later.value.value).markup()},
             {"source", source_text(exchange, later.value)}}));
    }
    return list;
}

}  // namespace gordion::web
