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

/// What Reuse keeps in memory. The mutex guards the caches and is never held while the
/// database or a compiler of packages is called.
struct Reuse::State {
    template <typename T>
    using Kept = std::unordered_map<std::string, std::shared_ptr<const T>>;
    /// Places times days that are kept ready; beyond that a cache starts anew.
    static constexpr std::size_t kept_most = 4096;

    storage::Database& database;
    const Clock& clock;
    Random& random;
    ReuseSources sources;

    std::mutex mutex;
    std::shared_ptr<const AdoptionSnapshot> snapshot;
    std::map<std::pair<std::string, std::string>, std::shared_ptr<const LoadedPackage>> packages;
    Kept<FoundAdoption> found;
    Kept<PlacedPackage> placed;
    std::shared_ptr<const regions::Directory> kept_in;  ///< what both were made with

    /// Up to date with the database at the moment of the call.
    Result<std::shared_ptr<const AdoptionSnapshot>> load_snapshot();
    /// Error code: reuse.directory_missing (Unavailable).
    Result<std::shared_ptr<const regions::Directory>> load_directory();
    Result<const Offer*> load_offer(const AdoptionSnapshot& current, std::string_view package_id,
                                    std::string_view version);
    Result<std::shared_ptr<const LoadedPackage>> load_package(const Offer& offer);

    /// What was kept under the key, if it was made from this snapshot and directory.
    template <typename T>
    std::shared_ptr<const T> find_kept(Kept<T>& kept, const std::string& key,
                                       const AdoptionSnapshot& current,
                                       const std::shared_ptr<const regions::Directory>& directory) {
        const std::lock_guard lock(mutex);
        drop_outdated(directory);
        const auto known = kept.find(key);
        const bool fits = snapshot.get() == &current && known != kept.end();
        return fits ? known->second : nullptr;
    }
    template <typename T>
    void keep(Kept<T>& kept, const std::string& key, const AdoptionSnapshot& current,
              const std::shared_ptr<const T>& made) {
        const std::lock_guard lock(mutex);
        if (snapshot.get() != &current) {
            return;
        }
        if (kept.size() >= kept_most) {
            kept.clear();
        }
        kept.insert_or_assign(key, made);
    }
    /// The mutex must be held.
    void drop_outdated(const std::shared_ptr<const regions::Directory>& directory);
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
