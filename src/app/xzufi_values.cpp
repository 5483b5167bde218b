// SPDX-License-Identifier: EUPL-1.2
#include "app/xzufi_values.hpp"

#include <algorithm>
#include <set>

#include "core/text.hpp"
#include "xzufi/lookup_store.hpp"

namespace gordion::app {
namespace {

using reuse::EffectiveValue;
using reuse::ImportedValue;
using reuse::ParameterDeclaration;

Result<std::vector<AskedPlace>> list_places(Modules& in, const regions::Directory& directory,
                                            const XzufiValuesWish& wish) {
    std::vector<TenantId> administrations;
    if (!wish.administration.empty()) {
        if (directory.find(wish.administration) == nullptr) {
            return Error{ErrorKind::NotFound,
                         "reuse.tenant_unknown",
                         wish.administration,
                         {{"tenant", wish.administration}},
                         "The directory has no administration '" + wish.administration + "'."};
        }
        administrations.push_back({wish.administration});
    } else {
        for (const reuse::Adoption& one : TRY(in.reuse.list_adopters(wish.package_id, wish.day))) {
            administrations.push_back(one.tenant);
        }
    }
    std::vector<AskedPlace> places;
    for (const TenantId& administration : administrations) {
        const auto inside = administration.value.size() == 9
                                ? directory.municipalities_of(administration)
                                : std::vector<const regions::Region*>{};
        for (const regions::Region* municipality : inside) {
            places.push_back({administration, municipality->ars, inside.size() == 1});
        }
        if (inside.empty()) {
            places.push_back({administration, administration.value, true});
        }
    }
    return places;
}

/// One run over the places.
class Collection {
public:
    Collection(Modules& in, const XzufiValuesWish& wish, const regions::Directory& directory)
        : in_(in), wish_(wish), directory_(directory) {}

    Result<Judged<std::vector<ImportedValue>>> run() {
        for (const AskedPlace& place : TRY(list_places(in_, directory_, wish_))) {
            TRY(ask(place));
        }
        return std::move(collected_);
    }

private:
    Result<void> ask(const AskedPlace& place) {
        const auto here =
            TRY(in_.reuse.view_parameters(wish_.package_id, "", place.ars, wish_.day));
        std::set<std::string> offered;
        for (const std::string& key : here.package->service().leistungsschluessel) {
            const auto found = TRY(in_.xzufi_lookups.find_parameters(
                system_scope("xzufi.ask"), {key, directory_, place.ars, wish_.day}));
            if (found.online_services.truncated) {
                note("reuse.import_truncated", place.ars, {{"region", place.ars}},
                     "There are more online services for " + place.ars + " than are looked at.");
            }
            for (const xzufi::ParameterFound& parameter : found.parameters) {
                offered.insert(parameter.name);
                take(place, here.values.value, parameter);
            }
        }
        note_missing(place, here.values.value, offered);
        return {};
    }

    void take(const AskedPlace& place, const std::vector<EffectiveValue>& here,
              const xzufi::ParameterFound& parameter) {
        if (parameter.values.empty()) {
            return;
        }
        if (parameter.ambiguous) {
            std::vector<std::string> there;
            for (const xzufi::ParameterValue& one : parameter.values) {
                there.push_back(one.online_service.object.to_text() + ": " + one.value);
            }
            note("reuse.import_ambiguous", place.ars,
                 {{"name", parameter.name}, {"region", place.ars}, {"there", join(there, "; ")}},
                 "Online services for the same area disagree about '" + parameter.name + "' in " +
                     place.ars + " (" + join(there, "; ") + "). Nothing is taken.");
            return;
        }
        const xzufi::ParameterValue& best = parameter.values.front();
        const std::string service = best.online_service.object.to_text();
        ImportedValue value{place.administration.value, parameter.name, best.value,
                            "xzufi:" + service, service};
        if (const EffectiveValue* holding = find_named(here, parameter.name)) {
            value.region = region_beside(*holding, best.online_service.area, place);
            if (holds_anyway(*holding, value)) {
                return;
            }
        }
        collected_.value.push_back(std::move(value));
    }

    // A value set by hand for the whole administration is met where it stands.
    std::string region_beside(const EffectiveValue& holding, const xzufi::AreaMatch& area,
                              const AskedPlace& place) const {
        const bool is_chosen = holding.source == reuse::ValueSource::Region &&
                               holding.origin.empty() &&
                               holding.region == place.administration.value;
        return is_chosen && wish_.local == reuse::LocalChoice::Keep
                   ? holding.region
                   : region_for_value(*holding.declaration, area, place);
    }

    static bool holds_anyway(const EffectiveValue& holding, const ImportedValue& value) {
        const auto canonical = parse_parameter(*holding.declaration, value.value);
        return canonical && holding.source != reuse::ValueSource::Absent &&
               holding.region != value.region && holding.value == canonical.value();
    }

    void note_missing(const AskedPlace& place, const std::vector<EffectiveValue>& here,
                      const std::set<std::string>& offered) {
        for (const EffectiveValue& one : here) {
            const ParameterDeclaration& declaration = *one.declaration;
            if (one.is_required && one.source == reuse::ValueSource::Absent &&
                !declaration.xzufi.empty() && !offered.contains(declaration.xzufi) &&
                !offered.contains(declaration.key)) {
                note("reuse.import_missing", place.ars,
                     {{"key", declaration.key}, {"name", declaration.xzufi}, {"region", place.ars}},
                     "No online service says '" + declaration.xzufi + "' for " + place.ars +
                         ", and '" + declaration.key + "' is required.");
            }
        }
    }

    static const EffectiveValue* find_named(const std::vector<EffectiveValue>& values,
                                            std::string_view name) {
        const auto is_named = [&](auto member) {
            return std::find_if(values.begin(), values.end(), [&](const EffectiveValue& value) {
                return value.declaration->*member == name;
            });
        };
        auto found = is_named(&ParameterDeclaration::xzufi);
        if (found == values.end()) {
            found = is_named(&ParameterDeclaration::key);
        }
        return found == values.end() ? nullptr : &*found;
    }

    void note(std::string code, const std::string& place, Values values, std::string message) {
        collected_.findings.push_back(
            {std::move(code), Severity::Warning, place, std::move(values), std::move(message)});
    }

    Modules& in_;
    const XzufiValuesWish& wish_;
    const regions::Directory& directory_;
    Judged<std::vector<ImportedValue>> collected_;
};

}  // namespace

std::string region_for_value(const ParameterDeclaration& declaration, const xzufi::AreaMatch& area,
                             const AskedPlace& place) {
    const std::string& administration = place.administration.value;
    const bool is_own = !area.region_key.empty() && area.level == regions::RegionLevel::Gemeinde;
    const bool can_be_own = !place.is_only && reuse::is_allowed_at(declaration, place.ars);
    return can_be_own && (is_own || !reuse::is_allowed_at(declaration, administration))
               ? place.ars
               : administration;
}

Result<Judged<std::vector<ImportedValue>>> list_xzufi_values(Modules& in,
                                                             const XzufiValuesWish& wish) {
    const auto reference = TRY(in.reference());
    return Collection(in, wish, *reference->directory).run();
}

}  // namespace gordion::app
