// SPDX-License-Identifier: EUPL-1.2
#include "reuse/offer_store.hpp"

#include "formats/json.hpp"

namespace gordion::reuse {
namespace {

using formats::Json;
using storage::Connection;
using storage::Row;
using storage::Value;

/// Stored days were written by us; one that does not read back is corruption.
Result<Date> read_day(const Row& row, std::size_t column) {
    Result<Date> date = parse_date(row.text(column));
    if (!date) {
        return Error{ErrorKind::Corrupt,
                     "reuse.package_corrupt",
                     "",
                     {},
                     "A stored day is no day: '" + row.text(column) + "'."};
    }
    return date;
}

Result<void> count_change(Connection& connection) {
    TRY(connection.execute("UPDATE reuse_changes SET counter = counter + 1 WHERE id = 1"));
    return {};
}

std::string write_keys(const std::vector<std::string>& keys) {
    Json list = Json::array();
    for (const std::string& key : keys) {
        list.push(Json(key));
    }
    return formats::write_json(list);
}

std::vector<std::string> read_keys(const std::string& text) {
    std::vector<std::string> keys;
    const Result<Json> list = formats::parse_json(text);
    if (list && list.value().is_array()) {
        for (const Json& key : list.value().as_array()) {
            keys.push_back(key.is_string() ? key.as_string() : "");
        }
    }
    return keys;
}

}  // namespace

Result<std::int64_t> load_change_count(Connection& connection) {
    const std::optional<Row> row =
        TRY(connection.find_row("SELECT counter FROM reuse_changes WHERE id = 1"));
    return row ? row->integer(0) : 0;
}

Result<std::optional<std::string>> find_package_hash(Connection& connection, std::string_view id,
                                                     std::string_view version) {
    const std::optional<Row> row =
        TRY(connection.find_row("SELECT hash FROM reuse_packages WHERE id = $1 AND version = $2",
                                {std::string(id), std::string(version)}));
    return row ? std::optional<std::string>(row->text(0)) : std::nullopt;
}

Result<std::optional<std::string>> find_package_files(Connection& connection, std::string_view id,
                                                      std::string_view version) {
    const std::optional<Row> row =
        TRY(connection.find_row("SELECT files FROM reuse_packages WHERE id = $1 AND version = $2",
                                {std::string(id), std::string(version)}));
    return row ? std::optional<std::string>(row->blob(0)) : std::nullopt;
}

Result<void> insert_package(Connection& connection, const Scope&, const StoredPackage& package,
                            const Offer& offer) {
    TRY(connection.execute(
        "INSERT INTO reuse_packages (id, version, hash, files, published_by, published_at) "
        "VALUES ($1, $2, $3, $4, $5, $6)",
        {package.id, package.version, package.hash, storage::Blob{package.files},
         offer.published_by, offer.published_at.ms}));
    TRY(connection.execute(
        "INSERT INTO reuse_offers (package_id, version, title, provider_name, terms, "
        "leistungsschluessel) VALUES ($1, $2, $3, $4, $5, $6)",
        {package.id, package.version, offer.title, offer.provider_name, offer.terms,
         write_keys(offer.leistungsschluessel)}));
    return count_change(connection);
}

Result<void> insert_adoption(Connection& connection, const Scope&, const Adoption& adoption) {
    TRY(connection.execute(
        "INSERT INTO reuse_adoptions (tenant_id, id, package_id, version, valid_from, adopted_by, "
        "adopted_at) VALUES ($1, $2, $3, $4, $5, $6, $7)",
        {adoption.tenant.value, adoption.id.value, adoption.package_id, adoption.version,
         adoption.valid_from.to_iso(), adoption.adopted_by, adoption.adopted_at.ms}));
    return count_change(connection);
}

Result<void> insert_value(Connection& connection, const Scope&, const ParameterValue& value) {
    TRY(connection.execute(
        "INSERT INTO reuse_parameter_values (tenant_id, package_id, region, parameter_key, number, "
        "value, valid_from, set_by, set_at) "
        "SELECT $1, $2, $3, $4, COALESCE(MAX(number), 0) + 1, $5, $6, $7, $8 "
        "FROM reuse_parameter_values WHERE tenant_id = $1 AND package_id = $2 AND region = $3 "
        "AND parameter_key = $4",
        {value.tenant.value, value.package, value.region, value.key, storage::nullable(value.value),
         value.valid_from.to_iso(), value.set_by, value.set_at.ms}));
    return count_change(connection);
}

Result<std::vector<Offer>> list_all_offers(Connection& connection) {
    const storage::Rows rows = TRY(connection.query(
        "SELECT o.package_id, o.version, p.hash, o.title, o.provider_name, o.terms, "
        "o.leistungsschluessel, p.published_by, p.published_at FROM reuse_offers o "
        "JOIN reuse_packages p ON p.id = o.package_id AND p.version = o.version"));
    std::vector<Offer> offers;
    for (const Row& row : rows) {
        offers.push_back({row.text(0),
                          row.text(1),
                          row.text(2),
                          row.text(3),
                          row.text(4),
                          row.text(5),
                          read_keys(row.text(6)),
                          row.text(7),
                          {row.integer(8)}});
    }
    return offers;
}

Result<std::vector<Adoption>> list_all_adoptions(Connection& connection) {
    const storage::Rows rows = TRY(connection.query(
        "SELECT id, tenant_id, package_id, version, valid_from, adopted_by, adopted_at "
        "FROM reuse_adoptions ORDER BY tenant_id, valid_from, adopted_at, id"));
    std::vector<Adoption> adoptions;
    for (const Row& row : rows) {
        adoptions.push_back({{row.text(0)},
                             {row.text(1)},
                             row.text(2),
                             row.text(3),
                             TRY(read_day(row, 4)),
                             row.text(5),
                             {row.integer(6)}});
    }
    return adoptions;
}

Result<std::vector<ParameterValue>> list_all_values(Connection& connection) {
    const storage::Rows rows = TRY(connection.query(
        "SELECT tenant_id, package_id, region, parameter_key, value, valid_from, set_by, set_at "
        "FROM reuse_parameter_values ORDER BY package_id, region, parameter_key, number"));
    std::vector<ParameterValue> values;
    for (const Row& row : rows) {
        values.push_back({{row.text(0)},
                          row.text(1),
                          row.text(2),
                          row.text(3),
                          row.optional_text(4),
                          TRY(read_day(row, 5)),
                          row.text(6),
                          {row.integer(7)}});
    }
    return values;
}

}  // namespace gordion::reuse
