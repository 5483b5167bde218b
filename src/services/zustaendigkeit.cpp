// SPDX-License-Identifier: EUPL-1.2
#include "services/zustaendigkeit.hpp"

#include <algorithm>
#include <array>

#include "core/text.hpp"

namespace gordion::services {
namespace {

using regions::Directory;
using regions::Region;
using regions::RegionLevel;

constexpr std::size_t verband_digits = 9;
constexpr std::size_t kreis_digits = 5;
constexpr std::size_t land_digits = 2;

// A municipality that is a Kreis itself: tasks of both levels are the same town hall's.
bool is_own_kreis(const Directory& directory, std::string_view ars12) {
    const Region* kreis = directory.ancestor(ars12, RegionLevel::Kreis);
    constexpr std::array<std::string_view, 2> kinds{"41", "42"};
    return kreis != nullptr && std::find(kinds.begin(), kinds.end(), kreis->kind) != kinds.end();
}

// The steps of one question, so that its answer is filled at one place.
class Finder {
public:
    Finder(const PublicService& service, const Region& place, const Directory& directory)
        : service_(service), place_(place), directory_(directory) {
        answer_.values = {{"service", service.name},
                          {"typ", service.typ},
                          {"place", regions::full_name(place)},
                          {"directory_date", directory.date().to_iso()}};
    }

    Zustaendigkeit by_rule(const ZustaendigkeitRule& rule, const ZustaendigkeitRules& rules) {
        answer_.certainty = Certainty::Assumption;
        answer_.values.emplace_back("ground", rule.ground);
        answer_.values.emplace_back("note", rule.note);
        answer_.values.emplace_back("rules_version", rules.version);
        if (rule.level == "bund") {
            return bund();
        }
        if (rule.level == "land") {
            return land();
        }
        const bool own = std::find(rule.own.begin(), rule.own.end(), place_.ars) != rule.own.end();
        const bool town = rule.level == "traffic_authority" && place_.kind == "67";
        return rule.level == "administration" || own || town ? administration() : kreis();
    }

    Zustaendigkeit by_typisierung() {
        switch (service_.typisierung()) {
            case Typisierung::BundBund:
                answer_.certainty = Certainty::Rule;
                return bund();
            case Typisierung::BundLand:
                answer_.certainty = Certainty::Rule;
                return land();
            case Typisierung::BundKommune:
            case Typisierung::Kommune:
                // "Kommune" may be the Kreis; only where both are one is it certain.
                answer_.certainty =
                    is_own_kreis(directory_, place_.ars) ? Certainty::Rule : Certainty::Assumption;
                return administration();
            case Typisierung::BundLandOrKommune:
            case Typisierung::Land:
                return unclear("services.unclear_land_or_kommune");
            default:
                return unclear("services.unclear_typ");
        }
    }

private:
    Zustaendigkeit fill(const Region& region, std::string_view reason) {
        answer_.tenant = TenantId{region.ars};
        answer_.level = region.level;
        answer_.name = regions::full_name(region);
        answer_.reason = reason;
        answer_.values.emplace_back("authority", answer_.name);
        return answer_;
    }

    Zustaendigkeit bund() { return fill(*directory_.find("00"), "services.competent_bund"); }

    Zustaendigkeit land() {
        const Region* region = directory_.ancestor(place_.ars, RegionLevel::Land);
        return region == nullptr ? unclear("services.unclear_typ")
                                 : fill(*region, "services.competent_land");
    }

    Zustaendigkeit kreis() {
        if (is_own_kreis(directory_, place_.ars)) {
            return administration();
        }
        const Region* region = directory_.ancestor(place_.ars, RegionLevel::Kreis);
        return region == nullptr ? unclear("services.unclear_typ")
                                 : fill(*region, "services.competent_kreis");
    }

    Zustaendigkeit administration() {
        answer_.administration = directory_.administration_of(place_.ars);
        const Region* verband = directory_.ancestor(place_.ars, RegionLevel::Verband);
        if (!answer_.administration || verband == nullptr) {
            return unclear("services.unclear_unincorporated");
        }
        const bool alone = verband->ars[kreis_digits] == '0';
        fill(*verband, alone ? "services.competent_administration" : "services.competent_verband");
        answer_.name = answer_.administration->name;
        answer_.values.back().second = answer_.name;
        return answer_;
    }

    Zustaendigkeit unclear(std::string_view reason) {
        answer_.certainty = Certainty::Unclear;
        answer_.administration.reset();
        answer_.reason = reason;
        for (const std::size_t length : {verband_digits, kreis_digits, land_digits}) {
            const Region* region = directory_.find(std::string_view(place_.ars).substr(0, length));
            const bool asked_already =
                length == kreis_digits && is_own_kreis(directory_, place_.ars);
            if (region != nullptr && !regions::is_unincorporated(*region) && !asked_already) {
                answer_.candidates.push_back(TenantId{region->ars});
            }
        }
        return answer_;
    }

    const PublicService& service_;
    const Region& place_;
    const Directory& directory_;
    Zustaendigkeit answer_;
};

}  // namespace

const ZustaendigkeitRule* ZustaendigkeitRules::find(const Leistungsschluessel& key,
                                                    std::string_view land) const {
    for (const ZustaendigkeitRule& rule : rules) {
        const bool here =
            rule.laender.empty() ||
            std::find(rule.laender.begin(), rule.laender.end(), land) != rule.laender.end();
        if (here && !key.empty() && key.digits.compare(0, rule.prefix.size(), rule.prefix) == 0) {
            return &rule;
        }
    }
    return nullptr;
}

Result<Zustaendigkeit> find_zustaendigkeit(const PublicService& service, std::string_view ars12,
                                           const Directory& directory,
                                           const ZustaendigkeitRules& rules) {
    const Region* place = directory.find(ars12);
    if (place == nullptr || place->level != RegionLevel::Gemeinde) {
        return Error{ErrorKind::NotFound,
                     "regions.unknown_ars",
                     {},
                     {{"ars", std::string(ars12.substr(0, 40))},
                      {"directory_date", directory.date().to_iso()}},
                     "no municipality has this number in the directory in use; numbers change when "
                     "municipalities merge, so search the place by its name"};
    }
    Finder finder(service, *place, directory);
    const std::string_view land = std::string_view(place->ars).substr(0, land_digits);
    const ZustaendigkeitRule* rule = rules.find(service.key, land);
    return rule != nullptr ? finder.by_rule(*rule, rules) : finder.by_typisierung();
}

}  // namespace gordion::services
