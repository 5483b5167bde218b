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
    /// A service may come more than once: here until June, there from July on.
    struct Service {
        std::string leistungsschluessel;  ///< fourteen digits
        std::vector<std::string> areas;   ///< parts of the ARS; "" is all of Germany
        std::optional<Date> valid_from = {};
        std::optional<Date> valid_until = {};  ///< the last day
        /// false: the source decides for these areas, but nothing leads there (now).
        bool is_open = true;
    };
    std::string id;  ///< UUID
    TenantId tenant;
    std::string name;
    std::vector<Service> services;
};

/// Where routes come from. Sources are asked in an order: the first that names a destination for a
/// service in an area decides for that service in that area, on every day; what later sources say
/// of it counts nothing. Called from one thread at a time, not always the same.
class RouteSource {
public:
    virtual ~RouteSource() = default;
    /// One destination after the other, each once, so that a million routes need no second copy.
    using Take = std::function<void(RoutedDestination)>;
    virtual Result<void> visit(const Take& take) = 0;
    /// Another text whenever visit() would give something else. Asked every second: reads next to
    /// nothing.
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

/// A destination of this server as routes show it, with no services yet.
RoutedDestination routed(const StoredDestination& stored);

/// "DE010545459000" → "010545459": the digits without the zeros that fill up lower levels.
std::string area_of_region(std::string_view region);

}  // namespace gordion::zustelldienst
