// SPDX-License-Identifier: EUPL-1.2
#include "reuse/overview.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "reuse/reuse_state.hpp"

namespace gordion::reuse {
namespace {

/// Counts one package at one tenant.
class Counter {
public:
    Counter(const LoadedPackage& package, const AdoptionSnapshot& current,
            const regions::Directory& directory, Stichtag day)
        : package_(package), current_(current), directory_(directory), day_(day) {}

    [[nodiscard]] Completeness count(const TenantId& tenant) const {
        const std::string& id = package_.service().id;
        std::map<std::string, bool> is_filled;
        for (const std::string& place : places_of(directory_, tenant)) {
            for (const EffectiveValue& value :
                 effective_values(package_.service(),
                                  current_.values_around(package_.service(), place),
                                  authority_facts(directory_, place), place, day_)
                     .value) {
                if (value.is_required) {
                    const bool has_value = value.source != ValueSource::Absent;
                    const auto [known, is_new] =
                        is_filled.emplace(value.declaration->key, has_value);
                    known->second = known->second && has_value;
                }
            }
        }
        Completeness counted{tenant,
                             authority_facts(directory_, tenant.value).name,
                             id,
                             package_.service().version,
                             is_filled.size(),
                             0,
                             {}};
        for (const auto& [key, filled] : is_filled) {
            counted.filled += filled ? 1 : 0;
        }
        if (counted.filled < counted.required) {
            counted.missing = find_missing(package_, current_, directory_, tenant, day_);
            std::erase_if(counted.missing, [](const Finding& finding) {
                return finding.severity != Severity::Fault;
            });
        }
        return counted;
    }

private:
    const LoadedPackage& package_;
    const AdoptionSnapshot& current_;
    const regions::Directory& directory_;
    Stichtag day_;
};

}  // namespace

Result<AdoptionContact> Overview::find_contact(const TenantId& tenant, std::string_view package_id,
                                               Stichtag day) {
    Reuse::State& state = *reuse_->state_;
    const auto current = TRY(state.load_snapshot());
    const auto directory = TRY(state.load_directory());
    std::vector<std::string> regions = places_of(*directory, tenant);
    // An administration of one municipality may have said where it is reached for that one.
    const std::string place = regions.size() == 1 ? regions.front() : tenant.value;
    // The platform's own parameters alone, as this package has them.
    ServiceDeclaration platform_only;
    platform_only.id = package_id;
    platform_only.origin = TRY(reuse_->load_package(package_id, ""))->service().origin;
    AdoptionContact contact;
    for (const EffectiveValue& value :
         effective_values(platform_only, current->values_around(platform_only, place),
                          authority_facts(*directory, tenant.value), place, day)
             .value) {
        if (value.declaration->key == "authority_name") {
            contact.name = value.value;
        } else if (value.declaration->key == "authority_email") {
            contact.email = value.value;
        } else if (value.declaration->key == "authority_phone") {
            contact.phone = value.value;
        }
    }
    regions.push_back(tenant.value);
    for (const std::string& region : regions) {
        for (const ParameterValue& value : current->values_at(package_id, region)) {
            if (value.set_at >= contact.last_set_at) {
                contact.last_set_by = value.set_by;
                contact.last_set_at = value.set_at;
            }
        }
    }
    return contact;
}

Result<std::vector<Completeness>> Overview::list_completeness(std::string_view package_id,
                                                              Stichtag day) {
    Reuse::State& state = *reuse_->state_;
    const auto current = TRY(state.load_snapshot());
    const auto directory = TRY(state.load_directory());
    std::vector<Completeness> all;
    for (const Adoption* adoption : current->adopters_of(package_id, day)) {
        const auto package = TRY(reuse_->load_package(package_id, adoption->version));
        all.push_back(Counter(*package, *current, *directory, day).count(adoption->tenant));
    }
    return all;
}

Result<Completeness> Overview::find_completeness(const TenantId& tenant,
                                                 std::string_view package_id,
                                                 std::string_view version, Stichtag day) {
    Reuse::State& state = *reuse_->state_;
    const auto current = TRY(state.load_snapshot());
    const auto directory = TRY(state.load_directory());
    const Adoption* used = current->find_adoption(tenant, package_id, day);
    const std::string wanted =
        version.empty() && used != nullptr ? used->version : std::string(version);
    const auto package = TRY(reuse_->load_package(package_id, wanted));
    return Counter(*package, *current, *directory, day).count(tenant);
}

namespace {

constexpr std::size_t upcoming_days = 24;

/// Days after `day` on which one of the values begins, or the day after one ends.
std::set<Date> list_turning_days(const StoredValues& stored, Stichtag day) {
    std::set<Date> days;
    for (const ParameterValue* value : stored) {
        days.insert(value->valid_from);
        if (value->valid_to) {
            days.insert(value->valid_to->plus_days(1));
        }
    }
    days.erase(days.begin(), days.upper_bound(day));
    while (days.size() > upcoming_days) {
        days.erase(std::prev(days.end()));
    }
    return days;
}

bool is_same(const EffectiveValue& left, const EffectiveValue& right) {
    return left.value == right.value && left.source == right.source && left.region == right.region;
}

/// Goes from day to day and notes where another value begins to hold.
void explain_upcoming(ExplainedPlace& place, const StoredValues& stored,
                      const AuthorityFacts& facts, std::string_view ars, Stichtag day) {
    const ServiceDeclaration& service = place.package->service();
    for (const Date& later : list_turning_days(stored, day)) {
        auto values = effective_values(service, stored, facts, ars, later).value;
        for (std::size_t at = 0; at < place.values.size() && at < values.size(); ++at) {
            ExplainedValue& known = place.values[at];
            const EffectiveValue& before =
                known.upcoming.empty() ? known.effective : known.upcoming.back().value;
            if (!is_same(before, values[at])) {
                known.upcoming.push_back({later, std::move(values[at])});
            }
        }
    }
}

}  // namespace

Result<ExplainedPlace> Overview::explain_values(std::string_view package_id,
                                                std::string_view version, std::string_view ars,
                                                Stichtag day) {
    Reuse::State& state = *reuse_->state_;
    const auto current = TRY(state.load_snapshot());
    const Adoption* used = Reuse::State::find_used(*current, ars, package_id, day);
    const std::string wanted =
        version.empty() && used != nullptr ? used->version : std::string(version);
    Reuse::ParameterView view = TRY(reuse_->view_parameters(package_id, wanted, ars, day));
    const AuthorityFacts facts = authority_facts(*TRY(state.load_directory()), ars);
    ExplainedPlace place;
    place.package = std::move(view.package);
    const ServiceDeclaration& service = place.package->service();
    const StoredValues stored = current->values_around(service, ars);
    place.findings = std::move(view.values.findings);
    for (EffectiveValue& value : view.values.value) {
        ExplainedValue explained;
        const ParameterDeclaration& declaration = *value.declaration;
        explained.levels = level_values(service, declaration, stored, ars, day);
        explained.directory = declaration.key == "authority_name"       ? facts.name
                              : declaration.key == "authority_postcode" ? facts.postcode
                              : declaration.key == "authority_city"     ? facts.city
                                                                        : "";
        explained.history = TRY(reuse_->list_history(package_id, ars, declaration.key));
        for (const Finding& finding : place.findings) {
            if (finding.code == "reuse.parameter_missing" &&
                finding.values.front().second == declaration.key) {
                explained.missing_because = finding.values.back().second;
            }
        }
        explained.effective = std::move(value);
        place.values.push_back(std::move(explained));
    }
    explain_upcoming(place, stored, facts, ars, day);
    return place;
}

}  // namespace gordion::reuse
