// SPDX-License-Identifier: EUPL-1.2
#include "reuse/reuse.hpp"

#include <algorithm>

#include "audit/audit.hpp"
#include "core/text.hpp"
#include "reuse/offer_store.hpp"
#include "reuse/package_check.hpp"
#include "reuse/package_diff.hpp"
#include "reuse/package_reader.hpp"
#include "reuse/reuse_state.hpp"

namespace gordion::reuse {
namespace {

using formats::Json;
using storage::Connection;

/// The first to publish a package is its provider; the platform itself counts as the Bund.
TenantId provider_of(const Scope& scope) {
    return scope.tenant.empty() ? TenantId{"00"} : scope.tenant;
}

Offer make_offer(const Package& package, const Scope& scope, const Clock& clock) {
    const ServiceDeclaration& service = package.service;
    return {service.id,
            service.version,
            package.hash,
            std::string(in_language(service.title, "de")),
            service.provider_name,
            service.terms,
            service.leistungsschluessel,
            scope.actor.value,
            clock.now(),
            provider_of(scope),
            service.is_private};
}

Error version_taken(const Offer& offer) {
    return {ErrorKind::Conflict,
            "reuse.version_taken",
            "service.toml",
            {{"package", offer.package_id}, {"version", offer.version}},
            "Version " + offer.version + " of '" + offer.package_id +
                "' is published with other content. Published versions never change: raise the "
                "version in service.toml."};
}

/// What all versions of one package have in common.
void check_succession(const ServiceDeclaration& now, const ServiceDeclaration& other,
                      Findings& findings) {
    for (const ParameterDeclaration& declaration : now.parameters) {
        const ParameterDeclaration* before = other.find_parameter(declaration.key);
        if (before == nullptr || before->type == declaration.type) {
            continue;
        }
        Finding finding{"reuse.parameter_retyped",
                        Severity::Fault,
                        "service.toml",
                        {{"key", declaration.key},
                         {"before", std::string(to_string(before->type))},
                         {"after", std::string(to_string(declaration.type))},
                         {"version", other.version}},
                        "'" + declaration.key + "' is of type " +
                            std::string(to_string(before->type)) + " in version " + other.version +
                            ". Values hold for all versions, so a key keeps its type: give the "
                            "new meaning a new key."};
        if (std::find(findings.begin(), findings.end(), finding) == findings.end()) {
            findings.push_back(std::move(finding));
        }
    }
    if (now.is_private != other.is_private) {
        findings.push_back({"reuse.private_changed",
                            Severity::Fault,
                            "service.toml",
                            {{"version", other.version}},
                            "Version " + other.version +
                                " of this package says something else about 'private'. A package "
                                "is for everybody or for its own administration in all versions: "
                                "take another id."});
    }
}

}  // namespace

Reuse::Reuse(storage::Database& database, const Clock& clock, Random& random, ReuseSources sources)
    : state_(new State{database, clock, random, std::move(sources), {}, {}, {}, {}, {}, {}}) {}

Reuse::~Reuse() = default;

Result<Judged<std::optional<Offer>>> Reuse::publish_package(const Scope& scope,
                                                            const PackageFiles& files) {
    Judged<Package> package = TRY(read_package(files));
    Judged<std::optional<Offer>> judged;
    judged.findings = std::move(package.findings);
    const Offer offer = make_offer(package.value, scope, state_->clock);
    const std::shared_ptr<const AdoptionSnapshot> before = TRY(state_->load_snapshot());
    for (const Offer* other : before->versions_of(offer.package_id)) {
        if (other->provider != offer.provider) {
            return state_->refuse_foreign(scope, *other);
        }
        check_succession(package.value.service, TRY(state_->load_package(*other))->service(),
                         judged.findings);
    }
    const std::shared_ptr<const services::Catalogue> catalogue = state_->sources.catalogue();
    CheckedPackage checked =
        check_package(std::move(package.value), catalogue.get(), state_->sources.code_lists);
    append(judged.findings, std::move(checked.findings));
    if (has_faults(judged.findings)) {
        return judged;
    }
    if (const auto& origin = checked.loaded->service().origin;
        origin && before->find_offer(origin->package, origin->version) == nullptr) {
        judged.findings.push_back({"reuse.origin_unknown",
                                   Severity::Fault,
                                   "service.toml",
                                   {{"package", origin->package}, {"version", origin->version}},
                                   "[origin] names " + origin->package + " " + origin->version +
                                       ", which is not offered here."});
        return judged;
    }
    TRY(state_->judge_number(*before, *checked.loaded, judged.findings));
    TRY(state_->store_package(scope, offer, files));
    {
        const std::lock_guard lock(state_->mutex);
        state_->packages.try_emplace({offer.package_id, offer.version}, std::move(checked.loaded));
    }
    const std::shared_ptr<const AdoptionSnapshot> current = TRY(state_->load_snapshot());
    judged.value = *TRY(state_->load_offer(*current, offer.package_id, offer.version));
    return judged;
}

Result<void> Reuse::State::judge_number(const AdoptionSnapshot& current, const LoadedPackage& now,
                                        Findings& findings) {
    const ServiceDeclaration& service = now.service();
    for (const Offer* offer : current.versions_of(service.id)) {
        if (compare_versions(offer->version, service.version) >= 0) {
            continue;
        }
        const ChangeEffect effect = effect_of(diff_packages(*TRY(load_package(*offer)), now));
        if (!is_large_enough(offer->version, service.version, effect)) {
            const std::string name(to_string(effect));
            findings.push_back({"reuse.version_too_small",
                                Severity::Warning,
                                "service.toml",
                                {{"before", offer->version}, {"version", service.version}},
                                "From " + offer->version + " to " + service.version +
                                    " is a small step for a change that is " + name +
                                    ": breaking takes a new first number, new parameters a new "
                                    "second one."});
        }
        break;
    }
    return {};
}

Result<void> Reuse::State::store_package(const Scope& scope, const Offer& offer,
                                         const PackageFiles& files) {
    const StoredPackage stored{offer.package_id, offer.version, offer.hash, pack_files(files)};
    return database.write(scope, [&](Connection& connection) -> Result<void> {
        const std::optional<std::string> known =
            TRY(find_package_hash(connection, offer.package_id, offer.version));
        if (known == offer.hash) {
            return {};
        }
        if (known) {
            return version_taken(offer);
        }
        // Somebody else may have published the id since it was looked at.
        const auto provider = TRY(find_package_provider(connection, offer.package_id));
        if (provider && *provider != offer.provider) {
            return package_foreign(offer);
        }
        TRY(insert_package(connection, TRY(count_change(connection)), stored, offer));
        return audit::append(connection, scope, clock,
                             {"reuse.package_published", offer.package_id,
                              Json::object({{"version", offer.version}, {"hash", offer.hash}})});
    });
}

Result<std::int64_t> Reuse::count_changes() {
    return TRY(state_->load_snapshot())->change_count();
}

Result<std::vector<Offer>> Reuse::list_offers(const Scope& scope) {
    std::vector<Offer> offers;
    for (const Offer& offer : TRY(state_->load_snapshot())->offers()) {
        if (!offer.is_private || scope.reaches(offer.provider)) {
            offers.push_back(offer);
        }
    }
    return offers;
}
Result<std::shared_ptr<const FoundAdoption>> Reuse::find_adoption(std::string_view service_key,
                                                                  std::string_view ars12,
                                                                  Stichtag day) {
    const std::shared_ptr<const AdoptionSnapshot> current = TRY(state_->load_snapshot());
    const std::shared_ptr<const regions::Directory> directory = TRY(state_->load_directory());
    const std::string key =
        std::string(service_key) + "|" + std::string(ars12) + "|" + day.to_iso();
    if (auto known = state_->find_kept(state_->found, key, *current, directory)) {
        return known;
    }
    for (const std::string& region : region_chain(ars12)) {
        const Adoption* adoption = current->find_by_key({region}, service_key, day);
        if (adoption == nullptr) {
            continue;
        }
        auto made = std::make_shared<FoundAdoption>();
        made->adoption = *adoption;
        const Offer& offer =
            *TRY(state_->load_offer(*current, adoption->package_id, adoption->version));
        made->package = TRY(state_->load_package(offer));
        // A higher body that joined is itself the authority, also for the municipality's citizens.
        const std::string_view authority = region.size() < 9 ? std::string_view(region) : ars12;
        made->values = effective_values(made->package->service(),
                                        current->values_around(made->package->service(), ars12),
                                        authority_facts(*directory, authority), ars12, day)
                           .value;
        made->params = logic_params(made->values);
        const std::shared_ptr<const FoundAdoption> kept = std::move(made);
        state_->keep(state_->found, key, *current, kept);
        return kept;
    }
    return std::shared_ptr<const FoundAdoption>();
}

Result<std::shared_ptr<const LoadedPackage>> Reuse::load_package(std::string_view package_id,
                                                                 std::string_view version) {
    const std::shared_ptr<const AdoptionSnapshot> current = TRY(state_->load_snapshot());
    return state_->load_package(*TRY(state_->load_offer(*current, package_id, version)));
}

Result<PackageFiles> Reuse::load_files(std::string_view package_id, std::string_view version) {
    const std::shared_ptr<const AdoptionSnapshot> current = TRY(state_->load_snapshot());
    const Offer& offer = *TRY(state_->load_offer(*current, package_id, version));
    const std::optional<std::string> blob =
        TRY(state_->database.read(system_scope("reuse.read"), [&](Connection& connection) {
            return find_package_files(connection, offer.package_id, offer.version);
        }));
    return unpack_files(blob.value_or(""));
}

}  // namespace gordion::reuse
