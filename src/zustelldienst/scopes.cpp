// SPDX-License-Identifier: EUPL-1.2
#include "zustelldienst/scopes.hpp"

#include <algorithm>

#include "core/text.hpp"
#include "fitconnect/names.hpp"

namespace gordion::zustelldienst {
namespace {

constexpr std::string_view send_region = "send:region:";
constexpr std::string_view send_service = "+send:service:";
constexpr std::string_view subscribe_destination = "subscribe:destination:";
constexpr std::string_view manage_destination = "manage:destination:";
constexpr std::string_view create_destination = "create:destination";

bool is_uri(std::string_view scope, std::string_view name) {
    return scope.starts_with(fitconnect::scope_uris) &&
           scope.substr(fitconnect::scope_uris.size()) == name;
}

std::optional<Permissions::SendLimit> find_send_limit(std::string_view scope) {
    if (is_uri(scope, "send-submissions")) {
        return Permissions::SendLimit{"DE", ""};
    }
    if (!scope.starts_with(send_region)) {
        return std::nullopt;
    }
    const std::string_view rest = scope.substr(send_region.size());
    const std::size_t plus = rest.find(send_service);
    const std::string_view region = rest.substr(0, plus);
    const std::string_view service = plus == std::string_view::npos
                                         ? std::string_view{}
                                         : rest.substr(plus + send_service.size());
    const bool fits = fitconnect::is_region(region) && (plus == std::string_view::npos ||
                                                        fitconnect::is_service_identifier(service));
    if (!fits) {
        return std::nullopt;
    }
    return Permissions::SendLimit{std::string(region), std::string(service)};
}

std::optional<std::string> find_destination(std::string_view scope, std::string_view prefix) {
    return scope.starts_with(prefix) ? fitconnect::normalize_uuid(scope.substr(prefix.size()))
                                     : std::nullopt;
}

// The narrower of two limits, if one lies in the other.
std::optional<Permissions::SendLimit> meet(const Permissions::SendLimit& left,
                                           const Permissions::SendLimit& right) {
    const bool services =
        left.service.empty() || right.service.empty() || left.service == right.service;
    if (!services) {
        return std::nullopt;
    }
    const std::string& service = left.service.empty() ? right.service : left.service;
    if (fitconnect::region_contains(left.region, right.region)) {
        return Permissions::SendLimit{right.region, service};
    }
    if (fitconnect::region_contains(right.region, left.region)) {
        return Permissions::SendLimit{left.region, service};
    }
    return std::nullopt;
}

Permissions::DestinationIds both(const Permissions::DestinationIds& left,
                                 const Permissions::DestinationIds& right) {
    Permissions::DestinationIds common;
    std::ranges::set_intersection(left, right, std::inserter(common, common.end()));
    return common;
}

}  // namespace

bool is_scope(std::string_view scope) {
    return find_send_limit(scope) || find_destination(scope, subscribe_destination) ||
           find_destination(scope, manage_destination) || scope == create_destination ||
           is_uri(scope, "subscribe-destinations") || is_uri(scope, "manage-destinations");
}

std::vector<std::string> split_scopes(std::string_view scopes) {
    std::vector<std::string> parts = split(scopes, ' ');
    std::erase_if(parts, [](const std::string& part) { return part.empty(); });
    return parts;
}

Permissions permissions_of(const std::vector<std::string>& scopes,
                           const Permissions::DestinationIds& subscribed,
                           const Permissions::DestinationIds& managed) {
    Permissions permissions;
    for (const std::string& scope : scopes) {
        if (auto limit = find_send_limit(scope)) {
            permissions.send.push_back(std::move(*limit));
        } else if (auto fetched = find_destination(scope, subscribe_destination)) {
            permissions.subscribed.insert(std::move(*fetched));
        } else if (auto changed = find_destination(scope, manage_destination)) {
            permissions.managed.insert(std::move(*changed));
        } else if (is_uri(scope, "subscribe-destinations")) {
            permissions.subscribed.insert(subscribed.begin(), subscribed.end());
        } else if (scope == create_destination || is_uri(scope, "manage-destinations")) {
            permissions.managed.insert(managed.begin(), managed.end());
            permissions.may_create_destinations = true;
        }
    }
    return permissions;
}

Permissions narrow(const Permissions& held, const Permissions& wanted) {
    Permissions narrowed;
    for (const Permissions::SendLimit& limit : wanted.send) {
        for (const Permissions::SendLimit& own : held.send) {
            if (auto common = meet(own, limit)) {
                narrowed.send.push_back(std::move(*common));
            }
        }
    }
    narrowed.subscribed = both(held.subscribed, wanted.subscribed);
    narrowed.managed = both(held.managed, wanted.managed);
    narrowed.may_create_destinations =
        held.may_create_destinations && wanted.may_create_destinations;
    return narrowed;
}

}  // namespace gordion::zustelldienst
