// SPDX-License-Identifier: EUPL-1.2
#include "reuse/offer_store.hpp"

#include <algorithm>

#include "formats/json.hpp"

namespace gordion::reuse {
namespace {

using formats::Json;
using storage::Connection;
using storage::Row;
using storage::Value;

/// What we wrote ourselves and does not read back.
Error corrupt(std::string message) {
    return {ErrorKind::Corrupt, "reuse.package_corrupt", "", {}, std::move(message)};
}

Result<Date> read_day(const Row& row, std::size_t column) {
    Result<Date> date = parse_date(row.text(column));
    if (!date) {
        return corrupt("A stored day is no day: '" + row.text(column) + "'.");
    }
    return date;
}

Result<std::optional<Date>> read_optional_day(const Row& row, std::size_t column) {
    if (row.is_null(column)) {
        return std::optional<Date>();
    }
    return std::optional<Date>(TRY(read_day(row, column)));
}

storage::Value day_or_null(const std::optional<Date>& day) {
    return day ? storage::Value(day->to_iso()) : storage::Value();
}

storage::Value text_or_null(const std::string& text) {
    return text.empty() ? storage::Value() : storage::Value(text);
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

/// What is new, in the order of `number`. The database is not asked for an order: it would rather
/// walk a whole index in that order than take the few new rows.
Result<storage::Rows> list_new(Connection& connection, std::string_view sql, std::int64_t since,
                               std::size_t number) {
    storage::Rows rows = TRY(connection.query(sql, {since}));
    std::stable_sort(rows.begin(), rows.end(), [&](const Row& left, const Row& right) {
        return left.integer(number) < right.integer(number);
    });
    return rows;
}

Result<std::vector<Offer>> list_offers(Connection& connection, std::int64_t since) {
    const storage::Rows rows = TRY(connection.query(
        "SELECT o.package_id, o.version, p.hash, o.title, o.provider_name, o.terms, "
        "o.leistungsschluessel, p.published_by, p.published_at, p.provider, p.is_private "
        "FROM reuse_packages p JOIN reuse_offers o ON p.id = o.package_id AND "
        "p.version = o.version WHERE p.change_number > $1",
        {since}));
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
                          {row.integer(8)},
                          {row.text(9)},
                          row.integer(10) != 0});
    }
    return offers;
}

Result<std::vector<Adoption>> list_adoptions(Connection& connection, std::int64_t since) {
    const storage::Rows rows = TRY(list_new(
        connection,
        "SELECT id, tenant_id, package_id, version, valid_from, adopted_by, adopted_at, cause, "
        "rollout_id, number FROM reuse_adoption_steps WHERE change_number > $1",
        since, 9));
    std::vector<Adoption> adoptions;
    adoptions.reserve(rows.size());
    for (const Row& row : rows) {
        const std::optional<AdoptionCause> cause = parse_adoption_cause(row.text(7));
        if (!cause) {
            return corrupt("A stored step of an adoption has no known cause.");
        }
        const Date valid_from = TRY(read_day(row, 4));
        adoptions.push_back({{row.text(0)},
                             {row.text(1)},
                             row.text(2),
                             row.optional_text(3).value_or(""),
                             valid_from,
                             row.text(5),
                             {row.integer(6)},
                             *cause,
                             row.optional_text(8).value_or(""),
                             row.integer(9)});
    }
    return adoptions;
}

Result<std::vector<Pin>> list_pins(Connection& connection, std::int64_t since) {
    const storage::Rows rows = TRY(list_new(
        connection,
        "SELECT tenant_id, package_id, version, last_day, reason, pinned_by, pinned_at, number "
        "FROM reuse_pins WHERE change_number > $1",
        since, 7));
    std::vector<Pin> pins;
    for (const Row& row : rows) {
        const std::optional<Date> until = TRY(read_optional_day(row, 3));
        pins.push_back({{row.text(0)},
                        row.text(1),
                        row.optional_text(2).value_or(""),
                        until,
                        row.text(4),
                        row.text(5),
                        {row.integer(6)},
                        row.integer(7)});
    }
    return pins;
}

Result<std::vector<ParameterValue>> list_values(Connection& connection, std::int64_t since) {
    const storage::Rows rows = TRY(list_new(
        connection,
        "SELECT tenant_id, package_id, region, parameter_key, value, valid_from, set_by, set_at, "
        "valid_to, origin, number FROM reuse_parameter_values WHERE change_number > $1",
        since, 10));
    std::vector<ParameterValue> values;
    values.reserve(rows.size());
    for (const Row& row : rows) {
        const Date valid_from = TRY(read_day(row, 5));
        const std::optional<Date> valid_to = TRY(read_optional_day(row, 8));
        values.push_back({{row.text(0)},
                          row.text(1),
                          row.text(2),
                          row.text(3),
                          row.optional_text(4),
                          valid_from,
                          row.text(6),
                          {row.integer(7)},
                          valid_to,
                          row.text(9)});
    }
    return values;
}

}  // namespace

