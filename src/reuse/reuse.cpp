// SPDX-License-Identifier: EUPL-1.2
#include "reuse/reuse.hpp"

#include <algorithm>

#include "audit/audit.hpp"
#include "core/text.hpp"
#include "reuse/offer_store.hpp"
#include "reuse/package_check.hpp"
#include "reuse/package_reader.hpp"
#include "reuse/reuse_state.hpp"

namespace gordion::reuse {
namespace {

using formats::Json;
using storage::Connection;

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
            clock.now()};
}

/// Whether the tenant's own region or, for an administration, each of its municipalities is
/// complete. What is missing everywhere is said once, for the tenant.
Findings find_missing(const LoadedPackage& package, const AdoptionSnapshot& current,
                      const regions::Directory& directory, const TenantId& tenant, Stichtag day) {
    std::vector<std::string> places;
    if (tenant.value.size() == 9) {
        for (const regions::Region* municipality : directory.municipalities_of(tenant)) {
            places.push_back(municipality->ars);
        }
    }
    if (places.empty()) {
        places.push_back(tenant.value);
    }
    const std::string& id = package.service().id;
    std::map<std::string, Findings> by_key;
    for (const std::string& place : places) {
        Judged<std::vector<EffectiveValue>> values =
            effective_values(package.service(), current.values_around(id, place),
                             authority_facts(directory, place), place, day);
        for (Finding& finding : values.findings) {
            by_key[finding.values.front().second].push_back(std::move(finding));
        }
    }
    Findings missing;
    for (auto& [key, findings] : by_key) {
        if (findings.size() == places.size()) {
            findings.resize(1);
            findings.front().place = tenant.value;
        }
        append(missing, std::move(findings));
    }
    return missing;
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
    const std::shared_ptr<const services::Catalogue> catalogue = state_->sources.catalogue();
    CheckedPackage checked = check_package(std::move(package.value), catalogue.get());
    append(judged.findings, std::move(checked.findings));
    if (has_faults(judged.findings)) {
        return judged;
    }
    const StoredPackage stored{offer.package_id, offer.version, offer.hash, pack_files(files)};
    TRY(state_->database.write(scope, [&](Connection& connection) -> Result<void> {
        const std::optional<std::string> known =
            TRY(find_package_hash(connection, offer.package_id, offer.version));
        if (known == offer.hash) {
            return {};
        }
        if (known) {
            return Error{ErrorKind::Conflict,
                         "reuse.version_taken",
                         "service.toml",
                         {{"package", offer.package_id}, {"version", offer.version}},
                         "Version " + offer.version + " of '" + offer.package_id +
                             "' is published with other content. Published versions never change: "
                             "raise the version in service.toml."};
        }
        TRY(insert_package(connection, scope, stored, offer));
        return audit::append(connection, scope, state_->clock,
                             {"reuse.package_published", offer.package_id,
                              Json::object({{"version", offer.version}, {"hash", offer.hash}})});
    }));
    {
        const std::lock_guard lock(state_->mutex);
        state_->packages.try_emplace({offer.package_id, offer.version}, std::move(checked.loaded));
    }
    const std::shared_ptr<const AdoptionSnapshot> current = TRY(state_->load_snapshot());
    judged.value = *TRY(state_->load_offer(*current, offer.package_id, offer.version));
    return judged;
}

Result<Judged<std::optional<Adoption>>> Reuse::adopt_offer(const Scope& scope,
                                                           const AdoptionWish& wish) {
    const std::shared_ptr<const AdoptionSnapshot> current = TRY(state_->load_snapshot());
    const Offer& offer = *TRY(state_->load_offer(*current, wish.package_id, wish.version));
    const std::shared_ptr<const regions::Directory> directory = TRY(state_->load_directory());
    const regions::Region* region = directory->find(wish.tenant.value);
    if (region == nullptr || region->ars != wish.tenant.value || region->ars.size() == 12) {
        return Error{ErrorKind::NotFound,
                     "reuse.tenant_unknown",
                     wish.tenant.value,
                     {{"tenant", wish.tenant.value}},
                     "'" + wish.tenant.value + "' is no administration of the directory of " +
                         directory->date().to_iso() + ". Give the first nine digits of the ARS."};
    }
    if (!scope.all_tenants && scope.tenant != wish.tenant) {
        return scope_too_narrow(wish.tenant.value);
    }
    const std::shared_ptr<const LoadedPackage> package = TRY(state_->load_package(offer));
    Judged<std::optional<Adoption>> judged;
    judged.findings = find_missing(*package, *current, *directory, wish.tenant, wish.valid_from);
    if (has_faults(judged.findings)) {
        return judged;
    }
    const Adoption* before = current->find_adoption(wish.tenant, wish.package_id, wish.valid_from);
    if (before != nullptr && before->version == offer.version &&
        before->valid_from == wish.valid_from) {
        judged.value = *before;
        return judged;
    }
    const Adoption adoption{{make_uuid(state_->clock, state_->random)},
                            wish.tenant,
                            offer.package_id,
                            offer.version,
                            wish.valid_from,
                            scope.actor.value,
                            state_->clock.now()};
    const Scope narrow = scope.narrowed_to(wish.tenant);
    TRY(state_->database.write(narrow, [&](Connection& connection) -> Result<void> {
        TRY(insert_adoption(connection, narrow, adoption));
        return audit::append(connection, narrow, state_->clock,
                             {"reuse.offer_adopted", adoption.id.value,
                              Json::object({{"package", adoption.package_id},
                                            {"version", adoption.version},
                                            {"valid_from", adoption.valid_from.to_iso()}})});
    }));
    judged.value = adoption;
    return judged;
}

Result<std::vector<Offer>> Reuse::list_offers() {
    return TRY(state_->load_snapshot())->offers();
}

Result<std::vector<Adoption>> Reuse::list_adoptions(const Scope& scope) {
    const std::shared_ptr<const AdoptionSnapshot> current = TRY(state_->load_snapshot());
    std::vector<Adoption> adoptions;
    for (const Adoption& adoption : current->adoptions()) {
        if (scope.reaches(adoption.tenant)) {
            adoptions.push_back(adoption);
        }
    }
    return adoptions;
}

Result<std::vector<Adoption>> Reuse::list_adopters(std::string_view package_id, Stichtag day) {
    const std::shared_ptr<const AdoptionSnapshot> current = TRY(state_->load_snapshot());
    std::vector<Adoption> adopters;
    for (const Adoption& adoption : current->adoptions()) {
        if (current->find_adoption(adoption.tenant, package_id, day) == &adoption) {
            adopters.push_back(adoption);
        }
    }
    return adopters;
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
                                        current->values_around(adoption->package_id, ars12),
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
