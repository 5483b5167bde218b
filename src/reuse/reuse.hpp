// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/finding.hpp"
#include "core/ids.hpp"
#include "core/random.hpp"
#include "core/result.hpp"
#include "core/scope.hpp"
#include "core/time.hpp"
#include "regions/directory.hpp"
#include "reuse/effective.hpp"
#include "reuse/loaded_package.hpp"
#include "reuse/package.hpp"
#include "services/catalogue.hpp"
#include "storage/database.hpp"

namespace gordion::reuse {

/// A published package with the terms on which an administration may join it.
struct Offer {
    std::string package_id;
    std::string version;
    std::string hash;
    std::string title;  ///< German
    std::string provider_name;
    std::string terms;
    std::vector<std::string> leistungsschluessel;
    std::string published_by;
    Instant published_at;
};

/// An administration (or Kreis, Land, Bund) uses a package since a day. The latest adoption of a
/// package by a tenant that has begun is the one that holds; earlier ones stay as history.
struct Adoption {
    AdoptionId id;
    TenantId tenant;
    std::string package_id;
    std::string version;
    Date valid_from;
    std::string adopted_by;
    Instant adopted_at;
};

struct AdoptionWish {
    TenantId tenant;
    std::string package_id;
    std::string version;  ///< "": the newest one that is offered
    Date valid_from;
};

struct ParameterChange {
    std::string package_id;
    std::string region;  ///< 2, 5, 9 or 12 digits
    std::string key;
    std::optional<std::string> value;  ///< as people write it; none takes the region's own value
                                       ///< back, so that the inherited one holds again
    Date valid_from;
};

/// What a citizen's page and a decision need of an adoption.
struct FoundAdoption {
    Adoption adoption;
    std::shared_ptr<const LoadedPackage> package;
    std::vector<EffectiveValue> values;  ///< declarations live as long as `package`
    formats::Json params;                ///< logic_params(values): for forms::FormContext
};

/// A package as it holds at one place on one day, whether or not anybody joined with this version:
/// for drafts and cases, which stay on the version with which they began.
struct PlacedPackage {
    std::shared_ptr<const LoadedPackage> package;
    std::vector<EffectiveValue> values;  ///< declarations live as long as `package`
    Findings missing;                    ///< required ones without a value
    formats::Json params;                ///< logic_params(values)
};

/// What is read anew for each deed, because imports replace it.
struct ReuseSources {
    std::function<std::shared_ptr<const regions::Directory>()> directory;
    std::function<std::shared_ptr<const services::Catalogue>()> catalogue;
};

/// Packages, offers, adoptions and parameters. Shared between threads. Reads come from a copy in
/// memory that is dropped when any node has changed something (one counter row is looked at), so
/// the request after a deed sees it. Each deed writes its audit entry in its own transaction.
///
/// Statutes and adoptions are public law: reading them needs no tenant, changing them does.
class Reuse {
public:
    Reuse(storage::Database& database, const Clock& clock, Random& random, ReuseSources sources);
    ~Reuse();
    Reuse(const Reuse&) = delete;
    Reuse& operator=(const Reuse&) = delete;

    /// Checks everything (package_check.hpp) and, if no finding is a fault, keeps the package and
    /// offers it. The value is empty where it is refused. Publishing the same bytes again gives the
    /// same offer. Error code: reuse.version_taken (Conflict: id and version are known with other
    /// bytes; raise the version).
    Result<Judged<std::optional<Offer>>> publish_package(const Scope& scope,
                                                         const PackageFiles& files);

    /// The value is empty where required parameters are missing: one finding
    /// reuse.parameter_missing for each and each municipality that lacks it (place: its ARS).
    /// Adopting the same version since the same day again gives the same adoption; another version
    /// (newer or, to roll back, older) replaces it from its day on.
    /// Error codes: reuse.offer_missing (NotFound), reuse.tenant_unknown (NotFound),
    /// reuse.scope_too_narrow (Forbidden: the scope is not the tenant's own).
    Result<Judged<std::optional<Adoption>>> adopt_offer(const Scope& scope,
                                                        const AdoptionWish& wish);

    /// Error codes: reuse.offer_missing, reuse.region_unknown (NotFound), reuse.parameter_unknown
    /// (value "known": what there is), reuse.parameter_level (values "levels", "level"),
    /// reuse.scope_too_narrow (Forbidden: an administration sets values for itself and its
    /// municipalities, a Kreis, Land or the Bund for itself), and those of parse_parameter.
    Result<ParameterValue> set_parameter(const Scope& scope, const ParameterChange& change);

    /// Newest version of each package first; all versions.
    Result<std::vector<Offer>> list_offers();
    /// Of the tenants that the scope reaches; all of them for a scope over all tenants.
    Result<std::vector<Adoption>> list_adoptions(const Scope& scope);
    /// Who uses the package now.
    Result<std::vector<Adoption>> list_adopters(std::string_view package_id, Stichtag day);

    /// The adoption that serves this Leistungsschluessel for a municipality: its administration's,
    /// else that of its Kreis, Land or the Bund. nullptr if nobody joined.
    Result<std::shared_ptr<const FoundAdoption>> find_adoption(std::string_view service_key,
                                                               std::string_view ars12,
                                                               Stichtag day);
    /// All parameters at a region (municipality, administration, Kreis, Land), with the missing
    /// ones as findings: the page on which they are filled in. "" stands for the newest version.
    struct ParameterView {
        std::shared_ptr<const LoadedPackage> package;
        Judged<std::vector<EffectiveValue>> values;
    };
    Result<ParameterView> view_parameters(std::string_view package_id, std::string_view version,
                                          std::string_view ars, Stichtag day);
    /// The same, shared and kept ready, for pages that citizens and case workers look at.
    Result<std::shared_ptr<const PlacedPackage>> load_placed(std::string_view package_id,
                                                             std::string_view version,
                                                             std::string_view ars, Stichtag day);
    /// Everything that was ever set for the key in these regions, newest first.
    Result<std::vector<ParameterValue>> list_history(std::string_view package_id,
                                                     std::string_view region, std::string_view key);

    /// Error code: reuse.offer_missing. "" stands for the newest version.
    Result<std::shared_ptr<const LoadedPackage>> load_package(std::string_view package_id,
                                                              std::string_view version);
    /// The files as they were published, for showing and re-checking.
    Result<PackageFiles> load_files(std::string_view package_id, std::string_view version);

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace gordion::reuse
