// SPDX-License-Identifier: EUPL-1.2
#include "reuse/reuse_state.hpp"

#include <algorithm>

#include "audit/audit.hpp"
#include "core/log.hpp"
#include "regions/region.hpp"
#include "reuse/offer_store.hpp"
#include "reuse/package_reader.hpp"

namespace gordion::reuse {

Result<std::shared_ptr<const AdoptionSnapshot>> Reuse::State::load_snapshot() {
    const Scope scope = system_scope("reuse.read");
    const std::int64_t count = TRY(database.read(
        scope, [](storage::Connection& connection) { return load_change_count(connection); }));
    std::shared_ptr<const AdoptionSnapshot> known;
    {
        const std::lock_guard lock(mutex);
        known = snapshot == nullptr ? std::make_shared<const AdoptionSnapshot>() : snapshot;
    }
    if (known->change_count() == count) {
        return known;
    }
    const auto made = TRY(database.read(
        scope, [&](storage::Connection& connection) { return extend(connection, known); }));
    const std::lock_guard lock(mutex);
    // Another thread may have been faster and seen more.
    if (snapshot == nullptr || snapshot->change_count() < made->change_count()) {
        snapshot = made;
        found.clear();
        placed.clear();
    }
    return made;
}

Result<std::shared_ptr<const AdoptionSnapshot>> Reuse::State::extend(
    storage::Connection& connection, const std::shared_ptr<const AdoptionSnapshot>& known) {
    const std::int64_t count = TRY(load_change_count(connection));
    if (count == known->change_count()) {
        return known;
    }
    return known->with(TRY(load_changes(connection, known->change_count())));
}

Result<std::shared_ptr<const regions::Directory>> Reuse::State::load_directory() {
    std::shared_ptr<const regions::Directory> directory = sources.directory();
    if (directory == nullptr) {
        return Error{
            ErrorKind::Unavailable,
            "reuse.directory_missing",
            "",
            {},
            "No directory of municipalities was imported yet. Run 'gordion regions import'."};
    }
    return directory;
}

Result<const Offer*> Reuse::State::load_offer(const AdoptionSnapshot& current,
                                              std::string_view package_id,
                                              std::string_view version) {
    const Offer* offer = current.find_offer(package_id, version);
    if (offer == nullptr) {
        return offer_missing(package_id, version);
    }
    return offer;
}

Result<std::shared_ptr<const LoadedPackage>> Reuse::State::load_package(const Offer& offer) {
    const std::pair key(offer.package_id, offer.version);
    {
        const std::lock_guard lock(mutex);
        if (const auto known = packages.find(key); known != packages.end()) {
            return known->second;
        }
    }
    const std::optional<std::string> blob =
        TRY(database.read(system_scope("reuse.read"), [&](storage::Connection& connection) {
            return find_package_files(connection, offer.package_id, offer.version);
        }));
    const Error corrupt{ErrorKind::Corrupt,
                        "reuse.package_corrupt",
                        offer.package_id,
                        {{"package", offer.package_id}, {"version", offer.version}},
                        "The stored package cannot be used any more."};
    if (!blob) {
        return corrupt;
    }
    Judged<Package> package = TRY(read_package(TRY(unpack_files(*blob))));
    Judged<std::shared_ptr<const LoadedPackage>> compiled =
        compile_package(std::move(package.value), sources.code_lists);
    if (compiled.value == nullptr) {
        for (const Finding& finding : compiled.findings) {
            log(LogLevel::Error, "reuse.package_corrupt",
                {{"package", offer.package_id}, {"code", finding.code}, {"place", finding.place}});
        }
        return corrupt;
    }
    const std::lock_guard lock(mutex);
    return packages.try_emplace(key, std::move(compiled.value)).first->second;
}

Error Reuse::State::refuse_foreign(const Scope& scope, const Offer& offer) {
    const Result<void> noted =
        database.write(scope, [&](storage::Connection& connection) -> Result<void> {
            return audit::append(connection, scope, clock,
                                 {"reuse.package_refused", offer.package_id,
                                  formats::Json::object({{"version", offer.version}})});
        });
    return noted ? package_foreign(offer) : noted.error();
}

Scope Reuse::State::writing_scope(const Scope& scope) {
    return scope.all_tenants ? scope : scope.narrowed_to(scope.tenant);
}

const Adoption* Reuse::State::find_used(const AdoptionSnapshot& current, std::string_view region,
                                        std::string_view package_id, Stichtag day) {
    for (const std::string& around : region_chain(region)) {
        if (const Adoption* used = current.find_adoption({around}, package_id, day)) {
            return used;
        }
    }
    return nullptr;
}

void Reuse::State::drop_outdated(const std::shared_ptr<const regions::Directory>& directory) {
    if (kept_in != directory) {
        found.clear();
        placed.clear();
        kept_in = directory;
    }
}

Error offer_missing(std::string_view package_id, std::string_view version) {
    return {ErrorKind::NotFound,
            "reuse.offer_missing",
            std::string(package_id),
            {{"package", std::string(package_id)}, {"version", std::string(version)}},
            "No package '" + std::string(package_id) + "'" +
                (version.empty() ? "" : " in version " + std::string(version)) +
                " is offered. List the offers to see what there is."};
}

std::vector<std::string> places_of(const regions::Directory& directory, const TenantId& tenant) {
    std::vector<std::string> places;
    if (tenant.value.size() == 9) {
        for (const regions::Region* municipality : directory.municipalities_of(tenant)) {
            places.push_back(municipality->ars);
        }
    }
    if (places.empty()) {
        places.push_back(tenant.value);
    }
    return places;
}

Findings find_missing(const LoadedPackage& package, const AdoptionSnapshot& current,
                      const regions::Directory& directory, const TenantId& tenant, Stichtag day) {
    const std::vector<std::string> places = places_of(directory, tenant);
    std::map<std::pair<std::string, std::string>, Findings> by_key;
    for (const std::string& place : places) {
        Judged<std::vector<EffectiveValue>> values =
            effective_values(package.service(), current.values_around(package.service(), place),
                             authority_facts(directory, place), place, day);
        for (Finding& finding : values.findings) {
            by_key[{finding.code, finding.values.front().second}].push_back(std::move(finding));
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

std::int64_t next_step(const AdoptionSnapshot& current, const TenantId& tenant,
                       std::string_view package_id) {
    const std::vector<Adoption>& steps = current.steps_of(tenant, package_id);
    return steps.empty() ? 1 : steps.back().number + 1;
}

AuthorityFacts authority_facts(const regions::Directory& directory, std::string_view ars) {
    if (ars.size() >= 9) {
        if (const auto administration = directory.administration_of(ars)) {
            return {administration->name, administration->postcode, administration->seat};
        }
        return {};
    }
    const regions::Region* region = directory.find(ars);
    if (region == nullptr) {
        return {};
    }
    return {regions::full_name(*region), region->postcode, region->seat};
}

Error package_foreign(const Offer& offer) {
    return {ErrorKind::Forbidden,
            "reuse.package_foreign",
            offer.package_id,
            {{"package", offer.package_id}, {"provider", offer.provider.value}},
            "The package '" + offer.package_id + "' belongs to the provider " +
                offer.provider.value + ", who alone goes on with it (gordion … --tenant=" +
                offer.provider.value + "). Publish your own package under another id."};
}

bool may_write_for(const Scope& scope, std::string_view region) {
    return scope.all_tenants || owner_of_region(region) == scope.tenant;
}

Error scope_too_narrow(std::string_view region) {
    return {ErrorKind::Forbidden,
            "reuse.scope_too_narrow",
            std::string(region),
            {{"region", std::string(region)}},
            "You may not decide this for region " + std::string(region) +
                ". An administration decides for itself and its municipalities; a Kreis, a Land "
                "or the Bund for itself."};
}

TenantId owner_of_region(std::string_view region) {
    return {std::string(region.substr(0, std::min<std::size_t>(region.size(), 9)))};
}

}  // namespace gordion::reuse
