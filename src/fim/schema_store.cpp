// SPDX-License-Identifier: EUPL-1.2
#include "fim/schema_store.hpp"

#include <algorithm>
#include <span>

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

constexpr std::size_t piece_bytes = 1024 * 1024;

Result<void> insert_message(Connection& connection, const Identification& key,
                            const OpenSource& message) {
    const auto source = TRY(message());
    std::string piece(piece_bytes, '\0');
    for (std::int64_t number = 0;; ++number) {
        std::size_t filled = 0;
        std::size_t count = 0;
        do {
            count = TRY(source->read(std::span(piece).subspan(filled)));
            filled += count;
        } while (count > 0 && filled < piece.size());
        if (filled > 0) {
            TRY(connection.execute(
                "insert into fim_schema_pieces (schema_id, schema_version, number, piece) "
                "values ($1, $2, $3, $4)",
                {key.id, key.version, number, Blob{piece.substr(0, filled)}}));
        }
        if (count == 0) {
            return {};
        }
    }
}

Result<void> insert_schema(Connection& connection, const StoredSchema& stored, const Schema& schema,
                           const OpenSource& message) {
    const Identification& key = stored.identification;
    TRY(connection.execute(
        "delete from fim_schema_pieces where schema_id = $1 and schema_version = $2",
        {key.id, key.version}));
    TRY(connection.execute("delete from fim_positions where schema_id = $1 and schema_version = $2",
                           {key.id, key.version}));
    TRY(connection.execute("delete from fim_schemas where id = $1 and version = $2",
                           {key.id, key.version}));
    TRY(connection.execute(
        "insert into fim_schemas (" + std::string(columns) +
            ") values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        {key.id, key.version, stored.standard, stored.name, std::int64_t{stored.freigabestatus},
         stored.source.name, stored.source.sha256, stored.imported_at.ms, stored.imported_by}));
    TRY(insert_message(connection, key, message));
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

// Each piece is read when it is wanted. The hash says whether it still belongs to the same message.
class StoredMessage final : public ByteSource {
public:
    StoredMessage(storage::Database& database, Scope scope, Identification key, std::string sha256,
                  std::int64_t pieces)
        : database_(database),
          scope_(std::move(scope)),
          key_(std::move(key)),
          sha256_(std::move(sha256)),
          pieces_(pieces) {}

    Result<std::size_t> read(std::span<char> into) override {
        if (at_ == piece_.size() && next_ < pieces_) {
            TRY(load_piece());
        }
        const std::size_t count = std::min(piece_.size() - at_, into.size());
        std::copy_n(piece_.data() + at_, count, into.data());
        at_ += count;
        return count;
    }

private:
    Result<void> load_piece() {
        auto row = TRY(database_.read(scope_, [&](Connection& connection) {
            return connection.find_row(
                "select p.piece from fim_schema_pieces p join fim_schemas s on s.id = p.schema_id "
                "and s.version = p.schema_version where p.schema_id = $1 and "
                "p.schema_version = $2 and p.number = $3 and s.sha256 = $4",
                {key_.id, key_.version, next_, sha256_});
        }));
        if (!row) {
            return Error{ErrorKind::Conflict,
                         "fim.schema_changed",
                         key_.id,
                         {{"id", key_.id}, {"version", key_.version}},
                         "The schema was overwritten while it was read; read it again."};
        }
        piece_ = row->blob(0);
        at_ = 0;
        ++next_;
        return {};
    }

    storage::Database& database_;
    Scope scope_;
    Identification key_;
    std::string sha256_;
    std::int64_t pieces_;
    std::int64_t next_ = 0;
    std::string piece_;
    std::size_t at_ = 0;
};

}  // namespace

SchemaStore::SchemaStore(storage::Database& database, const Clock& clock)
    : database_(&database), clock_(&clock) {}

Result<Judged<std::optional<SchemaImport>>> SchemaStore::import_schema(const Scope& scope,
                                                                       const OpenSource& message,
                                                                       const ImportSource& source,
                                                                       Overwrite overwrite) {
    Judged<Schema> read = TRY(read_schema(*TRY(message())));
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

Result<std::unique_ptr<ByteSource>> SchemaStore::open_message(const Scope& scope,
                                                              std::string_view id,
                                                              std::string_view version) {
    return database_->read(
        scope, [&](Connection& connection) -> Result<std::unique_ptr<ByteSource>> {
            std::string wanted(version);
            if (wanted.empty()) {
                for (const Row& row : TRY(connection.query(
                         "select version from fim_schemas where id = $1", {std::string(id)}))) {
                    if (wanted.empty() || compare_versions(row.text(0), wanted) > 0) {
                        wanted = row.text(0);
                    }
                }
            }
            const auto row = TRY(connection.find_row(
                "select sha256, (select count(*) from fim_schema_pieces where schema_id = $1 and "
                "schema_version = $2) from fim_schemas where id = $1 and version = $2",
                {std::string(id), wanted}));
            if (!row) {
                return missing_schema(id, version);
            }
            return std::unique_ptr<ByteSource>(std::make_unique<StoredMessage>(
                *database_, scope, Identification{std::string(id), wanted}, row->text(0),
                row->integer(1)));
        });
}

Result<Schema> SchemaStore::load_schema(const Scope& scope, std::string_view id,
                                        std::string_view version) {
    return TRY(read_schema(*TRY(open_message(scope, id, version)))).value;
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
