// SPDX-License-Identifier: EUPL-1.2
// The deeds of Reuse that concern parameter values.
#include <algorithm>

#include "audit/audit.hpp"
#include "core/limits.hpp"
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

/// The canonical form of the value under one declaration; none for taking back.
Result<std::optional<std::string>> judge_by(const ParameterDeclaration& declaration,
                                            const ParameterChange& change) {
    if (!is_allowed_at(declaration, change.region)) {
        return forbidden_level(declaration, change.region);
    }
    std::optional<std::string> canonical;
    if (change.value) {
        canonical = TRY(parse_parameter(declaration, *change.value));
    }
    return canonical;
}

Error wrong_days(const ParameterChange& change) {
    return {ErrorKind::Invalid,
            "reuse.parameter_days",
            change.key,
            {{"from", change.valid_from.to_german()}, {"to", change.valid_to->to_german()}},
            "The value would end on " + change.valid_to->to_german() + ", before it begins on " +
                change.valid_from.to_german() + "."};
}

using Setting = Result<ParameterValue>;

}  // namespace

Setting Reuse::set_parameter(const Scope& scope, const ParameterChange& change) {
    return std::move(set_parameters(scope, std::span(&change, 1)).front());
}

std::vector<Setting> Reuse::set_parameters(const Scope& scope,
                                           std::span<const ParameterChange> changes) {
    std::vector<Setting> all;
    for (std::size_t from = 0; from < changes.size(); from += limits::rows_per_pipeline) {
        const auto part =
            changes.subspan(from, std::min(limits::rows_per_pipeline, changes.size() - from));
        std::vector<Setting> set = state_->set_together(scope, part);
        std::move(set.begin(), set.end(), std::back_inserter(all));
    }
    return all;
}

std::vector<Setting> Reuse::State::set_together(const Scope& scope,
                                                std::span<const ParameterChange> changes) {
    const auto fail_all = [&](const Error& error) {
        return std::vector<Setting>(changes.size(), Setting(error));
    };
    const auto current = load_snapshot();
    if (!current) {
        return fail_all(current.error());
    }
    std::vector<Setting> answers;
    std::vector<ParameterValue> values;
    for (const ParameterChange& change : changes) {
        answers.push_back(make_value(*current.value(), scope, change));
        if (answers.back()) {
            values.push_back(answers.back().value());
        }
    }
    if (values.empty()) {
        return answers;
    }
    const Scope writing = writing_scope(scope);
    const Result<void> written =
        database.write(writing, [&](storage::Connection& connection) -> Result<void> {
            TRY(insert_values(connection, TRY(count_change(connection)), values));
            for (const ParameterValue& value : values) {
                Json details = Json::object({{"region", value.region},
                                             {"key", value.key},
                                             {"valid_from", value.valid_from.to_iso()}});
                if (!value.origin.empty()) {
                    details.set("origin", value.origin);
                }
                TRY(audit::append(
                    connection, writing.narrowed_to(value.tenant), clock,
                    {value.value ? "reuse.parameter_set" : "reuse.parameter_taken_back",
                     value.package, std::move(details)}));
            }
            return {};
        });
    return written ? std::move(answers) : fail_all(written.error());
}

Setting Reuse::State::make_value(const AdoptionSnapshot& current, const Scope& scope,
                                 const ParameterChange& change) {
    TRY(load_offer(current, change.package_id, ""));
    const auto directory = TRY(load_directory());
    TRY(check_region(*directory, change.region));
    std::optional<std::string> canonical = TRY(judge_value(current, change));
    if (!may_write_for(scope, change.region)) {
        return scope_too_narrow(change.region);
    }
    if (change.valid_to && *change.valid_to < change.valid_from) {
        return wrong_days(change);
    }
    return ParameterValue{owner_of_region(change.region),
                          change.package_id,
                          change.region,
                          change.key,
                          std::move(canonical),
                          change.valid_from,
                          scope.actor.value,
                          clock.now(),
                          change.valid_to,
                          change.origin};
}

// The version in use speaks first, so that its error is the one that is told.
Result<std::optional<std::string>> Reuse::State::judge_value(const AdoptionSnapshot& current,
                                                             const ParameterChange& change) {
    std::vector<const Offer*> versions = current.versions_of(change.package_id);
    const Adoption* used = find_used(current, change.region, change.package_id, clock.today());
    if (used != nullptr) {
        std::reverse(versions.begin(), versions.end());
        std::erase_if(versions, [&](const Offer* offer) {
            return compare_versions(offer->version, used->version) < 0;
        });
    }
    std::optional<Error> refusal;
    for (const Offer* offer : versions) {
        const auto package = TRY(load_package(*offer));
        const ParameterDeclaration* declaration = package->service().find_parameter(change.key);
        if (declaration == nullptr) {
            continue;
        }
        Result<std::optional<std::string>> judged = judge_by(*declaration, change);
        if (judged) {
            return judged;
        }
        refusal = refusal ? refusal : judged.error();
    }
    if (refusal) {
        return *refusal;
    }
    return unknown_parameter(TRY(load_package(*versions.front()))->service(), change.key);
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
    view.values = effective_values(view.package->service(),
                                   current->values_around(view.package->service(), ars),
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
