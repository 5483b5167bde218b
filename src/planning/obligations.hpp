// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/ids.hpp"
#include "core/result.hpp"
#include "planning/obligation_rules.hpp"
#include "regions/directory.hpp"
#include "services/catalogue.hpp"
#include "services/zustaendigkeit.hpp"

namespace gordion::planning {

/// A body for which duties are asked: an administration, a Kreis, a Land or the Bund.
struct Body {
    TenantId tenant;
    std::string name;  ///< "Amt Pellworm"
    regions::RegionLevel level = regions::RegionLevel::Gemeinde;
    std::string kind;  ///< "Amt", "kreisfreie Stadt", "Landkreis" …
    std::string land;  ///< number of the Land; "00" for the Bund
    std::string land_name;
    bool is_kreisfrei = false;
    std::int64_t population = 0;
    /// The municipality for which competence is asked: the largest one inside.
    std::string sample;
    std::string place_name;
};

/// The body that a number names: a municipality stands for its administration, a Kreis that is one
/// municipality for that one. Error codes: regions.unknown_ars (NotFound),
/// planning.body_unincorporated (NotFound: nobody administers the area).
Result<Body> find_body(const regions::Directory& directory, std::string_view ars);

/// What one service asks of the body, and why.
struct Obligation {
    const services::PublicService* service = nullptr;
    Duty duty = Duty::Unclear;
    Competence competent = Competence::Unclear;
    /// How far it can be relied on: as the competence, and an assumption where the rule is only
    /// reconstructed.
    services::Certainty certainty = services::Certainty::Unclear;
    std::optional<DutyBasis> basis;               ///< where it applies
    std::string ground;                           ///< law with paragraph, as known; may be ""
    std::string reason;                           ///< a German sentence
    std::string rule;                             ///< id of the rule; "" where none fits
    std::string authority;                        ///< who is competent; "" where unclear
    const ObligationRule* contradicts = nullptr;  ///< the second rule, where two disagree
};

/// What the duties are found with. All of it outlives the answer.
struct ObligationSources {
    const regions::Directory* directory = nullptr;
    const services::Catalogue* catalogue = nullptr;
    const services::ZustaendigkeitRules* zustaendigkeit = nullptr;
    const ObligationRules* rules = nullptr;
};

/// One service. The rule that asks most and fits decides; where two that ask equally much disagree,
/// or none fits, it is unclear and the reason says so.
Obligation find_obligation(const ObligationSources& sources, const Body& body,
                           const services::PublicService& service);
/// All services of the catalogue, in its order.
std::vector<Obligation> find_obligations(const ObligationSources& sources, const Body& body);

}  // namespace gordion::planning
