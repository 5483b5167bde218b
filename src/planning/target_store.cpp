// SPDX-License-Identifier: EUPL-1.2
#include "planning/target_store.hpp"

#include "core/text.hpp"

namespace gordion::planning {
namespace {

using storage::Connection;
using storage::Row;

Result<std::vector<StoredPicture>> query_pictures(Connection& connection) {
    std::vector<StoredPicture> pictures;
    for (const Row& row :
         TRY(connection.query("select tenant_id, toml, kept_at, kept_by from "
                              "planning_target_pictures order by tenant_id, id, version"))) {
        StoredPicture stored;
        stored.tenant = {row.text(0)};
        stored.toml = row.text(1);
        stored.picture = TRY(read_target_picture(stored.toml));
        stored.kept_at = Instant{row.integer(2)};
        stored.kept_by = row.text(3);
        pictures.push_back(std::move(stored));
    }
    return pictures;
}

bool is_newer(const TargetPicture& one, const TargetPicture& other) {
    return one.valid_from != other.valid_from ? other.valid_from < one.valid_from
                                              : compare_versions(one.version, other.version) > 0;
}

}  // namespace

Result<StoredPicture> TargetStore::keep_picture(const Scope& scope, const TenantId& tenant,
                                                std::string_view toml) {
    TargetPicture picture = TRY(read_target_picture(toml));
    const StoredPicture stored{tenant, std::move(picture), std::string(toml), clock_->now(),
                               scope.actor.value};
    if (!scope.reaches(tenant)) {
        return Error{ErrorKind::Forbidden,
                     "planning.target_tenant",
                     tenant.value,
                     {},
                     "A target picture is kept by whose it is."};
    }
    // Two that keep the same name at the same time meet at the primary key or, at two tenants,
    // both stay: then the older one is found.
    for (const StoredPicture& known : TRY(list_pictures())) {
        if (known.picture.id == stored.picture.id &&
            known.picture.version == stored.picture.version) {
            if (known.tenant == tenant && known.toml == toml) {
                return known;
            }
            return Error{ErrorKind::Conflict,
                         "planning.target_taken",
                         stored.picture.id,
                         {{"id", stored.picture.id}, {"version", stored.picture.version}},
                         "Id and version name another picture already; raise the version."};
        }
    }
    return database_->write(scope, [&](Connection& connection) -> Result<StoredPicture> {
        TRY(connection.execute(
            "insert into planning_target_pictures (tenant_id, id, version, toml, kept_at, kept_by) "
            "values ($1, $2, $3, $4, $5, $6)",
            {tenant.value, stored.picture.id, stored.picture.version, stored.toml,
             stored.kept_at.ms, stored.kept_by}));
        return stored;
    });
}

Result<std::vector<StoredPicture>> TargetStore::list_pictures() {
    std::vector<StoredPicture> all;
    for (const TargetPicture& picture : built_in_pictures()) {
        all.push_back({{""}, picture, "", Instant{}, ""});
    }
    auto kept = TRY(database_->read(system_scope("target.read"), [](Connection& connection) {
        return query_pictures(connection);
    }));
    all.insert(all.end(), std::make_move_iterator(kept.begin()),
               std::make_move_iterator(kept.end()));
    return all;
}

Result<StoredPicture> TargetStore::find_picture(std::string_view id, std::string_view version) {
    std::optional<StoredPicture> found;
    for (StoredPicture& stored : TRY(list_pictures())) {
        const bool fits =
            stored.picture.id == id && (version.empty() || stored.picture.version == version);
        if (fits && (!found || is_newer(stored.picture, found->picture))) {
            found = std::move(stored);
        }
    }
    if (!found) {
        return Error{ErrorKind::NotFound,
                     "planning.target_missing",
                     std::string(id),
                     {{"id", std::string(id)}},
                     "There is no such target picture; see gordion target list."};
    }
    return std::move(*found);
}

}  // namespace gordion::planning
