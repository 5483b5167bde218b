// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "reuse/reuse.hpp"

namespace gordion::reuse {

/// Whom a provider calls about an adoption.
struct AdoptionContact {
    std::string name;  ///< of the administration
    std::string email;
    std::string phone;
    std::string last_set_by;  ///< who last set a value here; "" if nobody did
    Instant last_set_at;
};

/// How complete the values of one package are at one administration.
struct Completeness {
    TenantId tenant;
    std::string name;
    std::string package_id;
    std::string version;       ///< against which it was counted
    std::size_t required = 0;  ///< parameters that are required at one of its places at least
    std::size_t filled = 0;    ///< of them, with a value at each place that requires it
    Findings missing;          ///< reuse.parameter_missing, as Reuse::adopt_offer says it
};

/// What will hold for a parameter from a later day on, as far as it is known today.
struct UpcomingValue {
    Date from;
    EffectiveValue value;
};

/// One parameter at one place with everything that is known about it.
struct ExplainedValue {
    EffectiveValue effective;
    std::vector<LevelValue> levels;       ///< what each level says, most specific first
    std::string directory;                ///< what the municipal directory would say, or ""
    std::vector<ParameterValue> history;  ///< all that was set at the place itself, newest first
    std::string missing_because;          ///< where required_if demands it: the values that do
    std::vector<UpcomingValue>
        upcoming;  ///< each change after the day, the next one first; bounded
};

struct ExplainedPlace {
    std::shared_ptr<const LoadedPackage> package;  ///< holds the declarations
    std::vector<ExplainedValue> values;
    Findings findings;  ///< those of effective_values()
};

/// What is seen when looking at values over administrations and levels. Shared between threads.
class Overview {
public:
    /// Works with the memory of `reuse`, which outlives it.
    explicit Overview(Reuse& reuse) : reuse_(&reuse) {}

    /// Whom to ask about an adoption of a package.
    Result<AdoptionContact> find_contact(const TenantId& tenant, std::string_view package_id,
                                         Stichtag day);
    /// Of everybody who uses the package that day, against the version each uses; by tenant.
    Result<std::vector<Completeness>> list_completeness(std::string_view package_id, Stichtag day);
    /// Of one administration, also before it joined. "": the version it uses, else the newest one.
    Result<Completeness> find_completeness(const TenantId& tenant, std::string_view package_id,
                                           std::string_view version, Stichtag day);
    /// Error codes: those of Reuse::view_parameters. "": the version used at the place, else the
    /// newest one.
    Result<ExplainedPlace> explain_values(std::string_view package_id, std::string_view version,
                                          std::string_view ars, Stichtag day);

private:
    Reuse* reuse_;
};

}  // namespace gordion::reuse
