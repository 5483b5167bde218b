// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/ids.hpp"
#include "core/time.hpp"

namespace gordion::reuse {

/// A published package with the terms on which an administration may join it.
struct Offer {
    std::string package_id;
    std::string version;
    std::string hash;
    std::string title;  ///< German
    std::string provider_name;
    std::string terms;
    std::vector<std::string> leistungsschluessel;
    std::string published_by;
    Instant published_at;
    TenantId provider;        ///< who published the package first: only he goes on with it
    bool is_private = false;  ///< only the provider itself may join (its own copy of a package)
};

/// Why an administration uses the version it uses.
enum class AdoptionCause {
    Joined,    ///< it decided so itself
    Ended,     ///< it left; the version is empty
    Rollout,   ///< the provider moved it
    Rollback,  ///< the provider took the move back
};

std::string_view to_string(AdoptionCause cause);  ///< "joined", "rollout", …
std::optional<AdoptionCause> parse_adoption_cause(std::string_view text);

/// One step in the life of a package at an administration (or Kreis, Land, Bund): which version it
/// uses from a day on. Steps are appended and never changed; of those that have begun, the one with
/// the latest day holds, and of one day the one that was written last.
struct Adoption {
    AdoptionId id;
    TenantId tenant;
    std::string package_id;
    std::string version;  ///< "": ended
    Date valid_from;
    std::string adopted_by;
    Instant adopted_at;
    AdoptionCause cause = AdoptionCause::Joined;
    std::string rollout;      ///< id; of Rollout and Rollback
    std::int64_t number = 0;  ///< from 1 within tenant and package

    [[nodiscard]] bool is_ended() const { return version.empty(); }
};

/// "We stay on this version": no rollout moves the adoption. Appended, too: a pin without version
/// takes the one before back. It says nothing once the administration uses another version.
struct Pin {
    TenantId tenant;
    std::string package_id;
    std::string version;        ///< "": taken back
    std::optional<Date> until;  ///< the last day; none: until it is taken back
    std::string reason;
    std::string pinned_by;
    Instant pinned_at;
    std::int64_t number = 0;  ///< from 1 within tenant and package

    /// Whether it keeps an adoption on `used` on that day.
    [[nodiscard]] bool holds(std::string_view used, Stichtag day) const {
        return !version.empty() && version == used && (!until || day <= *until);
    }
};

}  // namespace gordion::reuse
