// SPDX-License-Identifier: EUPL-1.2
#include "storage/blob_sweep.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <optional>
#include <unordered_set>

namespace gordion::storage {
namespace {

constexpr std::size_t asked_at_once = 500;

bool is_name(const std::string& name) {
    constexpr std::size_t id_length = 32;
    return name.size() == id_length &&
           name.find_first_not_of("0123456789abcdef") == std::string::npos;
}

// None: no blob, or gone meanwhile.
std::optional<OrphanedBlob> look_at(const std::filesystem::path& path) {
    struct stat found {};
    std::string name = path.filename().string();
    if (!is_name(name) || ::lstat(path.c_str(), &found) != 0 || !S_ISREG(found.st_mode)) {
        return std::nullopt;
    }
    return OrphanedBlob{std::move(name), static_cast<std::uint64_t>(found.st_size),
                        Instant{static_cast<std::int64_t>(found.st_mtime) * 1000}};
}

Result<std::uint64_t> sweep_group(Database& database, const BlobSweep& sweep,
                                  const std::vector<OrphanedBlob>& group) {
    std::vector<std::string> ids;
    for (const OrphanedBlob& blob : group) {
        ids.push_back(blob.id);
    }
    std::unordered_set<std::string> named;
    TRY(database.read(system_scope("storage.sweep"), [&](Connection& connection) -> Result<void> {
        for (const FindNamedBlobs find_named : sweep.namers) {
            for (std::string& id : TRY(find_named(connection, ids))) {
                named.insert(std::move(id));
            }
        }
        return {};
    }));
    std::uint64_t orphans = 0;
    for (const OrphanedBlob& blob : group) {
        if (named.contains(blob.id)) {
            continue;
        }
        ++orphans;
        if (sweep.take) {
            sweep.take(blob);
        }
        const std::filesystem::path path = sweep.folder / blob.id;
        if (sweep.deed == BlobSweep::Deed::Remove && ::unlink(path.c_str()) != 0 &&
            errno != ENOENT) {
            return Error{ErrorKind::Unavailable,
                         "storage.blob_write",
                         path.string(),
                         {{"errno", std::to_string(errno)}},
                         std::string("A blob cannot be removed: ") + std::strerror(errno)};
        }
    }
    return orphans;
}

}  // namespace

Result<std::uint64_t> sweep_blobs(Database& database, const BlobSweep& sweep, Instant now) {
    std::uint64_t orphans = 0;
    std::vector<OrphanedBlob> group;
    std::error_code problem;
    std::filesystem::directory_iterator entry(sweep.folder, problem);
    for (; !problem && entry != std::filesystem::directory_iterator(); entry.increment(problem)) {
        auto blob = look_at(entry->path());
        if (!blob || blob->written_at.plus_ms(sweep.grace_ms) > now) {
            continue;
        }
        group.push_back(std::move(*blob));
        if (group.size() == asked_at_once) {
            orphans += TRY(sweep_group(database, sweep, group));
            group.clear();
        }
    }
    if (problem) {
        return Error{ErrorKind::Unavailable,
                     "storage.blob_write",
                     sweep.folder.string(),
                     {},
                     "The folder of the blobs cannot be read: " + problem.message()};
    }
    if (!group.empty()) {
        orphans += TRY(sweep_group(database, sweep, group));
    }
    return orphans;
}

Result<std::vector<std::string>> find_with_rows(Connection& connection, std::string_view sql,
                                                std::span<const std::string> ids) {
    std::vector<std::string> found;
    for (const std::string& id : ids) {
        if (TRY(connection.find_row(sql, {id}))) {
            found.push_back(id);
        }
    }
    return found;
}

}  // namespace gordion::storage
