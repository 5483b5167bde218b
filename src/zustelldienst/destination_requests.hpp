// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include "formats/json.hpp"
#include "zustelldienst/destination_store.hpp"
#include "zustelldienst/settings.hpp"

namespace gordion::zustelldienst {

// What clients send to make or change a destination, checked member by member. Members that the
// interface does not know are ignored. Both spellings of the services are read in both versions.
// Source: Submission API 1.1.3, CreateDestination, UpdateDestination, PatchDestination;
// domain/fitconnect-api.md, sections 3.1, 4 and 5.
// Error codes: fitconnect.destination_member (Invalid; place: path, value reason),
// zustelldienst.key and those of read_destination_key (place: the member).

/// Status is created, whatever the request says.
Result<NewDestination> read_new_destination(const formats::Json& request, const Settings& settings,
                                            Instant now);

/// How the members of a request meet what is there.
enum class ChangeForm {
    Replace,  ///< PUT: everything anew; an absent callback is removed
    Members,  ///< PATCH: each member replaces the old one
    Merge,    ///< PATCH with RFC 7396: objects are merged, null removes
};

/// Sets in `change` what the request says. A status changes along: created → active ↔ inactive →
/// decommissioned, the last after Settings::decommission_days of being inactive; nothing changes
/// once decommissioned. Error code besides: zustelldienst.destination_transition (Invalid, values
/// from, to).
Result<void> apply_change(DestinationChange& change, const formats::Json& request, ChangeForm form,
                          const Settings& settings, Instant now);

/// Whether a destination may be removed: never active, or decommissioned, or inactive for long
/// enough. Error code: zustelldienst.destination_transition.
Result<void> check_removable(const StoredDestination& stored, const Settings& settings,
                             Instant now);

}  // namespace gordion::zustelldienst
