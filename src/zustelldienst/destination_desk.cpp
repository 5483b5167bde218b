// SPDX-License-Identifier: EUPL-1.2
#include "zustelldienst/destination_desk.hpp"

#include "zustelldienst/key_checks.hpp"
#include "zustelldienst/zustelldienst.hpp"

namespace gordion::zustelldienst {
namespace {

using fitconnect::DestinationStatus;

Error forbidden(const char* message) {
    return {ErrorKind::Forbidden, "zustelldienst.forbidden", "", {}, message};
}

// A destination that does not exist is told from a foreign one: ids of destinations are public.
Result<void> check_manages(Zustelldienst& in, const Caller& caller, const std::string& id,
                           CheckObserver& checks) {
    if (!caller.manages(id)) {
        TRY(in.destinations.load_destination(caller.scope("fitconnect.destination"), id));
        return report(checks, "destination.manager",
                      Result<void>(forbidden("The client does not manage this destination; it "
                                             "needs manage:destination:<id>, or "
                                             "manage-destinations and a binding to it.")));
    }
    return report(checks, "destination.manager", Result<void>());
}

}  // namespace

Result<StoredDestination> create_destination(Zustelldienst& in, const Caller& caller,
                                             const formats::Json& request, CheckObserver& checks) {
    const bool may = caller.permissions->may_create_destinations;
    TRY(report(checks, "destination.may_create",
               may ? Result<void>()
                   : Result<void>(forbidden("Creating destinations needs the scope "
                                            "create:destination or manage-destinations."))));
    NewDestination wanted = TRY(report(checks, "destination.members",
                                       read_new_destination(request, in.settings, in.clock.now())));
    wanted.client_id = caller.client_id;
    StoredDestination stored =
        TRY(report(checks, "destination.quota",
                   in.destinations.create_destination(
                       caller.scope("fitconnect.create-destination"), std::move(wanted),
                       {in.settings.destinations_per_owner, in.settings.destinations_per_client})));
    in.routes.wake();
    return stored;
}

Result<StoredDestination> change_destination(Zustelldienst& in, const Caller& caller,
                                             const ChangeRequest& request, CheckObserver& checks) {
    TRY(check_manages(in, caller, request.destination_id, checks));
    const Instant now = in.clock.now();
    auto changed = report(
        checks, "destination.change",
        in.destinations.change_destination(caller.scope("fitconnect.change-destination"),
                                           request.destination_id, [&](DestinationChange& change) {
                                               return apply_change(change, request.body,
                                                                   request.form, in.settings, now);
                                           }));
    in.routes.wake();
    return changed;
}

Result<void> delete_destination(Zustelldienst& in, const Caller& caller,
                                const std::string& destination_id, CheckObserver& checks) {
    TRY(check_manages(in, caller, destination_id, checks));
    const Scope scope = caller.scope("fitconnect.delete-destination");
    const auto stored = TRY(in.destinations.load_destination(scope, destination_id));
    const Instant now = in.clock.now();
    const auto judge = [&](DestinationChange& change) {
        return check_removable(change.stored, in.settings, now);
    };
    if (stored->destination.status == DestinationStatus::Created) {
        return report(checks, "destination.removable",
                      in.destinations.remove_destination(
                          scope, destination_id, [&](DestinationChange& change) -> Result<void> {
                              if (change.stored.destination.status != DestinationStatus::Created) {
                                  return judge(change);
                              }
                              return {};
                          }));
    }
    TRY(report(checks, "destination.removable",
               in.destinations.change_destination(
                   scope, destination_id, [&](DestinationChange& change) -> Result<void> {
                       TRY(judge(change));
                       change.stored.destination.status = DestinationStatus::Decommissioned;
                       return {};
                   })));
    return {};
}

Result<std::string> add_destination_key(Zustelldienst& in, const Caller& caller,
                                        const std::string& destination_id, const formats::Json& jwk,
                                        CheckObserver& checks) {
    TRY(check_manages(in, caller, destination_id, checks));
    const DestinationKey key =
        TRY(report(checks, "key.members", read_destination_key(jwk, in.settings, in.clock.now())));
    TRY(report(checks, "key.new",
               in.destinations.add_key(caller.scope("fitconnect.add-key"), destination_id, key)));
    return key.kid;
}

Result<DestinationPage> list_own_destinations(Zustelldienst& in, const Caller& caller,
                                              const Page& page) {
    Permissions::DestinationIds own = caller.permissions->managed;
    own.insert(caller.permissions->subscribed.begin(), caller.permissions->subscribed.end());
    return in.destinations.list_destinations(caller.scope("fitconnect.list-destinations"), own,
                                             page);
}

}  // namespace gordion::zustelldienst
