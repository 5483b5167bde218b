// SPDX-License-Identifier: EUPL-1.2
#include "zustelldienst/route_source.hpp"

#include "fitconnect/names.hpp"

namespace gordion::zustelldienst {

std::string area_of_region(std::string_view region) {
    std::string digits(region.starts_with("DE") ? region.substr(2) : region);
    // Levels of the ARS from the smallest: municipality, Verband, Kreis, Regierungsbezirk, Land.
    struct Level {
        std::size_t digits;
        std::string_view filling;
    };
    for (const Level& level :
         {Level{12, "000"}, Level{9, "0000"}, Level{5, "00"}, Level{3, "0"}, Level{2, "00"}}) {
        if (digits.size() == level.digits && digits.ends_with(level.filling)) {
            digits.resize(digits.size() - level.filling.size());
        }
    }
    return digits;
}

RoutedDestination routed(const StoredDestination& stored) {
    RoutedDestination made{stored.destination.id, stored.tenant, stored.destination.name, {}};
    if (made.name.empty() && stored.destination.contact) {
        made.name = stored.destination.contact->legal_name;
    }
    return made;
}

Result<void> OwnDestinations::visit(const Take& take) {
    return store_->visit_active(
        system_scope("fitconnect.routes"), [&](const StoredDestination& stored) {
            RoutedDestination destination = routed(stored);
            for (const fitconnect::DestinationService& service : stored.destination.services) {
                auto key = fitconnect::find_leistungsschluessel(service.identifier);
                if (!key) {
                    continue;
                }
                RoutedDestination::Service offered{std::move(*key), {}};
                for (const std::string& region : service.regions) {
                    offered.areas.push_back(area_of_region(region));
                }
                destination.services.push_back(std::move(offered));
            }
            if (!destination.services.empty()) {
                take(std::move(destination));
            }
        });
}

Result<std::string> OwnDestinations::state() {
    return store_->state_of_all(system_scope("fitconnect.routes"));
}

}  // namespace gordion::zustelldienst
