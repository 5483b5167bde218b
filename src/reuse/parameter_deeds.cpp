// SPDX-License-Identifier: EUPL-1.2
// The deeds of Reuse that concern parameter values.
#include <algorithm>

#include "audit/audit.hpp"
#include "core/text.hpp"
#include "reuse/offer_store.hpp"
#include "reuse/reuse_state.hpp"

namespace gordion::reuse {
namespace {

using formats::Json;

Error unknown_parameter(const ServiceDeclaration& service, const std::string& key) {
    std::vector<std::string> known;
    for (const auto* list : {&platform_parameters(), &service.parameters}) {
        for (const ParameterDeclaration& declaration : *list) {
            known.push_back(declaration.key);
        }
    }
    const std::string names = join(known, ", ");
    return {
        ErrorKind::Invalid,
        "reuse.parameter_unknown",
        key,
        {{"key", key}, {"known", names}},
        "The package '" + service.id + "' has no parameter '" + key + "'. It has: " + names + "."};
}

Error forbidden_level(const ParameterDeclaration& declaration, const std::string& region) {
    std::vector<std::string> levels;
    for (const ParameterLevel level : declaration.levels) {
        levels.emplace_back(to_string(level));
    }
    const std::string allowed = join(levels, ", ");
    const std::string level(to_string(level_of_region(region).value_or(ParameterLevel::Bund)));
    return {ErrorKind::Invalid,
            "reuse.parameter_level",
            declaration.key,
            {{"key", declaration.key}, {"region", region}, {"level", level}, {"levels", allowed}},
            "The parameter '" + declaration.key + "' may be set on these levels: " + allowed +
                "; region " + region + " is of the level " + level + "."};
}

Result<void> check_region(const regions::Directory& directory, const std::string& region) {
    const regions::Region* found = directory.find(region);
    if (found != nullptr && found->ars == region && level_of_region(region)) {
        return {};
    }
    return Error{ErrorKind::NotFound,
                 "reuse.region_unknown",
                 region,
                 {{"region", region}},
                 "The directory of " + directory.date().to_iso() + " has no region '" + region +
                     "'. Give an ARS of 2 (Land), 5 (Kreis), 9 (Verband) or 12 (Gemeinde) digits."};
}

}  // namespace

Result<ParameterValue> Reuse::set_parameter(const Scope& scope, const ParameterChange& change) {
    const std::shared_ptr<const AdoptionSnapshot> current = TRY(state_->load_snapshot());
    const Offer& offer = *TRY(state_->load_offer(*current, change.package_id, ""));
    const std::shared_ptr<const LoadedPackage> package = TRY(state_->load_package(offer));
    const ParameterDeclaration* declaration = package->service().find_parameter(change.key);
    if (declaration == nullptr) {
        return unknown_parameter(package->service(), change.key);
    }
    const std::shared_ptr<const regions::Directory> directory = TRY(state_->load_directory());
    TRY(check_region(*directory, change.region));
    if (!is_allowed_at(*declaration, change.region)) {
        return forbidden_level(*declaration, change.region);
    }
    if (!may_write_for(scope, change.region)) {
        return scope_too_narrow(change.region);
    }
    ParameterValue value{owner_of_region(change.region),
                         change.package_id,
                         change.region,
                         change.key,
                         std::nullopt,
                         change.valid_from,
                         scope.actor.value,
                         state_->clock.now()};
    if (change.value) {
        value.value = TRY(parse_parameter(*declaration, *change.value));
    }
    const Scope narrow = scope.narrowed_to(value.tenant);
    TRY(state_->database.write(narrow, [&](storage::Connection& connection) -> Result<void> {
        TRY(insert_value(connection, narrow, value));
        return audit::append(
            connection, narrow, state_->clock,
            {value.value ? "reuse.parameter_set" : "reuse.parameter_taken_back", value.package,
             Json::object({{"region", value.region},
                           {"key", value.key},
                           {"valid_from", value.valid_from.to_iso()}})});
    }));
    return value;
}

Result<Reuse::ParameterView> Reuse::view_parameters(std::string_view package_id,
                                                    std::string_view version, std::string_view ars,
                                                    Stichtag day) {
    const std::shared_ptr<const AdoptionSnapshot> current = TRY(state_->load_snapshot());
    const Offer& offer = *TRY(state_->load_offer(*current, package_id, version));
    const std::shared_ptr<const regions::Directory> directory = TRY(state_->load_directory());
    TRY(check_region(*directory, std::string(ars)));
    ParameterView view;
    view.package = TRY(state_->load_package(offer));
    view.values = effective_values(view.package->service(), current->values_around(package_id, ars),
                                   authority_facts(*directory, ars), ars, day);
    return view;
}

Result<std::shared_ptr<const PlacedPackage>> Reuse::load_placed(std::string_view package_id,
                                                                std::string_view version,
                                                                std::string_view ars,
                                                                Stichtag day) {
    const std::shared_ptr<const AdoptionSnapshot> current = TRY(state_->load_snapshot());
    const std::shared_ptr<const regions::Directory> directory = TRY(state_->load_directory());
    const std::string key = std::string(package_id) + "|" + std::string(version) + "|" +
                            std::string(ars) + "|" + day.to_iso();
    if (auto known = state_->find_kept(state_->placed, key, *current, directory)) {
        return known;
    }
    ParameterView view = TRY(view_parameters(package_id, version, ars, day));
    auto made = std::make_shared<PlacedPackage>();
    made->package = std::move(view.package);
    made->values = std::move(view.values.value);
    made->missing = std::move(view.values.findings);
    made->params = logic_params(made->values);
    const std::shared_ptr<const PlacedPackage> kept = std::move(made);
    state_->keep(state_->placed, key, *current, kept);
    return kept;
}

Result<std::vector<ParameterValue>> Reuse::list_history(std::string_view package_id,
                                                        std::string_view region,
                                                        std::string_view key) {
    const std::shared_ptr<const AdoptionSnapshot> current = TRY(state_->load_snapshot());
    std::vector<ParameterValue> history;
    for (const ParameterValue& value : current->values_at(package_id, region)) {
        if (value.key == key) {
            history.push_back(value);
        }
    }
    std::reverse(history.begin(), history.end());
    return history;
}

}  // namespace gordion::reuse
