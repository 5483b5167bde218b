// SPDX-License-Identifier: EUPL-1.2
#include "zustelldienst/route_entry.hpp"

#include <map>
#include <vector>

#include "crypto/hashes.hpp"
#include "fitconnect/names.hpp"

namespace gordion::zustelldienst {

using formats::Json;

namespace {

constexpr std::string_view answer_end = "]}";

}  // namespace

std::string begin_route_answer(std::size_t count, std::size_t offset, std::size_t total) {
    return "{\"count\":" + std::to_string(count) + ",\"offset\":" + std::to_string(offset) +
           ",\"totalCount\":" + std::to_string(total) + ",\"routes\":[";
}

// FIT-Connect, destinationSignature: services with gebietIDs and leistungIDs as URNs
// (domain/fitconnect-crypto.md, section 8). Services of the same areas share one member, because
// whoever offers twenty services offers them in the same places: their names would be most of every
// answer.
RouteEntry::Claims make_claims(const RoutedDestination& destination) {
    std::vector<const std::vector<std::string>*> areas_of;
    std::vector<Json> leistungen_of;
    std::map<std::vector<std::string>, std::size_t> members;
    for (const RoutedDestination::Service& service : destination.services) {
        const auto [member, fresh] = members.try_emplace(service.areas, members.size());
        if (fresh) {
            areas_of.push_back(&service.areas);
            leistungen_of.push_back(Json::array());
        }
        leistungen_of[member->second].push(
            fitconnect::service_identifier(service.leistungsschluessel));
    }
    Json services = Json::array();
    for (std::size_t i = 0; i < areas_of.size(); ++i) {
        Json areas = Json::array();
        for (const std::string& area : *areas_of[i]) {
            areas.push(std::string(fitconnect::area_urns) +
                       (area.empty() ? std::string("000000000000") : area));
        }
        services.push(Json::object(
            {{"gebietIDs", std::move(areas)}, {"leistungIDs", std::move(leistungen_of[i])}}));
    }
    RouteEntry::Claims claims{destination.id, destination.tenant, destination.name,
                              formats::write_json(services), ""};
    claims.content = crypto::to_hex(
        crypto::sha256(claims.destination_id + "\n" + claims.name + "\n" + claims.services));
    return claims;
}

RouteEntry::RouteEntry(Claims claims) : claims_(std::move(claims)) {}

Result<void> RouteEntry::sign(const Signer& signer) {
    if (is_signed()) {
        return {};
    }
    const std::lock_guard lock(mutex_);
    if (!signed_.load(std::memory_order_relaxed)) {
        publish(TRY(signer(claims_)));
    }
    return {};
}

void RouteEntry::adopt(const std::string& signature) {
    const std::lock_guard lock(mutex_);
    if (!signed_.load(std::memory_order_relaxed)) {
        publish(signature);
    }
}

void RouteEntry::publish(const std::string& signature) {
    Json route = Json::object(
        {{"destinationId", claims_.destination_id}, {"destinationSignature", signature}});
    if (!claims_.name.empty()) {
        route.set("destinationName", claims_.name);
    }
    std::string answer = begin_route_answer(1, 0, 1);
    answer += formats::write_json(route);
    answer += answer_end;
    answer.shrink_to_fit();
    answer_ = std::move(answer);
    claims_.services = std::string();  // Signed; nobody needs it any more.
    claims_.services.shrink_to_fit();
    signed_.store(true, std::memory_order_release);
}

std::string_view RouteEntry::route() const {
    const std::size_t begin = begin_route_answer(1, 0, 1).size();
    return std::string_view(answer_).substr(begin, answer_.size() - begin - answer_end.size());
}

}  // namespace gordion::zustelldienst
