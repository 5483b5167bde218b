// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "core/ids.hpp"
#include "core/result.hpp"
#include "core/time.hpp"
#include "zustelldienst/destination_store.hpp"

namespace gordion::zustelldienst {

/// A destination as routes lead to it.
struct RoutedDestination {
    struct Service {
        std::string leistungsschluessel;  ///< fourteen digits
        std::vector<std::string> areas;   ///< parts of the ARS; "" is all of Germany
    };
    std::string id;  ///< UUID
    TenantId tenant;
    std::string name;
    std::vector<Service> services;
    std::optional<Date> valid_from;
    std::optional<Date> valid_until;  ///< the last day
};

/// Where routes come from. Called from one thread at a time, not always the same.
class RouteSource {
public:
    virtual ~RouteSource() = default;
    /// One destination after the other, so that a million routes need no second copy.
    using Take = std::function<void(RoutedDestination)>;
    virtual Result<void> visit(const Take& take) = 0;
    /// Another text whenever visit() would give something else.
    virtual Result<std::string> state() = 0;
};

/// The active destinations of this server with a Leistungsschluessel; other service identifiers
/// cannot be asked for.
class OwnDestinations final : public RouteSource {
public:
    explicit OwnDestinations(DestinationStore& store) : store_(&store) {}
    Result<void> visit(const Take& take) override;
    Result<std::string> state() override;

private:
    DestinationStore* store_;
};

/// "DE010545459000" → "010545459": the digits without the zeros that fill up lower levels.
std::string area_of_region(std::string_view region);

}  // namespace gordion::zustelldienst