Result<std::int64_t> load_change_count(Connection& connection) {
    const std::optional<Row> row =
        TRY(connection.find_row("SELECT counter FROM reuse_changes WHERE id = 1"));
    return row ? row->integer(0) : 0;
}

Result<std::int64_t> count_change(Connection& connection) {
    const std::optional<Row> row = TRY(connection.find_row(
        "UPDATE reuse_changes SET counter = counter + 1 WHERE id = 1 RETURNING counter"));
    if (!row) {
        return corrupt("The counter of changes is gone.");
    }
    return row->integer(0);
}

Result<AdoptionChanges> load_changes(Connection& connection, std::int64_t since) {
    const std::int64_t count = TRY(load_change_count(connection));
    auto offers = TRY(list_offers(connection, since));
    auto adoptions = TRY(list_adoptions(connection, since));
    auto pins = TRY(list_pins(connection, since));
    auto values = TRY(list_values(connection, since));
    return AdoptionChanges{count, std::move(offers), std::move(adoptions), std::move(pins),
                           std::move(values)};
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

Result<std::optional<TenantId>> find_package_provider(Connection& connection, std::string_view id) {
    const std::optional<Row> row = TRY(connection.find_row(
        "SELECT provider FROM reuse_packages WHERE id = $1 ORDER BY published_at LIMIT 1",
        {std::string(id)}));
    return row ? std::optional(TenantId{row->text(0)}) : std::nullopt;
}

Result<void> insert_package(Connection& connection, std::int64_t change,
                            const StoredPackage& package, const Offer& offer) {
    TRY(connection.execute(
        "INSERT INTO reuse_packages (id, version, hash, files, published_by, published_at, "
        "provider, is_private, change_number) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        {package.id, package.version, package.hash, storage::Blob{package.files},
         offer.published_by, offer.published_at.ms, offer.provider.value,
         std::int64_t{offer.is_private}, change}));
    TRY(connection.execute(
        "INSERT INTO reuse_offers (package_id, version, title, provider_name, terms, "
        "leistungsschluessel) VALUES ($1, $2, $3, $4, $5, $6)",
        {package.id, package.version, offer.title, offer.provider_name, offer.terms,
         write_keys(offer.leistungsschluessel)}));
    return {};
}

Result<void> insert_adoptions(Connection& connection, std::int64_t change,
                              std::span<const Adoption> adoptions) {
    std::vector<std::vector<Value>> rows;
    rows.reserve(adoptions.size());
    for (const Adoption& adoption : adoptions) {
        rows.push_back({adoption.tenant.value, adoption.package_id, adoption.number,
                        adoption.id.value, text_or_null(adoption.version),
                        adoption.valid_from.to_iso(), std::string(to_string(adoption.cause)),
                        text_or_null(adoption.rollout), adoption.adopted_by, adoption.adopted_at.ms,
                        change});
    }
    return connection.execute_many(
        "INSERT INTO reuse_adoption_steps (tenant_id, package_id, number, id, version, "
        "valid_from, cause, rollout_id, adopted_by, adopted_at, change_number) "
        "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        rows);
}

Result<void> insert_pin(Connection& connection, std::int64_t change, const Pin& pin) {
    TRY(connection.execute(
        "INSERT INTO reuse_pins (tenant_id, package_id, number, version, last_day, reason, "
        "pinned_by, pinned_at, change_number) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        {pin.tenant.value, pin.package_id, pin.number, text_or_null(pin.version),
         day_or_null(pin.until), pin.reason, pin.pinned_by, pin.pinned_at.ms, change}));
    return {};
}

Result<void> insert_values(Connection& connection, std::int64_t change,
                           std::span<const ParameterValue> values) {
    std::vector<std::vector<Value>> rows;
    rows.reserve(values.size());
    for (const ParameterValue& value : values) {
        rows.push_back({value.tenant.value, value.package, value.region, value.key,
                        storage::nullable(value.value), value.valid_from.to_iso(), value.set_by,
                        value.set_at.ms, day_or_null(value.valid_to), value.origin, change});
    }
    return connection.execute_many(
        "INSERT INTO reuse_parameter_values (tenant_id, package_id, region, parameter_key, number, "
        "value, valid_from, set_by, set_at, valid_to, origin, change_number) "
        "SELECT $1, $2, $3, $4, COALESCE(MAX(number), 0) + 1, $5, $6, $7, $8, $9, $10, $11 "
        "FROM reuse_parameter_values WHERE tenant_id = $1 AND package_id = $2 AND region = $3 "
        "AND parameter_key = $4",
        rows);
}

}  // namespace gordion::reuse
