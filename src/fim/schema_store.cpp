// SPDX-License-Identifier: EUPL-1.2
#include "fim/schema_store.hpp"

#include <algorithm>

#include "core/text.hpp"
#include "fim/schema_reader.hpp"

namespace gordion::fim {
namespace {

using storage::Blob;
using storage::Connection;
using storage::Row;
using storage::Value;

constexpr std::string_view columns =
    "id, version, standard, name, freigabestatus, source, sha256, imported_at, imported_by";

StoredSchema read_row(const Row& row) {
    return {{row.text(0), row.text(1)},
            row.text(2),
            row.text(3),
            static_cast<int>(row.integer(4)),
            {row.text(5), row.text(6)},
            Instant{row.integer(7)},
            row.text(8)};
}

Result<std::vector<StoredSchema>> query_schemas(Connection& connection) {
    std::vector<StoredSchema> schemas;
    for (const Row& row :
         TRY(connection.query("select " + std::string(columns) + " from fim_schemas"))) {
        schemas.push_back(read_row(row));
    }
    std::sort(schemas.begin(), schemas.end(), [](const StoredSchema& left, const auto& right) {
        if (left.identification.id != right.identification.id) {
            return left.identification.id < right.identification.id;
        }
        return compare_versions(left.identification.version, right.identification.version) > 0;
    });
    return schemas;
}

Result<void> insert_schema(Connection& connection, const StoredSchema& stored, const Schema& schema,
                           std::string_view message) {
    const Identification& key = stored.identification;
    TRY(connection.execute("delete from fim_positions where schema_id = $1 and schema_version = $2",
                           {key.id, key.version}));
    TRY(connection.execute("delete from fim_schemas where id = $1 and version = $2",
                           {key.id, key.version}));
    TRY(connection.execute(
        "insert into fim_schemas (" + std::string(columns) +
            ", message) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        {key.id, key.version, stored.standard, stored.name, std::int64_t{stored.freigabestatus},
         stored.source.name, stored.source.sha256, stored.imported_at.ms, stored.imported_by,
         Blob{std::string(message)}}));
    std::vector<std::vector<Value>> rows;
    visit_positions(schema.positions, "", [&](const Position& position, const std::string& path) {
        const Identification& element = position.facts().identification;
        rows.push_back({key.id, key.version, static_cast<std::int64_t>(rows.size()), path,
                        element.id, element.version, position.facts().name,
                        position.multiplicity.to_text()});
    });
    return connection.execute_many(
        "insert into fim_positions (schema_id, schema_version, number, path, element_id, "
        "element_version, element_name, anzahl) values ($1, $2, $3, $4, $5, $6, $7, $8)",
        rows);
}

Error missing_schema(std::string_view id, std::string_view version) {
    return {ErrorKind::NotFound,
            "fim.schema_missing",
            std::string(id),
            {{"id", std::string(id)}, {"version", std::string(version)}},
            "No schema '" + std::string(id) + (version.empty() ? "" : ":" + std::string(version)) +
                "' was imported. List the schemas to see what there is."};
}

}  // namespace

SchemaStore::SchemaStore(storage::Database& database, const Clock& clock)
    : database_(&database), clock_(&clock) {}

Result<Judged<std::optional<SchemaImport>>> SchemaStore::import_schema(const Scope& scope,
                                                                       std::string_view message,
                                                                       const ImportSource& source,
                                                                       Overwrite overwrite) {
    Judged<Schema> read = TRY(read_schema(message));
    Judged<std::optional<SchemaImport>> judged;
    judged.findings = std::move(read.findings);
    if (has_faults(judged.findings)) {
        return judged;
    }
    const Schema& schema = read.value;
    const StoredSchema stored{schema.identification,
                              std::string(to_string(schema.standard)),
                              schema.bezeichnung.empty() ? schema.name : schema.bezeichnung,
                              schema.freigabestatus,
                              source,
                              clock_->now(),
                              scope.actor.value};
    judged.value = TRY(database_->write(scope, [&](Connection& connection) -> Result<SchemaImport> {
        const Identification& key = stored.identification;
        const auto known = TRY(connection.query(
            "select " + std::string(columns) + " from fim_schemas where id = $1 and version = $2",
            {key.id, key.version}));
        if (!known.empty()) {
            const StoredSchema present = read_row(known.front());
            if (present.source.sha256 == source.sha256) {
                return SchemaImport{false, present};
            }
            if (overwrite == Overwrite::No) {
                return Error{ErrorKind::Conflict,
                             "fim.schema_taken",
                             key.id,
                             {{"id", key.id}, {"version", key.version}},
                             "Schema " + key.id + " " + key.version +
                                 " is here with other content. A released version does not "
                                 "change; overwrite it if the file here was a draft."};
            }
        }
        TRY(insert_schema(connection, stored, schema, message));
        return SchemaImport{true, stored};
    }));
    return judged;
}

Result<std::vector<StoredSchema>> SchemaStore::list_schemas(const Scope& scope) {
    return database_->read(scope, query_schemas);
}

Result<std::string> SchemaStore::load_message(const Scope& scope, std::string_view id,
                                              std::string_view version) {
    return database_->read(scope, [&](Connection& connection) -> Result<std::string> {
        std::string wanted(version);
        if (wanted.empty()) {
            for (const Row& row : TRY(connection.query(
                     "select version from fim_schemas where id = $1", {std::string(id)}))) {
                if (wanted.empty() || compare_versions(row.text(0), wanted) > 0) {
                    wanted = row.text(0);
                }
            }
        }
        const auto rows =
            TRY(connection.query("select message from fim_schemas where id = $1 and version = $2",
                                 {std::string(id), wanted}));
        if (rows.empty()) {
            return missing_schema(id, version);
        }
        return rows.front().blob(0);
    });
}

Result<Schema> SchemaStore::load_schema(const Scope& scope, std::string_view id,
                                        std::string_view version) {
    const std::string message = TRY(load_message(scope, id, version));
    return TRY(read_schema(message)).value;
}

Result<std::vector<ElementUse>> SchemaStore::list_uses(const Scope& scope,
                                                       std::string_view element_id,
                                                       std::string_view element_version) {
    return database_->read(scope, [&](Connection& connection) -> Result<std::vector<ElementUse>> {
        std::vector<ElementUse> uses;
        for (const Row& row : TRY(connection.query(
                 "select schema_id, schema_version, path, element_id, element_version, anzahl "
                 "from fim_positions where element_id = $1 and ($2 = '' or element_version = $2) "
                 "order by schema_id, schema_version, number",
                 {std::string(element_id), std::string(element_version)}))) {
            uses.push_back(
                {{row.text(0), row.text(1)}, row.text(2), {row.text(3), row.text(4)}, row.text(5)});
        }
        return uses;
    });
}

}  // namespace gordion::fim
