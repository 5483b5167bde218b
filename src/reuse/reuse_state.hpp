// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>

#include "reuse/adoption_snapshot.hpp"
#include "reuse/reuse.hpp"
#include "reuse/rollout.hpp"

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

    /// Up to date with the database at the moment of the call; work for what is new only.
    Result<std::shared_ptr<const AdoptionSnapshot>> load_snapshot();
    /// `known` and what the transaction sees beyond it, for deeds that judge and write in one
    /// transaction. Where its scope does not reach all tenants, what others wrote since is missing:
    /// not for keeping.
    static Result<std::shared_ptr<const AdoptionSnapshot>> extend(
        storage::Connection& connection, const std::shared_ptr<const AdoptionSnapshot>& known);
    /// Error code: reuse.directory_missing (Unavailable).
    Result<std::shared_ptr<const regions::Directory>> load_directory();
    Result<const Offer*> load_offer(const AdoptionSnapshot& current, std::string_view package_id,
                                    std::string_view version);
    Result<std::shared_ptr<const LoadedPackage>> load_package(const Offer& offer);
    Result<void> store_package(const Scope& scope, const Offer& offer, const PackageFiles& files);
    /// reuse.version_too_small (warning), compared with the version before.
    Result<void> judge_number(const AdoptionSnapshot& current, const LoadedPackage& now,
                              Findings& findings);
    /// Writes to the audit trail of the scope's tenant that it tried; returns package_foreign().
    Error refuse_foreign(const Scope& scope, const Offer& offer);
    /// Under which deeds of this scope write: as narrow as it allows.
    static Scope writing_scope(const Scope& scope);
    /// Judges and writes in one transaction; an answer for each wish.
    std::vector<Result<Judged<std::optional<Adoption>>>> adopt_together(
        const Scope& scope, std::span<const AdoptionWish> wishes);
    /// One package serves a key: steps that end what the newly joined one covers completely.
    void end_covered(const AdoptionSnapshot& current, const Scope& scope,
                     const LoadedPackage& joined, const AdoptionWish& wish,
                     std::vector<Adoption>& made);
    /// The tenant's next step with the package; version, day and cause are the caller's.
    Adoption make_step(const AdoptionSnapshot& current, const Scope& scope, const TenantId& tenant,
                       std::string_view package_id);
    /// The rows and an entry in the audit trail of each tenant, which the scope must reach.
    Result<void> store_steps(storage::Connection& connection, const Scope& scope,
                             std::span<const Adoption> steps);
    std::vector<Result<ParameterValue>> set_together(const Scope& scope,
                                                     std::span<const ParameterChange> changes);
    /// The value to be written, or why it is refused.
    Result<ParameterValue> make_value(const AdoptionSnapshot& current, const Scope& scope,
                                      const ParameterChange& change);
    Result<std::optional<std::string>> judge_value(const AdoptionSnapshot& current,
                                                   const ParameterChange& change);
    /// The version that the region's administration uses on that day, else that of the Kreis, Land
    /// or Bund around it; nullptr if nobody joined.
    static const Adoption* find_used(const AdoptionSnapshot& current, std::string_view region,
                                     std::string_view package_id, Stichtag day);

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

/// Error code reuse.offer_missing.
Error offer_missing(std::string_view package_id, std::string_view version);

/// The places whose values an adoption of this tenant needs: its municipalities; itself for a
/// Kreis, a Land, the Bund.
std::vector<std::string> places_of(const regions::Directory& directory, const TenantId& tenant);

/// Whether each place of the tenant has what this version requires. What is missing everywhere is
/// said once, for the tenant. Findings as those of effective_values().
Findings find_missing(const LoadedPackage& package, const AdoptionSnapshot& current,
                      const regions::Directory& directory, const TenantId& tenant, Stichtag day);

/// Everybody a rollout is about on that day, whatever version they use; by tenant.
std::vector<const Adoption*> select_adoptions(const Rollout& rollout,
                                              const AdoptionSnapshot& current, Stichtag day);
bool is_older(std::string_view version, const Rollout& rollout);

/// The next number of a step of the tenant with the package.
std::int64_t next_step(const AdoptionSnapshot& current, const TenantId& tenant,
                       std::string_view package_id);

/// What the directory knows about the administration, Kreis or Land at this number.
AuthorityFacts authority_facts(const regions::Directory& directory, std::string_view ars);

/// Error code reuse.package_foreign: only its provider goes on with a package.
Error package_foreign(const Offer& offer);

/// Whether the scope may write for the region: its own, or a municipality of its administration.
bool may_write_for(const Scope& scope, std::string_view region);
/// reuse.scope_too_narrow, Forbidden.
Error scope_too_narrow(std::string_view region);
/// To whom a value at a region belongs: municipalities belong to their administration.
TenantId owner_of_region(std::string_view region);

}  // namespace gordion::reuse
