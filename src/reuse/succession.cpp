// SPDX-License-Identifier: EUPL-1.2
#include "reuse/succession.hpp"

#include <algorithm>
#include <map>

#include "core/text.hpp"
#include "reuse/reuse_state.hpp"

namespace gordion::reuse {
namespace {

/// What an older version and the new one have to do with each other, once for all who use it.
struct Step {
    bool breaks_for_all = false;
    std::vector<const PackageChange*> dropped;  ///< parameters that are gone
    std::vector<PackageChange> changes;
};

Step judge_step(const LoadedPackage& old, const LoadedPackage& now) {
    Step step;
    step.changes = diff_packages(old, now);
    for (const PackageChange& change : step.changes) {
        if (change.area != PackageArea::Parameters) {
            step.breaks_for_all |= change.effect == ChangeEffect::Breaking;
        } else if (change.kind == fim::ChangeKind::Removed) {
            step.dropped.push_back(&change);
        }
    }
    return step;
}

bool has_own_value(const AdoptionSnapshot& current, std::string_view package_id,
                   const std::vector<std::string>& regions, std::string_view key) {
    for (const std::string& region : regions) {
        const std::vector<ParameterValue>& values = current.values_at(package_id, region);
        const auto last =
            std::find_if(values.rbegin(), values.rend(),
                         [&](const ParameterValue& value) { return value.key == key; });
        if (last != values.rend() && last->value) {
            return true;
        }
    }
    return false;
}

Finding make_dropped(const PackageChange& change, const TenantId& tenant) {
    return {"reuse.parameter_dropped",
            Severity::Warning,
            tenant.value,
            {{"key", change.place}, {"label", change.label}},
            "The value that is set for '" + change.place + "' (" + change.label +
                ") has no effect any more: this version does not know it."};
}

}  // namespace

Result<std::string> Succession::find_previous(std::string_view package_id,
                                              std::string_view version) {
    const auto current = TRY(reuse_->state_->load_snapshot());
    for (const Offer* offer : current->versions_of(package_id)) {
        if (compare_versions(offer->version, version) < 0) {
            return offer->version;
        }
    }
    return std::string();
}

Result<std::vector<PackageChange>> Succession::diff_versions(std::string_view package_id,
                                                             std::string_view from,
                                                             std::string_view to) {
    const auto old = TRY(reuse_->load_package(package_id, from));
    const auto now = TRY(reuse_->load_package(package_id, to));
    return diff_packages(*old, *now);
}

Result<std::vector<AffectedAdoption>> Succession::list_affected(const LoadedPackage& now,
                                                                Stichtag day) {
    const auto current = TRY(reuse_->state_->load_snapshot());
    const auto directory = TRY(reuse_->state_->load_directory());
    const std::string& package_id = now.service().id;
    Overview overview(*reuse_);
    std::map<std::string, Step> steps;
    std::vector<AffectedAdoption> affected;
    for (const Adoption* adoption : current->adopters_of(package_id, day)) {
        if (compare_versions(adoption->version, now.service().version) >= 0) {
            continue;
        }
        if (!steps.contains(adoption->version)) {
            steps.emplace(
                adoption->version,
                judge_step(*TRY(reuse_->load_package(package_id, adoption->version)), now));
        }
        const Step& step = steps.at(adoption->version);
        AffectedAdoption one{*adoption, ChangeEffect::Compatible, {}, {}};
        one.reasons = find_missing(now, *current, *directory, adoption->tenant, day);
        const bool missing = has_faults(one.reasons);
        bool loses = std::any_of(one.reasons.begin(), one.reasons.end(), [](const Finding& reason) {
            return reason.code == "reuse.parameter_unfit";
        });
        std::vector<std::string> regions = places_of(*directory, adoption->tenant);
        regions.push_back(adoption->tenant.value);
        for (const PackageChange* change : step.dropped) {
            if (has_own_value(*current, package_id, regions, change->place)) {
                one.reasons.push_back(make_dropped(*change, adoption->tenant));
                loses = true;
            }
        }
        one.effect = step.breaks_for_all || loses ? ChangeEffect::Breaking
                     : missing                    ? ChangeEffect::NeedsParameters
                                                  : ChangeEffect::Compatible;
        if (one.effect != ChangeEffect::Compatible) {
            one.contact = TRY(overview.find_contact(adoption->tenant, package_id, day));
        }
        affected.push_back(std::move(one));
    }
    return affected;
}

Result<Missed> Succession::list_missed(const LoadedPackage& copy) {
    const ServiceDeclaration& service = copy.service();
    if (!service.origin) {
        return Error{ErrorKind::Invalid,
                     "reuse.no_copy",
                     service.id,
                     {{"package", service.id}},
                     "'" + service.id + "' is no copy: its service.toml has no [origin]."};
    }
    const auto base = TRY(reuse_->load_package(service.origin->package, service.origin->version));
    const auto theirs = TRY(reuse_->load_package(service.origin->package, ""));
    return Missed{*service.origin, theirs->service().version, find_missed(*base, *theirs, copy)};
}

}  // namespace gordion::reuse
