// SPDX-License-Identifier: EUPL-1.2
#include "routing/destination_store.hpp"

#include <array>

#include "core/text.hpp"
#include "crypto/sealing.hpp"

namespace gordion::routing {
namespace {

constexpr std::string_view columns =
    "id, tenant_id, name, area, services, channel, public_jwk, valid_from, valid_to, receiver,"
    " channel_settings";

Result<Destination> read_destination(const storage::Row& row) {
    Destination destination;
    destination.id = {row.text(0)};
    destination.tenant = {row.text(1)};
    destination.name = row.text(2);
    destination.area = row.text(3);
    for (std::string& service : split(row.text(4), ',')) {
        if (!service.empty()) {
            destination.services.push_back(std::move(service));
        }
    }
    destination.channel = row.text(5);
    destination.public_jwk = TRY(formats::parse_json(row.text(6)));
    destination.valid_from = TRY(parse_date(row.text(7)));
    if (const auto last = row.optional_text(8)) {
        destination.valid_to = TRY(parse_date(*last));
    }
    destination.receiver = row.text(9);
    if (!row.text(10).empty()) {
        destination.channel_settings = TRY(formats::parse_json(row.text(10)));
    }
    return destination;
}

Result<std::vector<Destination>> read_destinations(const storage::Rows& rows) {
    std::vector<Destination> destinations;
    for (const storage::Row& row : rows) {
        destinations.push_back(TRY(read_destination(row)));
    }
    return destinations;
}

Error destination_missing(const DestinationId& id) {
    return {ErrorKind::NotFound,
            "routing.destination_missing",
            "",
            {{"destination", id.value}},
            "There is no such destination."};
}

std::string secret_place(const TenantId& tenant, const DestinationId& id) {
    return "destination-channel:" + tenant.value + ":" + id.value;
}

std::string settings_text(const Destination& destination) {
    return destination.channel_settings.is_null()
               ? ""
               : formats::write_json(destination.channel_settings);
}

std::string key_place(const TenantId& tenant, const DestinationId& id) {
    return "destination:" + tenant.value + ":" + id.value;
}

}  // namespace

DestinationStore::DestinationStore(storage::Database& database, const crypto::MasterKey& master_key,
                                   Random& random)
    : database_(&database), master_key_(&master_key), random_(&random) {}

namespace {

// Whoever keeps something made of all destinations sees by one row that it is old.
Result<void> count_change(storage::Connection& connection) {
    TRY(connection.execute(
        "INSERT INTO destination_revision (name, revision) VALUES ('all', 1)"
        " ON CONFLICT (name) DO UPDATE SET revision = destination_revision.revision + 1"));
    return {};
}

}  // namespace

struct DestinationStore::Secrets {
    std::string sealed_key;     // empty: somebody else has it
    std::string sealed_secret;  // of the channel
};

namespace {

Result<void> check_new(const Destination& destination) {
    if (region_part(destination.tenant) != "00" &&
        !destination.area.starts_with(region_part(destination.tenant))) {
        return Error{ErrorKind::Invalid,
                     "routing.area_foreign",
                     "area",
                     {{"area", destination.area}, {"tenant", destination.tenant.value}},
                     "A destination can only receive for an area of its own authority."};
    }
    if (!destination.receiver.empty() && !is_receiver(destination.receiver)) {
        return Error{ErrorKind::Invalid,
                     "routing.receiver_invalid",
                     "receiver",
                     {{"receiver", destination.receiver}},
                     "A receiver is named by lower-case letters, digits and hyphens (finanzamt)."};
    }
    return {};
}

}  // namespace

Result<Destination> DestinationStore::insert(const Scope& scope, Destination destination,
                                             const Secrets& secrets, const Clock& clock,
                                             const AlsoWrite& also) {
    std::optional<std::string> last_day;
    if (destination.valid_to) {
        last_day = destination.valid_to->to_iso();
    }
    TRY(database_->write(scope, [&](storage::Connection& connection) -> Result<void> {
        TRY(connection.execute(
            "INSERT INTO destinations (tenant_id, id, name, area, services, channel, public_jwk,"
            " sealed_private_jwk, valid_from, valid_to, created_at, receiver, channel_settings,"
            " sealed_channel_secret)"
            " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)",
            {destination.tenant.value, destination.id.value, destination.name, destination.area,
             join(destination.services, ","), destination.channel,
             formats::write_json(destination.public_jwk), storage::Blob{secrets.sealed_key},
             destination.valid_from.to_iso(), storage::nullable(last_day), clock.now().ms,
             destination.receiver, settings_text(destination),
             secrets.sealed_secret.empty() ? storage::Value()
                                           : storage::Blob{secrets.sealed_secret}}));
        TRY(count_change(connection));
        return also ? also(connection, destination) : Result<void>();
    }));
    return destination;
}

Result<Destination> DestinationStore::create_destination(const Scope& scope,
                                                         Destination destination,
                                                         const crypto::PrivateKey& key,
                                                         const Clock& clock,
                                                         const AlsoWrite& also) {
    TRY(check_new(destination));
    if (destination.id.empty()) {
        destination.id = {make_uuid(clock, *random_)};
    }
    destination.public_jwk = key.public_key().to_jwk();
    const Secrets secrets{
        crypto::seal(master_key_->key_for("destination"), formats::write_json(key.to_jwk()),
                     key_place(destination.tenant, destination.id), *random_),
        {}};
    return insert(scope, std::move(destination), secrets, clock, also);
}

Result<Destination> DestinationStore::create_remote_destination(
    const Scope& scope, Destination destination, const Sensitive<std::string>& channel_secret,
    const Clock& clock, const AlsoWrite& also) {
    TRY(check_new(destination));
    if (destination.id.empty()) {
        destination.id = {make_uuid(clock, *random_)};
    }
    const Secrets secrets{{},
                          crypto::seal(master_key_->key_for("destination"), channel_secret.reveal(),
                                       secret_place(destination.tenant, destination.id), *random_)};
    return insert(scope, std::move(destination), secrets, clock, also);
}

Result<void> DestinationStore::change_remote_destination(const Scope& scope,
                                                         const Destination& destination) {
    return database_->write(scope, [&](storage::Connection& connection) -> Result<void> {
        const std::int64_t changed = TRY(connection.execute(
            "UPDATE destinations SET public_jwk = $3, channel_settings = $4"
            " WHERE tenant_id = $1 AND id = $2 AND sealed_channel_secret IS NOT NULL",
            {destination.tenant.value, destination.id.value,
             formats::write_json(destination.public_jwk), settings_text(destination)}));
        return changed == 0 ? Result<void>(destination_missing(destination.id))
                            : count_change(connection);
    });
}

Result<Sensitive<std::string>> DestinationStore::open_channel_secret(const Scope& scope,
                                                                     const TenantId& tenant,
                                                                     const DestinationId& id) {
    const auto row = TRY(database_->read(scope, [&](storage::Connection& connection) {
        return connection.find_row(
            "SELECT sealed_channel_secret FROM destinations WHERE tenant_id = $1 AND id = $2",
            {tenant.value, id.value});
    }));
    if (!row) {
        return destination_missing(id);
    }
    if (row->is_null(0)) {
        return Sensitive<std::string>();
    }
    return Sensitive(TRY(crypto::unseal(master_key_->key_for("destination"), row->blob(0),
                                        secret_place(tenant, id))));
}

Result<void> DestinationStore::end_destination(const Scope& scope, const DestinationId& id,
                                               Date last_day, const AlsoWrite& also) {
    return database_->write(scope, [&](storage::Connection& connection) -> Result<void> {
        TRY(connection.execute(
            "UPDATE destinations SET valid_to = $3 WHERE tenant_id = $1 AND id = $2",
            {scope.tenant.value, id.value, last_day.to_iso()}));
        const auto row =
            TRY(connection.find_row("SELECT " + std::string(columns) +
                                        " FROM destinations WHERE tenant_id = $1 AND id = $2",
                                    {scope.tenant.value, id.value}));
        if (!row) {
            return destination_missing(id);
        }
        const Destination ended = TRY(read_destination(*row));
        TRY(count_change(connection));
        return also ? also(connection, ended) : Result<void>();
    });
}

Result<std::vector<Destination>> DestinationStore::list_destinations(const Scope& scope,
                                                                     const TenantId& tenant) {
    return database_->read(
        scope, [&](storage::Connection& connection) -> Result<std::vector<Destination>> {
            return read_destinations(TRY(
                connection.query("SELECT " + std::string(columns) +
                                     " FROM destinations WHERE tenant_id = $1 ORDER BY created_at",
                                 {tenant.value})));
        });
}

Result<std::vector<Destination>> DestinationStore::list_candidates(const Scope& scope,
                                                                   std::string_view ars) {
    const auto prefix = [&](std::size_t length) { return std::string(ars.substr(0, length)); };
    return database_->read(
        scope, [&](storage::Connection& connection) -> Result<std::vector<Destination>> {
            return read_destinations(
                TRY(connection.query("SELECT " + std::string(columns) +
                                         " FROM destinations WHERE receiver = ''"
                                         " AND tenant_id IN ($1, $2, $3, $4, $5, '00')",
                                     {prefix(2), prefix(3), prefix(5), prefix(9), prefix(12)})));
        });
}

Result<std::vector<Destination>> DestinationStore::list_all_candidates(const Scope& scope) {
    return database_->read(
        scope, [&](storage::Connection& connection) -> Result<std::vector<Destination>> {
            return read_destinations(TRY(connection.query(
                "SELECT " + std::string(columns) + " FROM destinations WHERE receiver = ''")));
        });
}

Result<std::vector<Destination>> DestinationStore::list_receivers(const Scope& scope,
                                                                  std::string_view receiver,
                                                                  std::string_view ars) {
    const auto prefix = [&](std::size_t length) { return std::string(ars.substr(0, length)); };
    return database_->read(
        scope, [&](storage::Connection& connection) -> Result<std::vector<Destination>> {
            return read_destinations(TRY(connection.query(
                "SELECT " + std::string(columns) +
                    " FROM destinations WHERE receiver = $1"
                    " AND area IN ($2, $3, $4, $5, $6, '00')",
                {std::string(receiver), prefix(2), prefix(3), prefix(5), prefix(9), prefix(12)})));
        });
}

Result<std::vector<Destination>> DestinationStore::list_of_channel(const Scope& scope,
                                                                   std::string_view channel) {
    return database_->read(
        scope, [&](storage::Connection& connection) -> Result<std::vector<Destination>> {
            return read_destinations(TRY(connection.query(
                "SELECT " + std::string(columns) +
                    " FROM destinations WHERE receiver = '' AND channel = $1 ORDER BY created_at,"
                    " id",
                {std::string(channel)})));
        });
}

Result<std::string> DestinationStore::state_of_all(const Scope& scope) {
    const auto row = TRY(database_->read(scope, [&](storage::Connection& connection) {
        return connection.find_row("SELECT revision FROM destination_revision WHERE name = 'all'");
    }));
    return row ? std::to_string(row->integer(0)) : std::string("0");
}

Result<Destination> DestinationStore::load_destination(const Scope& scope, const TenantId& tenant,
                                                       const DestinationId& id) {
    return database_->read(scope, [&](storage::Connection& connection) -> Result<Destination> {
        const auto row =
            TRY(connection.find_row("SELECT " + std::string(columns) +
                                        " FROM destinations WHERE tenant_id = $1 AND id = $2",
                                    {tenant.value, id.value}));
        if (!row) {
            return destination_missing(id);
        }
        return read_destination(*row);
    });
}

Result<crypto::PrivateKey> DestinationStore::open_private_key(const Scope& scope,
                                                              const TenantId& tenant,
                                                              const DestinationId& id) {
    const auto row = TRY(database_->read(scope, [&](storage::Connection& connection) {
        return connection.find_row(
            "SELECT sealed_private_jwk FROM destinations WHERE tenant_id = $1 AND id = $2",
            {tenant.value, id.value});
    }));
    if (!row) {
        return destination_missing(id);
    }
    if (row->blob(0).empty()) {
        return Error{ErrorKind::Unsupported,
                     "routing.key_elsewhere",
                     "",
                     {{"destination", id.value}},
                     "The private key of this destination is with whoever receives there."};
    }
    const std::string jwk = TRY(
        crypto::unseal(master_key_->key_for("destination"), row->blob(0), key_place(tenant, id)));
    return crypto::PrivateKey::from_jwk(TRY(formats::parse_json(jwk)));
}

std::vector<storage::Migration> routing_migrations() {
    return {{"routing", 1, "destinations", R"sql(
CREATE TABLE destinations (
    tenant_id text NOT NULL,
    id text NOT NULL,
    name text NOT NULL,
    area text NOT NULL,
    services text NOT NULL,
    channel text NOT NULL,
    public_jwk text NOT NULL,
    sealed_private_jwk blob NOT NULL,
    valid_from text NOT NULL,
    valid_to text,
    created_at integer NOT NULL,
    PRIMARY KEY (tenant_id, id)
);
)sql"},
            {"routing", 2, "receivers of copies and consultations", R"sql(
ALTER TABLE destinations ADD COLUMN receiver text NOT NULL DEFAULT '';
)sql"},
            {"routing", 3, "destinations at other delivery servers", R"sql(
ALTER TABLE destinations ADD COLUMN channel_settings text NOT NULL DEFAULT '';
ALTER TABLE destinations ADD COLUMN sealed_channel_secret blob;
)sql"},
            {"routing", 4, "a count of changes", R"sql(
CREATE TABLE destination_revision (
    name text NOT NULL PRIMARY KEY,
    revision integer NOT NULL
);
)sql"}};
}

}  // namespace gordion::routing
