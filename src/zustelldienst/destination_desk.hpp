// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include "zustelldienst/checks.hpp"
#include "zustelldienst/destination_requests.hpp"

namespace gordion::zustelldienst {

struct Zustelldienst;

// What clients do with destinations. Each deed asks first whether the caller may; errors besides
// those of requests and store: zustelldienst.forbidden (Forbidden).

Result<StoredDestination> create_destination(Zustelldienst& in, const Caller& caller,
                                             const formats::Json& request, CheckObserver& checks);

struct ChangeRequest {
    std::string destination_id;
    ChangeForm form = ChangeForm::Members;
    const formats::Json& body;
};
Result<StoredDestination> change_destination(Zustelldienst& in, const Caller& caller,
                                             const ChangeRequest& request, CheckObserver& checks);

/// A destination that was never active goes away with its keys; one that was stays as
/// decommissioned, so that the events it signed can be verified as long as they are kept.
Result<void> delete_destination(Zustelldienst& in, const Caller& caller,
                                const std::string& destination_id, CheckObserver& checks);

/// Returns the key's kid.
Result<std::string> add_destination_key(Zustelldienst& in, const Caller& caller,
                                        const std::string& destination_id, const formats::Json& jwk,
                                        CheckObserver& checks);

/// Those that the caller manages or subscribes to.
Result<DestinationPage> list_own_destinations(Zustelldienst& in, const Caller& caller,
                                              const Page& page);

}  // namespace gordion::zustelldienst
