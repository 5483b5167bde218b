// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/modules.hpp"
#include "planning/obligations.hpp"

namespace gordion::app {

/// How a body offers a service.
enum class OfferedHow {
    Gordion,   ///< an adoption is live
    External,  ///< somebody states where
    FormOnly,
    Nothing,  ///< somebody states that there is nothing
    Unknown,  ///< nobody has said
};
std::string_view to_string(OfferedHow how);  ///< "gordion", "external", "form_only" …
std::optional<OfferedHow> find_offered_how(std::string_view name);

/// One of the 5,249 services, seen from a body.
struct OwnService {
    planning::Obligation obligation;  ///< as the rules say, or as a person decided
    const planning::ServiceStatements* statements = nullptr;  ///< none: nobody said anything
    OfferedHow how = OfferedHow::Unknown;
    std::string url;           ///< of the online service; "" for none
    std::optional<int> level;  ///< of maturity model 1.1; Gordion's own are at least 3
    std::vector<const reuse::Offer*> offers;  ///< that could be taken, newest versions

    [[nodiscard]] bool is_decided() const {
        return statements != nullptr && statements->duty.has_value();
    }
};

/// How many of those that apply are offered how.
struct OwnCounts {
    std::size_t applies = 0;
    std::size_t elsewhere = 0;
    std::size_t unclear = 0;
    std::map<OfferedHow, std::size_t> applying;  ///< those that apply, by how
    std::size_t could_take = 0;                  ///< apply, not online, and an offer is there
};

/// What a body must offer, and how it does. Holds everything that the pointers lead to.
struct OwnServices {
    std::shared_ptr<const Reference> reference;
    const planning::ObligationRules* rules = nullptr;
    planning::Body body;
    Date day;
    std::vector<reuse::Offer> offers;  ///< that the body may join, newest versions
    planning::StatementsByService statements;
    std::vector<OwnService> services;  ///< in the order of the catalogue
    OwnCounts counts;                  ///< of `services`
};

/// `ars` as find_body() takes it. Error codes: those of find_body; app.obligations_missing
/// (Unavailable: no rule file holds on the day).
Result<std::shared_ptr<const OwnServices>> list_own_services(Modules& in, std::string_view ars,
                                                             Stichtag day);

/// The one service with this key alone; the other 5,248 are not judged. Error codes: those of
/// list_own_services; app.service_missing (NotFound).
Result<std::shared_ptr<const OwnServices>> load_own_service(Modules& in, std::string_view ars,
                                                            std::string_view key, Stichtag day);

/// Who plays a role, and whether that was stated or follows from what is known.
struct PlayedRole {
    planning::RoleStatement role;
    bool is_stated = false;
    std::string by;
    std::optional<Instant> at;
};

/// The four roles of a service: what was stated, else the competent body, the team that holds a
/// mandate, the provider that runs the online service. `findings` are those of judge_roles().
struct ServiceRoles {
    std::vector<PlayedRole> roles;
    Findings findings;
};
Result<ServiceRoles> list_roles(Modules& in, const OwnServices& own, const OwnService& service);

}  // namespace gordion::app
