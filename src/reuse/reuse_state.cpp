// SPDX-License-Identifier: EUPL-1.2
#include "reuse/reuse_state.hpp"

#include "core/log.hpp"
#include "regions/region.hpp"
#include "reuse/offer_store.hpp"
#include "reuse/package_reader.hpp"

namespace gordion::reuse {
Result<std::shared_ptr<const AdoptionSnapshot>> Reuse::State::load_snapshot() {
    const Scope scope = system_scope("reuse.read");
    const std::int64_t count = TRY(database.read(
        scope, [](storage::Connection& connection) { return load_change_count(connection); }));
    {
        const std::lock_guard lock(mutex);
        if (snapshot != nullptr && snapshot->change_count() == count) {
            return snapshot;
        }
    }
    AdoptionSnapshot::Content content = TRY(database.read(
        scope, [](storage::Connection& connection) -> Result<AdoptionSnapshot::Content> {
            return AdoptionSnapshot::Content{
                TRY(load_change_count(connection)), TRY(list_all_offers(connection)),
                TRY(list_all_adoptions(connection)), TRY(list_all_values(connection))};
        }));
    auto made = std::make_shared<const AdoptionSnapshot>(std::move(content));
    const std::lock_guard lock(mutex);
    // Another thread may have been faster and seen more.
    if (snapshot == nullptr || snapshot->change_count() < made->change_count()) {
        snapshot = made;
        found.clear();
        placed.clear();
    }
    return made;
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
        return Error{ErrorKind::NotFound,
                     "reuse.offer_missing",
                     std::string(package_id),
                     {{"package", std::string(package_id)}, {"version", std::string(version)}},
                     "No package '" + std::string(package_id) +
                         (version.empty() ? "" : "' in version '" + std::string(version)) +
                         "' is offered. List the offers to see what there is."};
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
        compile_package(std::move(package.value));
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

void Reuse::State::drop_outdated(const std::shared_ptr<const regions::Directory>& directory) {
    if (kept_in != directory) {
        found.clear();
        placed.clear();
        kept_in = directory;
    }
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
