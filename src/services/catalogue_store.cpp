// SPDX-License-Identifier: EUPL-1.2
#include "services/catalogue_store.hpp"

#include <array>
#include <string_view>

namespace gordion::services {
namespace {

using storage::Connection;
using storage::Row;
using storage::Value;

constexpr std::string_view version_columns =
    "number, catalogue_date, sha256, source, imported_at, is_current, services, without_key, "
    "bundles, lagen, themenfelder";

Result<std::vector<CatalogueVersion>> query_versions(Connection& connection) {
    const std::string sql = "select " + std::string(version_columns) +
                            " from services_catalogue_versions order by number desc";
    std::vector<CatalogueVersion> versions;
    for (const Row& row : TRY(connection.query(sql))) {
        const Date date = TRY(parse_date(row.text(1)));
        versions.push_back(
            {row.integer(0),
             date,
             row.text(2),
             row.text(3),
             Instant{row.integer(4)},
             row.integer(5) != 0,
             {row.integer(6), row.integer(7), row.integer(8), row.integer(9), row.integer(10)}});
    }
    return versions;
}

Result<void> replace_entries(Connection& connection, const std::vector<PublicService>& services) {
    std::vector<std::vector<Value>> rows;
    rows.reserve(services.size());
    for (const PublicService& one : services) {
        rows.push_back({std::int64_t{one.number}, one.key.digits, one.name, one.object_name,
                        one.verrichtung, std::int64_t{one.bundle_id}, one.typ,
                        std::int64_t{one.sdg1 ? 1 : 0}, std::int64_t{one.sdg2 ? 1 : 0},
                        one.legal_grounds});
    }
    return connection.execute_many(
        "insert into services_entries (number, leistungsschluessel, name, object_name, "
        "verrichtung, bundle_id, typ, sdg1, sdg2, legal_grounds) "
        "values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        rows);
}

Result<void> replace_catalogue(Connection& connection, const CatalogueContent& content) {
    constexpr std::array<std::string_view, 4> emptied{
        "delete from services_themenfelder", "delete from services_lagen",
        "delete from services_bundles", "delete from services_entries"};
    for (const std::string_view sql : emptied) {
        TRY(connection.execute(sql));
    }
    std::vector<std::vector<Value>> rows;
    for (const Themenfeld& one : content.themenfeld_list) {
        rows.push_back({std::int64_t{one.id}, one.name});
    }
    TRY(connection.execute_many("insert into services_themenfelder (id, name) values ($1, $2)",
                                rows));
    rows.clear();
    for (const Lage& one : content.lagen) {
        rows.push_back({std::int64_t{one.id}, std::int64_t{one.themenfeld_id}, one.name});
    }
    TRY(connection.execute_many(
        "insert into services_lagen (id, themenfeld_id, name) values ($1, $2, $3)", rows));
    rows.clear();
    for (const Bundle& one : content.bundles) {
        rows.push_back({std::int64_t{one.id}, std::int64_t{one.lage_id}, one.name});
    }
    TRY(connection.execute_many(
        "insert into services_bundles (id, lage_id, name) values ($1, $2, $3)", rows));
    return replace_entries(connection, content.services);
}

Result<void> insert_version(Connection& connection, const CatalogueVersion& version) {
    TRY(connection.execute("update services_catalogue_versions set is_current = 0"));
    const CatalogueCounts& counts = version.counts;
    const std::string sql = "insert into services_catalogue_versions (" +
                            std::string(version_columns) +
                            ") values ($1, $2, $3, $4, $5, 1, $6, $7, $8, $9, $10)";
    TRY(connection.execute(
        sql, {version.number, version.date.to_iso(), version.sha256, version.source,
              version.imported_at.ms, counts.services, counts.without_key, counts.bundles,
              counts.lagen, counts.themenfeld_count}));
    return {};
}

Result<CatalogueContent> query_catalogue(Connection& connection) {
    CatalogueContent content;
    for (const Row& row :
         TRY(connection.query("select id, name from services_themenfelder order by id"))) {
        content.themenfeld_list.push_back({static_cast<int>(row.integer(0)), row.text(1)});
    }
    for (const Row& row :
         TRY(connection.query("select id, themenfeld_id, name from services_lagen order by id"))) {
        content.lagen.push_back(
            {static_cast<int>(row.integer(0)), static_cast<int>(row.integer(1)), row.text(2)});
    }
    for (const Row& row :
         TRY(connection.query("select id, lage_id, name from services_bundles order by id"))) {
        content.bundles.push_back(
            {static_cast<int>(row.integer(0)), static_cast<int>(row.integer(1)), row.text(2)});
    }
    const auto rows = TRY(connection.query(
        "select number, leistungsschluessel, name, object_name, verrichtung, bundle_id, typ, sdg1, "
        "sdg2, legal_grounds from services_entries order by number"));
    content.services.reserve(rows.size());
    for (const Row& row : rows) {
        content.services.push_back({static_cast<int>(row.integer(0)),
                                    {row.text(1)},
                                    row.text(2),
                                    row.text(3),
                                    row.text(4),
                                    static_cast<int>(row.integer(5)),
                                    row.text(6),
                                    row.integer(7) != 0,
                                    row.integer(8) != 0,
                                    row.text(9)});
    }
    return content;
}

}  // namespace

CatalogueStore::CatalogueStore(storage::Database& database, const Clock& clock)
    : database_(&database), clock_(&clock) {}

Result<CatalogueImport> CatalogueStore::import_catalogue(const Scope& scope,
                                                         const CatalogueContent& content,
                                                         const ImportSource& source,
                                                         Overwrite overwrite) {
    if (content.services.empty()) {
        return Error{ErrorKind::Invalid,
                     "services.catalogue_incomplete",
                     source.name,
                     {},
                     "the catalogue names no service; nothing was imported"};
    }
    return database_->write(scope, [&](Connection& connection) -> Result<CatalogueImport> {
        const auto versions = TRY(query_versions(connection));
        CatalogueImport result;
        for (const CatalogueVersion& version : versions) {
            if (!version.current) {
                continue;
            }
            result.previous = version.date;
            if (version.sha256 == source.sha256) {
                result.version = version;
                return result;
            }
            if (overwrite == Overwrite::No && content.date < version.date) {
                return Error{ErrorKind::Conflict,
                             "services.catalogue_older",
                             source.name,
                             {{"date", content.date.to_iso()}, {"current", version.date.to_iso()}},
                             "the catalogue is older than the one in use; overwrite it only if you "
                             "mean to"};
            }
        }
        result.changed = true;
        result.version = {versions.empty() ? 1 : versions.front().number + 1,
                          content.date,
                          source.sha256,
                          source.name,
                          clock_->now(),
                          true,
                          count(content)};
        TRY(replace_catalogue(connection, content));
        TRY(insert_version(connection, result.version));
        return result;
    });
}

Result<std::shared_ptr<const Catalogue>> CatalogueStore::load_catalogue(const Scope& scope) {
    std::string sha256;
    auto content =
        TRY(database_->read(scope, [&](Connection& connection) -> Result<CatalogueContent> {
            const auto current =
                TRY(connection.find_row("select catalogue_date, sha256 from "
                                        "services_catalogue_versions where is_current = 1"));
            if (!current) {
                return Error{ErrorKind::NotFound,
                             "services.catalogue_missing",
                             {},
                             {},
                             "no catalogue was imported yet; run: gordion catalogue import "
                             "data/ozg-katalog"};
            }
            sha256 = current->text(1);
            CatalogueContent loaded = TRY(query_catalogue(connection));
            loaded.date = TRY(parse_date(current->text(0)));
            return loaded;
        }));
    return Catalogue::make(std::move(content), std::move(sha256));
}

Result<std::vector<CatalogueVersion>> CatalogueStore::list_versions(const Scope& scope) {
    return database_->read(scope,
                           [](Connection& connection) { return query_versions(connection); });
}

}  // namespace gordion::services
