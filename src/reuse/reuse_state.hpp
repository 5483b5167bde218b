// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>

#include "reuse/adoption_snapshot.hpp"
#include "reuse/reuse.hpp"

namespace gordion::reuse {

/// What Reuse keeps in memory. The mutex guards the three caches and is never held while the
/// database or a compiler of packages is called.
struct Reuse::State {
    storage::Database& database;
    const Clock& clock;
    Random& random;
    ReuseSources sources;

    std::mutex mutex;
    std::shared_ptr<const AdoptionSnapshot> snapshot;
    std::map<std::pair<std::string, std::string>, std::shared_ptr<const LoadedPackage>> packages;
    std::unordered_map<std::string, std::shared_ptr<const FoundAdoption>> found;
    const regions::Directory* found_in = nullptr;  ///< the directory that `found` was made with

    /// Up to date with the database at the moment of the call.
    Result<std::shared_ptr<const AdoptionSnapshot>> load_snapshot();
    /// Error code: reuse.directory_missing (Unavailable).
    Result<std::shared_ptr<const regions::Directory>> load_directory();
    Result<const Offer*> load_offer(const AdoptionSnapshot& current, std::string_view package_id,
                                    std::string_view version);
    Result<std::shared_ptr<const LoadedPackage>> load_package(const Offer& offer);
    [[nodiscard]] std::shared_ptr<const FoundAdoption> find_cached(
        const std::string& key, const AdoptionSnapshot& current,
        const regions::Directory* directory);
    void keep_found(const std::string& key, const AdoptionSnapshot& current,
                    std::shared_ptr<const FoundAdoption> made);
};

/// What the directory knows about the administration, Kreis or Land at this number.
AuthorityFacts authority_facts(const regions::Directory& directory, std::string_view ars);

/// Whether the scope may write for the region: its own, or a municipality of its administration.
bool may_write_for(const Scope& scope, std::string_view region);
/// reuse.scope_too_narrow, Forbidden.
Error scope_too_narrow(std::string_view region);
/// To whom a value at a region belongs: municipalities belong to their administration.
TenantId owner_of_region(std::string_view region);

}  // namespace gordion::reuse
