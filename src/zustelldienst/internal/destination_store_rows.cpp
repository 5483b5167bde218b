// SPDX-License-Identifier: EUPL-1.2
#include "zustelldienst/internal/destination_store_rows.hpp"

namespace gordion::zustelldienst {

using fitconnect::ApiVersion;
using fitconnect::Audience;
using formats::Json;

// Services, contact and the like are kept as the interface writes them, so that one reader checks
// both; a column each, because a change of one must not rewrite the others' spelling.
const std::string_view insert_destination_sql =
    "INSERT INTO fitconnect_destinations (tenant_id, id, name, status, encryption_kid,"
    " metadata_versions, services, contact, callback_url, reply_channels, created_at, changed_at,"
    " inactive_since, sealed_callback_secret, changes)"
    " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, 0)";
const std::string_view update_destination_sql =
    "UPDATE fitconnect_destinations SET name = $3, status = $4, encryption_kid = $5,"
    " metadata_versions = $6, services = $7, contact = $8, callback_url = $9,"
    " reply_channels = $10, changed_at = $11, inactive_since = $12, changes = changes + 1"
    " WHERE tenant_id = $1 AND id = $2";

namespace {

std::string text_of(const Json& wire, std::string_view member) {
    const Json* found = wire.find(member);
    return found == nullptr ? std::string() : formats::write_json(*found);
}

storage::Value since(const StoredDestination& stored) {
    return stored.inactive_since ? storage::Value(stored.inactive_since->ms) : storage::Value();
}

}  // namespace

std::vector<storage::Value> update_values(const StoredDestination& stored) {
    const fitconnect::Destination& destination = stored.destination;
    const Json wire = fitconnect::write_destination(destination, ApiVersion::V2, Audience::Owner);
    const std::string channels = destination.reply_channels.is_null()
                                     ? std::string()
                                     : formats::write_json(destination.reply_channels);
    return {stored.tenant.value,
            destination.id,
            destination.name,
            std::string(fitconnect::to_string(destination.status)),
            destination.encryption_kid,
            text_of(wire, "metadataVersions"),
            text_of(wire, "publicServices"),
            text_of(wire, "contactInformation"),
            destination.callback_url,
            channels,
            stored.changed_at.ms,
            since(stored)};
}

std::vector<storage::Value> insert_values(const StoredDestination& stored, storage::Value secret) {
    std::vector<storage::Value> values = update_values(stored);
    values.insert(values.begin() + 10, stored.created_at.ms);
    values.push_back(std::move(secret));
    return values;
}

Result<StoredDestination> read_destination_row(const storage::Row& row) {
    StoredDestination stored;
    stored.tenant = {row.text(0)};
    fitconnect::Destination& destination = stored.destination;
    destination.id = row.text(1);
    destination.name = row.text(2);
    const auto status = fitconnect::find_destination_status(row.text(3));
    if (!status) {
        return Error{ErrorKind::Corrupt,
                     "zustelldienst.row_corrupt",
                     "fitconnect_destinations",
                     {{"id", row.text(1)}},
                     "A stored destination has an unknown status."};
    }
    destination.status = *status;
    destination.encryption_kid = row.text(4);
    destination.metadata_versions =
        TRY(fitconnect::read_metadata_versions(TRY(formats::parse_json(row.text(5)))));
    destination.services = TRY(fitconnect::read_services(TRY(formats::parse_json(row.text(6)))));
    destination.contact = TRY(fitconnect::read_contact(TRY(formats::parse_json(row.text(7)))));
    destination.callback_url = row.text(8);
    if (!row.text(9).empty()) {
        destination.reply_channels = TRY(formats::parse_json(row.text(9)));
    }
    stored.created_at = {row.integer(10)};
    stored.changed_at = {row.integer(11)};
    if (const auto inactive = row.optional_integer(12)) {
        stored.inactive_since = Instant{*inactive};
    }
    stored.has_callback_secret = row.integer(13) != 0;
    return stored;
}

std::string_view to_text(KeyRole role) {
    return role == KeyRole::Encryption ? "wrapKey" : "verify";
}

Result<DestinationKey> read_key_row(const storage::Row& row) {
    formats::Json jwk = TRY(formats::parse_json(row.text(2)));
    return DestinationKey{
        row.text(0),
        row.text(1) == to_text(KeyRole::Encryption) ? KeyRole::Encryption : KeyRole::Signature,
        std::move(jwk),
        {row.integer(3)}};
}

Error destination_missing(std::string_view id) {
    return {ErrorKind::NotFound,
            "zustelldienst.destination_missing",
            "",
            {{"destination", std::string(id)}},
            "There is no such destination."};
}

Error key_missing(std::string_view kid) {
    return {ErrorKind::NotFound,
            "zustelldienst.key_missing",
            "",
            {{"kid", std::string(kid)}},
            "The destination has no key of that id."};
}

Error key_taken(std::string_view kid) {
    return {ErrorKind::Invalid,
            "zustelldienst.key_taken",
            "kid",
            {{"kid", std::string(kid)}},
            "The destination has another key of that id; a new key needs a new kid."};
}

Error keys_many() {
    return {ErrorKind::Invalid,
            "zustelldienst.keys_many",
            "",
            {},
            "The destination has as many keys as it may have."};
}

}  // namespace gordion::zustelldienst
