// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/error.hpp"
#include "core/result.hpp"
#include "regions/directory.hpp"
#include "services/public_service.hpp"

namespace gordion::services {

/// How far an answer can be relied on.
enum class Certainty {
    Rule,        ///< follows from the catalogue's Typisierung
    Assumption,  ///< from data/zustaendigkeit.toml; people are told that it is an assumption
    Unclear,     ///< cannot be said; never shown as fact
};

/// Who is competent for a service at a place, and why. `reason` is a stable code whose text lives
/// in web; `values` are what the text mentions (place, authority, typ, ground, directory date).
///
/// Reasons: services.competent_administration (municipal task; the place administers itself),
/// services.competent_verband (municipal task; the Verband administers the place),
/// services.competent_kreis, services.competent_land, services.competent_bund,
/// services.unclear_land_or_kommune (differs by Land), services.unclear_typ (the catalogue does not
/// say), services.unclear_unincorporated (no municipality administers the area).
struct Zustaendigkeit {
    Certainty certainty = Certainty::Unclear;
    /// Set unless Unclear; the tenant that would be competent.
    TenantId tenant;
    regions::RegionLevel level = regions::RegionLevel::Bund;
    std::string name;  ///< "Stadt Köln", "Amt Pellworm", "Kreis Nordfriesland", "Bund"
    /// Set where the level is Verband: the administration in full.
    std::optional<regions::Administration> administration;
    std::string reason;
    Values values;
    /// Whom to ask where it is unclear: administration first, then Kreis and Land.
    std::vector<TenantId> candidates;
};

/// One line of data/zustaendigkeit.toml: services whose key begins with `prefix`.
struct ZustaendigkeitRule {
    std::string prefix;
    /// administration, kreis, land or bund; "traffic_authority" is the Kreis, except for
    /// municipalities listed in `own` and those that are a Kreis themselves.
    std::string level;
    std::string ground;  ///< legal ground, as shown
    std::string note;    ///< why it is an assumption
    std::vector<std::string> own;
    /// Land numbers in which the rule holds; empty for all.
    std::vector<std::string> laender;
};

/// Versioned facts about competence that the catalogue lacks. Immutable.
struct ZustaendigkeitRules {
    std::string version;
    Date date;
    std::vector<ZustaendigkeitRule> rules;  ///< longest prefix first

    [[nodiscard]] const ZustaendigkeitRule* find(const Leistungsschluessel& key,
                                                 std::string_view land) const;
};

/// Reads data/zustaendigkeit.toml. Error codes: formats.toml_invalid, services.rules_invalid (place
/// "line N", message says which key).
Result<ZustaendigkeitRules> read_zustaendigkeit_rules(std::string_view toml);

/// Error codes: regions.unknown_ars (NotFound) for a number that names no municipality.
Result<Zustaendigkeit> find_zustaendigkeit(const PublicService& service, std::string_view ars12,
                                           const regions::Directory& directory,
                                           const ZustaendigkeitRules& rules);

}  // namespace gordion::services
