// SPDX-License-Identifier: EUPL-1.2
#include "web/page.hpp"
#include "web/staff/staff_families.hpp"

namespace gordion::web {
namespace {

using formats::Json;

Result<http::Response> show_packages(Exchange& exchange) {
    const auto reference = TRY(exchange.in.reference());
    Json offers = Json::array();
    for (const reuse::Offer& offer :
         TRY(exchange.in.reuse.list_offers(identity::scope_of(*exchange.staff, "offer.read")))) {
        Json adopters = Json::array();
        for (const reuse::Adoption& adoption :
             TRY(exchange.in.reuse.list_adopters(offer.package_id, exchange.in.clock.today()))) {
            const auto administration =
                reference->directory->administration_of(adoption.tenant.value);
            adopters.push((administration ? administration->name : adoption.tenant.value) + " (" +
                          adoption.version + ")");
        }
        offers.push(Json::object({{"title", offer.title},
                                  {"package", offer.package_id},
                                  {"version", offer.version},
                                  {"published", offer.published_at.to_german()},
                                  {"adopters", std::move(adopters)}}));
    }
    Page page;
    page.title = exchange.text("packages.title");
    page.frame = Frame::Staff;
    page.body = exchange.site.render(
        "staff/packages", Json::object({{"offers", std::move(offers)}}), exchange.language);
    return show_page(exchange, page);
}

}  // namespace

std::vector<Endpoint> package_endpoints() {
    return {{http::Method::Get, "/backoffice/pakete", Access::Staff, identity::Role::Provider,
             show_packages}};
}

}  // namespace gordion::web
