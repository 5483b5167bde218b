// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/ids.hpp"
#include "core/result.hpp"
#include "reuse/package_diff.hpp"

namespace gordion::reuse {

struct ForkWish {
    std::string id;             ///< of the copy; "": fork_id()
    TenantId tenant;            ///< whose copy it becomes
    std::string provider_name;  ///< how the administration is called
};

/// "hundesteuer-anmeldung-010545459"
std::string fork_id(std::string_view package_id, const TenantId& tenant);

/// The files of a package as a copy of an administration's own: another id, version 1.0.0,
/// `private = true`, its own provider, and `[origin]` with package and version of the original.
/// Everything else stays byte for byte, comments too. Error codes: reuse.fork_copy (the original is
/// a copy itself: take its original), reuse.fork_failed (service.toml is written in a way that
/// cannot be changed line by line, or the new id is none).
Result<PackageFiles> fork_files(const PackageFiles& original, const ForkWish& wish);

enum class MissedState {
    Open,      ///< the copy is as the original was there: the change can be taken over
    There,     ///< the copy says the same already
    Conflict,  ///< the copy has changed the same thing in another way: somebody decides
};

std::string_view to_string(MissedState state);  ///< "open"

struct MissedChange {
    PackageChange change;  ///< of the original, from the copy's origin to now
    MissedState state = MissedState::Open;
    std::string ours;  ///< what the copy has instead, where it conflicts
};

/// What the original has become since the copy was taken, against what the copy has become.
std::vector<MissedChange> find_missed(const LoadedPackage& base, const LoadedPackage& theirs,
                                      const LoadedPackage& ours);

}  // namespace gordion::reuse
