// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "reuse/fork.hpp"
#include "reuse/overview.hpp"
#include "reuse/package_diff.hpp"
#include "reuse/reuse.hpp"

namespace gordion::reuse {

/// An adoption on an older version, and what a newer one means for it in particular.
struct AffectedAdoption {
    Adoption adoption;
    ChangeEffect effect = ChangeEffect::Compatible;
    /// reuse.parameter_missing for NeedsParameters; reuse.parameter_unfit and
    /// reuse.parameter_dropped (warnings: an own value has no effect any more) for Breaking.
    Findings reasons;
    AdoptionContact contact;  ///< filled where the effect is not Compatible
};

/// What a copy has missed.
struct Missed {
    PackageOrigin origin;  ///< which version the copy was taken from
    std::string newest;    ///< which one the original has now
    std::vector<MissedChange> changes;
};

/// What a new version means for those who use an older one. Shared between threads.
class Succession {
public:
    /// Works with the memory of `reuse`, which outlives it.
    explicit Succession(Reuse& reuse) : reuse_(&reuse) {}

    /// The greatest published version below this one, or "".
    Result<std::string> find_previous(std::string_view package_id, std::string_view version);
    /// Error code: reuse.offer_missing.
    Result<std::vector<PackageChange>> diff_versions(std::string_view package_id,
                                                     std::string_view from, std::string_view to);
    /// Every adoption of the package on an older version, by tenant. `now` need not be published.
    /// A change of parameters concerns only whom it leaves without a value or robs of an own one.
    Result<std::vector<AffectedAdoption>> list_affected(const LoadedPackage& now, Stichtag day);
    /// What the original of a copy has become since (fork.hpp), against the copy as it is given; it
    /// need not be published. Empty where the copy is up to date. Error codes: reuse.no_copy (the
    /// package names no origin), reuse.offer_missing.
    Result<Missed> list_missed(const LoadedPackage& copy);

private:
    Reuse* reuse_;
};

}  // namespace gordion::reuse
