// SPDX-License-Identifier: EUPL-1.2
#include "regions/directory_store.hpp"

#include <string_view>
#include <unordered_map>

namespace gordion::regions {
namespace {

using storage::Connection;
using storage::Row;
using storage::Value;

constexpr std::string_view version_columns =
    "number, directory_date, sha256, source, imported_at, is_current, laender, regierungsbezirke, "
    "kreise, verbaende, administrations, municipalities, unincorporated, population";

Result<DirectoryVersion> version_from(const Row& row) {
    DirectoryVersion version;
    version.number = row.integer(0);
    version.date = TRY(parse_date(row.text(1)));
    version.sha256 = row.text(2);
    version.source = row.text(3);
    version.imported_at = Instant{row.integer(4)};
    version.current = row.integer(5) != 0;
    DirectoryCounts& counts = version.counts;
    counts.laender = row.integer(6);
    counts.regierungsbezirk_count = row.integer(7);
    counts.kreise = row.integer(8);
    counts.verbaende = row.integer(9);
    counts.administrations = row.integer(10);
    counts.municipalities = row.integer(11);
    counts.unincorporated = row.integer(12);
    counts.population = row.integer(13);
    return version;
}

Result<std::vector<DirectoryVersion>> query_versions(Connection& connection) {
    const std::string sql = "select " + std::string(version_columns) +
                            " from regions_directory_versions order by number desc";
    std::vector<DirectoryVersion> versions;
    for (const Row& row : TRY(connection.query(sql))) {
        versions.push_back(TRY(version_from(row)));
    }
    return versions;
}

Result<std::vector<Region>> query_regions(Connection& connection) {
    const auto rows =
        TRY(connection.query("select ars, level, name, seat, kind, population, area_km2, postcode "
                             "from regions_directory order by ars"));
    std::vector<Region> regions;
    regions.reserve(rows.size());
    for (const Row& row : rows) {
        regions.push_back({row.text(0), static_cast<RegionLevel>(row.integer(1)), row.text(2),
                           row.text(3), row.text(4), row.integer(5), row.real(6), row.text(7)});
    }
    return regions;
}

Result<void> replace_regions(Connection& connection, const std::vector<Region>& regions) {
    TRY(connection.execute("delete from regions_directory"));
    std::vector<std::vector<Value>> rows;
    rows.reserve(regions.size());
    for (const Region& region : regions) {
        rows.push_back({region.ars, static_cast<std::int64_t>(region.level), region.name,
                        region.seat, region.kind, region.population, region.area_km2,
                        region.postcode});
    }
    return connection.execute_many(
        "insert into regions_directory "
        "(ars, level, name, seat, kind, population, area_km2, postcode) "
        "values ($1, $2, $3, $4, $5, $6, $7, $8)",
        rows);
}

Result<void> insert_version(Connection& connection, const DirectoryVersion& version) {
    TRY(connection.execute("update regions_directory_versions set is_current = 0"));
    const DirectoryCounts& counts = version.counts;
    const std::string sql = "insert into regions_directory_versions (" +
                            std::string(version_columns) +
                            ") values ($1, $2, $3, $4, $5, 1, $6, $7, $8, $9, $10, $11, $12, $13)";
    TRY(connection.execute(
        sql, {version.number, version.date.to_iso(), version.sha256, version.source,
              version.imported_at.ms, counts.laender, counts.regierungsbezirk_count, counts.kreise,
              counts.verbaende, counts.administrations, counts.municipalities,
              counts.unincorporated, counts.population}));
    return {};
}

void count_changes(const std::vector<Region>& before, const std::vector<Region>& after,
                   DirectoryImport& result) {
    std::unordered_map<std::string_view, const Region*> known;
    for (const Region& region : before) {
        known.emplace(region.ars, &region);
    }
    for (const Region& region : after) {
        const auto old = known.find(region.ars);
        if (old == known.end()) {
            ++result.added;
        } else {
            result.altered += *old->second == region ? 0 : 1;
            known.erase(old);
        }
    }
    result.removed = static_cast<std::int64_t>(known.size());
}

// A newer file that suddenly lacks a tenth of the country is a torn file, not a reform.
Result<void> check_fits(const GvDraft& draft, const DirectoryVersion& current) {
    if (draft.date < current.date) {
        return Error{
            ErrorKind::Conflict,
            "regions.directory_older",
            {},
            {{"date", draft.date.to_iso()}, {"current", current.date.to_iso()}},
            "the file is older than the directory in use; overwrite it only if you mean to"};
    }
    if (draft.counts.municipalities * 10 < current.counts.municipalities * 9) {
        return Error{ErrorKind::Conflict,
                     "regions.directory_shrinks",
                     {},
                     {{"municipalities", std::to_string(draft.counts.municipalities)},
                      {"current", std::to_string(current.counts.municipalities)}},
                     "the file has far fewer municipalities than the directory in use; it is "
                     "probably incomplete"};
    }
    return {};
}

}  // namespace

DirectoryStore::DirectoryStore(storage::Database& database, const Clock& clock)
    : database_(&database), clock_(&clock) {}

Result<DirectoryImport> DirectoryStore::import_directory(const Scope& scope, const GvDraft& draft,
                                                         const ImportSource& source,
                                                         Overwrite overwrite) {
    if (draft.counts.laender == 0 || draft.counts.municipalities == 0) {
        return Error{ErrorKind::Invalid,
                     "regions.directory_incomplete",
                     source.name,
                     {},
                     "the file names no Land or no municipality; nothing was imported"};
    }
    return database_->write(scope, [&](Connection& connection) -> Result<DirectoryImport> {
        const auto versions = TRY(query_versions(connection));
        DirectoryImport result;
        for (const DirectoryVersion& version : versions) {
            if (!version.current) {
                continue;
            }
            result.previous = version.date;
            if (version.sha256 == source.sha256) {
                result.version = version;
                return result;
            }
            if (overwrite == Overwrite::No) {
                TRY(check_fits(draft, version));
            }
        }
        count_changes(TRY(query_regions(connection)), draft.regions, result);
        result.changed = true;
        result.version = {versions.empty() ? 1 : versions.front().number + 1,
                          draft.date,
                          source.sha256,
                          source.name,
                          clock_->now(),
                          true,
                          draft.counts};
        TRY(replace_regions(connection, draft.regions));
        TRY(insert_version(connection, result.version));
        return result;
    });
}

Result<std::int64_t> DirectoryStore::import_postcodes(const Scope& scope,
                                                      const PostcodeDraft& draft,
                                                      const ImportSource& source) {
    return database_->write(scope, [&](Connection& connection) -> Result<std::int64_t> {
        const auto last = TRY(connection.find_row(
            "select number, sha256 from regions_postcode_versions order by number desc limit 1"));
        if (last && last->text(1) == source.sha256) {
            return 0;
        }
        std::vector<std::vector<Value>> rows;
        rows.reserve(draft.pairs.size());
        for (const PostcodePair& pair : draft.pairs) {
            rows.push_back({pair.postcode, pair.ags});
        }
        TRY(connection.execute("delete from regions_postcodes"));
        TRY(connection.execute_many("insert into regions_postcodes (postcode, ags) values ($1, $2)",
                                    rows));
        const auto pairs = static_cast<std::int64_t>(draft.pairs.size());
        TRY(connection.execute(
            "insert into regions_postcode_versions (number, sha256, source, imported_at, pairs) "
            "values ($1, $2, $3, $4, $5)",
            {last ? last->integer(0) + 1 : 1, source.sha256, source.name, clock_->now().ms,
             pairs}));
        return pairs;
    });
}

Result<std::shared_ptr<const Directory>> DirectoryStore::load_directory(const Scope& scope) {
    auto content =
        TRY(database_->read(scope, [](Connection& connection) -> Result<DirectoryContent> {
            DirectoryContent loaded;
            const auto current = TRY(connection.find_row(
                "select directory_date from regions_directory_versions where is_current = 1"));
            if (!current) {
                return Error{
                    ErrorKind::NotFound,
                    "regions.directory_missing",
                    {},
                    {},
                    "no municipality directory was imported yet; run: gordion regions import "
                    "data/gemeindeverzeichnis/GV100AD_30112025.txt"};
            }
            loaded.date = TRY(parse_date(current->text(0)));
            loaded.regions = TRY(query_regions(connection));
            const auto rows = TRY(connection.query("select postcode, ags from regions_postcodes"));
            loaded.postcodes.reserve(rows.size());
            for (const Row& row : rows) {
                loaded.postcodes.push_back({row.text(0), row.text(1)});
            }
            return loaded;
        }));
    return Directory::make(std::move(content));
}

Result<std::vector<DirectoryVersion>> DirectoryStore::list_versions(const Scope& scope) {
    return database_->read(scope,
                           [](Connection& connection) { return query_versions(connection); });
}

}  // namespace gordion::regions
