// SPDX-License-Identifier: EUPL-1.2
#include "app/joining.hpp"

#include "app/places.hpp"
#include "audit/audit.hpp"
#include "core/text.hpp"

namespace gordion::app {
namespace {

constexpr int destination_key_bits = 4096;

Result<void> check_receiver(const routing::Destination& wanted) {
    if (trim(wanted.name).empty() || wanted.area.empty() || wanted.receiver.empty()) {
        return Error{ErrorKind::Invalid,
                     "app.destination_incomplete",
                     "",
                     {},
                     "A receiver needs a name, an area (the beginning of an ARS) and its kind."};
    }
    if (!is_tenant(wanted.tenant.value)) {
        return Error{ErrorKind::Invalid,
                     "app.tenant_invalid",
                     "tenant",
                     {{"tenant", wanted.tenant.value}},
                     "A tenant is two, five or nine digits, perhaps a hyphen and a word "
                     "(01-finanzamt-nord)."};
    }
    return {};
}

}  // namespace

Result<void> ensure_destination(Modules& in, const Scope& scope, const TenantId& tenant) {
    const Date today = in.clock.today();
    for (const routing::Destination& known :
         TRY(in.destinations.list_destinations(scope, tenant))) {
        if (known.receiver.empty() && known.services.empty() &&
            (!known.valid_to || *known.valid_to >= today)) {
            return {};
        }
    }
    const auto reference = TRY(in.reference());
    const auto administration = reference->directory->administration_of(tenant.value);
    routing::Destination destination;
    destination.tenant = tenant;
    destination.area = tenant.value;
    destination.name = administration ? administration->name : tenant.value;
    destination.channel = "backoffice";
    destination.valid_from = today;
    TRY(in.destinations.create_destination(scope, destination, make_destination_key(), in.clock));
    return {};
}

Result<Judged<std::optional<reuse::Adoption>>> join_offer(Modules& in, const Scope& scope,
                                                          const reuse::AdoptionWish& wish) {
    auto joined = TRY(in.reuse.adopt_offer(scope, wish));
    if (joined.value) {
        TRY(ensure_destination(in, scope, wish.tenant));
    }
    return joined;
}

Result<routing::Destination> connect_destination(Modules& in, const Scope& scope,
                                                 delivery::RemoteDestination remote) {
    if (!is_tenant(remote.wanted.tenant.value)) {
        return Error{ErrorKind::Invalid,
                     "app.tenant_invalid",
                     "tenant",
                     {{"tenant", remote.wanted.tenant.value}},
                     "A tenant is two, five or nine digits, perhaps a hyphen and a word "
                     "(01-finanzamt-nord)."};
    }
    const Sensitive<std::string> secret = remote.settings.client_secret;
    const auto api = in.fit_connect->make_client(remote.settings);
    const routing::Destination wanted = TRY(delivery::make_remote_destination(
        *api, std::move(remote), in.fit_connect->options().trust, in.clock));
    return in.destinations.create_remote_destination(
        scope, wanted, secret, in.clock,
        [&](storage::Connection& connection, const routing::Destination& made) {
            return audit::append(
                connection, scope, in.clock,
                {"destination.connected", made.id.value,
                 formats::Json::object(
                     {{"area", made.area},
                      {"server", made.channel_settings.text_at("submission_url")},
                      {"destination", made.channel_settings.text_at("destination_id")}})});
        });
}

Result<void> end_destination(Modules& in, const Scope& scope, const DestinationId& id,
                             Date last_day) {
    return in.destinations.end_destination(
        scope, id, last_day,
        [&](storage::Connection& connection, const routing::Destination& ended) {
            return audit::append(
                connection, scope, in.clock,
                {"destination.ended", ended.id.value,
                 formats::Json::object({{"area", ended.area}, {"last_day", last_day.to_iso()}})});
        });
}

crypto::PrivateKey make_destination_key() {
    return crypto::PrivateKey::make_rsa(destination_key_bits);
}

Result<routing::Destination> register_receiver(Modules& in, const Scope& scope,
                                               routing::Destination wanted) {
    TRY(check_receiver(wanted));
    return register_receiver(in, scope, std::move(wanted), make_destination_key());
}

Result<routing::Destination> register_receiver(Modules& in, const Scope& scope,
                                               routing::Destination wanted,
                                               const crypto::PrivateKey& key) {
    TRY(check_receiver(wanted));
    wanted.channel = "backoffice";
    return in.destinations.create_destination(
        scope, wanted, key, in.clock,
        [&](storage::Connection& connection, const routing::Destination& made) {
            return audit::append(
                connection, scope, in.clock,
                {"destination.registered", made.id.value,
                 formats::Json::object({{"receiver", made.receiver}, {"area", made.area}})});
        });
}

}  // namespace gordion::app
