// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <span>
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
#include "reuse/adoption.hpp"
#include "reuse/effective.hpp"
#include "reuse/loaded_package.hpp"
#include "reuse/package.hpp"
#include "services/catalogue.hpp"
#include "storage/database.hpp"

namespace gordion::reuse {

struct AdoptionWish {
    TenantId tenant;
    std::string package_id;
    std::string version;  ///< "": the newest one that is offered
    Date valid_from;
};

struct PinWish {
    TenantId tenant;
    std::string package_id;
    std::string version;  ///< the one that is used now, so that nobody pins what he did not see
    std::optional<Date> until;  ///< the last day; none: until it is taken back
    std::string reason;
};

struct ParameterChange {
    std::string package_id;
    std::string region;  ///< 2, 5, 9 or 12 digits
    std::string key;
    std::optional<std::string> value;  ///< as people write it; none takes the region's own value
                                       ///< back, so that the inherited one holds again
    Date valid_from;
    std::optional<Date> valid_to = {};  ///< the last day
    std::string origin = {};            ///< "" for a person; else from where it was imported
};

/// One package at one tenant, now and in history: what both sides see.
struct AdoptionLife {
    std::optional<Adoption> current;  ///< what holds on the day
    std::optional<Adoption> planned;  ///< the next step that begins later
    std::optional<Pin> pin;           ///< what keeps it on the current version
    std::vector<Adoption> steps;      ///< newest first
    std::vector<Pin> pins;            ///< newest first, with those that were taken back
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
    fim::CodeListSources code_lists = {};  ///< must live as long as Reuse
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
    /// offers it. The value is empty where it is refused; findings beyond those of the check:
    /// reuse.parameter_retyped (values hold for all versions, so a key keeps its type; a new
    /// meaning takes a new key) and reuse.private_changed. Publishing the same bytes again gives
    /// the same offer. Who published the first version is the package's provider.
    /// Error codes: reuse.version_taken (Conflict: id and version are known with other bytes; raise
    /// the version), reuse.package_foreign (Forbidden, and audited: another provider's package).
    Result<Judged<std::optional<Offer>>> publish_package(const Scope& scope,
                                                         const PackageFiles& files);

    /// The value is empty where required parameters are missing: one finding
    /// reuse.parameter_missing for each and each municipality that lacks it (place: its ARS).
    /// Adopting the version that holds on that day anyway gives the same adoption; another version
    /// (newer or, to roll back, older) replaces it from its day on. Other packages of the tenant
    /// all of whose keys this one serves, too, end on that day: a copy replaces its original.
    /// Error codes: reuse.offer_missing (NotFound), reuse.tenant_unknown (NotFound),
    /// reuse.scope_too_narrow (Forbidden: the scope is not the tenant's own).
    Result<Judged<std::optional<Adoption>>> adopt_offer(const Scope& scope,
                                                        const AdoptionWish& wish);
    /// Many at once, each as if alone, in transactions of limits::rows_per_pipeline.
    std::vector<Result<Judged<std::optional<Adoption>>>> adopt_offers(
        const Scope& scope, std::span<const AdoptionWish> wishes);
    /// Nobody can begin an Antrag here from that day on (today or later). Drafts that were begun
    /// can be finished and cases go on: both stay on their version. Error codes: those of
    /// adopt_offer, reuse.not_adopted (NotFound), reuse.day_past (Invalid).
    Result<Adoption> end_adoption(const Scope& scope, const TenantId& tenant,
                                  std::string_view package_id, Date from);
    /// No rollout moves the adoption until the pin ends or is taken back. Error codes: those of
    /// adopt_offer, reuse.not_adopted, reuse.version_changed (Conflict: another version is used by
    /// now), reuse.day_past, reuse.pin_reason (Invalid: empty or too long).
    Result<Pin> pin_version(const Scope& scope, const PinWish& wish);
    /// Taking back a pin that is not there is no error.
    Result<void> unpin_version(const Scope& scope, const TenantId& tenant,
                               std::string_view package_id);

    /// The value is checked against the version that the region's administration uses and, if that
    /// one does not take it, against the newer ones, so that a value can be set before its version
    /// comes. Error codes: reuse.offer_missing, reuse.region_unknown (NotFound),
    /// reuse.parameter_unknown (value "known": what there is), reuse.parameter_level (values
    /// "levels", "level"), reuse.parameter_days (Invalid: it ends before it begins),
    /// reuse.scope_too_narrow (Forbidden: an administration sets values for itself and its
    /// municipalities, a Kreis, Land or the Bund for itself), and those of parse_parameter.
    Result<ParameterValue> set_parameter(const Scope& scope, const ParameterChange& change);
    /// Many at once, each as if alone, in transactions of limits::rows_per_pipeline.
    std::vector<Result<ParameterValue>> set_parameters(const Scope& scope,
                                                       std::span<const ParameterChange> changes);

    /// What the scope's tenant may join: newest version of each package first, all versions, and of
    /// private packages its own.
    Result<std::vector<Offer>> list_offers(const Scope& scope);
    /// Every step of the tenants that the scope reaches; of all of them for a scope over all.
    Result<std::vector<Adoption>> list_adoptions(const Scope& scope);
    /// Who uses the package on that day, in the order of their keys.
    Result<std::vector<Adoption>> list_adopters(std::string_view package_id, Stichtag day);
    /// Empty if the tenant never joined.
    Result<AdoptionLife> view_adoption(const TenantId& tenant, std::string_view package_id,
                                       Stichtag day);
    /// What an adoption of this version would lack at the tenant; findings as those of adopt_offer.
    Result<Findings> judge_version(const TenantId& tenant, std::string_view package_id,
                                   std::string_view version, Stichtag day);

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

    /// Another number after each deed; cheap. For those who keep something made from all of it.
    Result<std::int64_t> count_changes();

    /// Error code: reuse.offer_missing. "" stands for the newest version.
    Result<std::shared_ptr<const LoadedPackage>> load_package(std::string_view package_id,
                                                              std::string_view version);
    /// The files as they were published, for showing and re-checking.
    Result<PackageFiles> load_files(std::string_view package_id, std::string_view version);

private:
    friend class Overview;
    friend class Rollouts;
    friend class Succession;
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace gordion::reuse
