// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/finding.hpp"
#include "core/result.hpp"
#include "core/time.hpp"
#include "services/public_service.hpp"

namespace gordion::planning {

/// Whether a body must offer a service.
enum class Duty {
    Applies,
    Elsewhere,  ///< another body carries it out
    Unclear,    ///< the data cannot say; never shown as fact
};
std::string_view to_string(Duty duty);  ///< "applies", "elsewhere", "unclear"
std::optional<Duty> find_duty(std::string_view name);

/// On what a duty rests. Source: domain/zielbild.md, section 3 (duty view).
enum class DutyBasis {
    FederalLaw,
    LandLaw,
    OwnStatute,      ///< the body's own decision
    Recommendation,  ///< advised, binding for nobody
};
std::string_view to_string(DutyBasis basis);  ///< "federal_law", "land_law" …
std::optional<DutyBasis> find_duty_basis(std::string_view name);

/// Who is competent, as seen from the body that asks.
enum class Competence {
    Here,
    Kreis,
    Land,
    Bund,
    Elsewhere,  ///< another administration: asked for a Kreis, it is the municipalities
    Unclear,
};
std::string_view to_string(Competence competence);  ///< "here", "kreis" …

/// Whether a rule was read at its source, or put down from other knowledge.
enum class RuleMark { Verified, Reconstructed };

/// For whom and for which services a rule holds. What is empty asks nothing.
struct RuleSelector {
    std::vector<std::string> keys;  ///< with which a Leistungsschluessel begins
    std::vector<services::Typisierung> typ;
    std::vector<Competence> competent;
    std::vector<std::string> laender;   ///< numbers
    std::vector<std::string> kinds;     ///< of body: "Stadt", "Amt", "Landkreis" …
    std::optional<bool> is_kreisfrei;   ///< is its own Kreis
    std::optional<std::int64_t> least;  ///< inhabitants
    std::optional<std::int64_t> most;
    bool operator==(const RuleSelector&) const = default;
};

struct ObligationRule {
    std::string id;
    RuleSelector when;
    Duty duty = Duty::Unclear;
    DutyBasis basis = DutyBasis::FederalLaw;  ///< of a duty that applies
    std::string ground;                       ///< "" : that of the competence
    /// A German sentence with {service}, {body}, {place}, {authority}, {land}, {ground}, {note},
    /// {typ}.
    std::string reason;
    std::string source;
    RuleMark mark = RuleMark::Reconstructed;
};

/// By which law a body of a Land must offer its services online. Federal law cannot bind
/// municipalities itself (Art. 84 Abs. 1 Satz 7 GG).
struct OnlineDuty {
    std::string land;  ///< number
    DutyBasis basis = DutyBasis::LandLaw;
    std::string ground;
    RuleMark mark = RuleMark::Reconstructed;
};

/// A limit of the law to who plays a role in getting a service done (statement.hpp): the role may
/// not lie with these kinds of body without a ground.
struct RoleLimit {
    std::string id;
    std::string role;  ///< "front_office", "handling", "decision", "operation"
    std::vector<std::string>
        kinds;                  ///< "own", "verband", "kreis", "land", "shared_team", "private"
    bool is_forbidden = false;  ///< else: allowed with a ground that is named
    std::string reason;         ///< German
    std::string source;
    RuleMark mark = RuleMark::Reconstructed;
};

/// A rule file: which services apply to whom. One version, with the days on which it holds.
struct ObligationRules {
    std::string id;
    std::string version;
    std::string title;
    Date valid_from;
    std::optional<Date> valid_until;
    std::vector<ObligationRule> rules;
    std::vector<OnlineDuty> online;
    std::vector<RoleLimit> limits;

    [[nodiscard]] const OnlineDuty* online_in(std::string_view land) const;
};

/// Reads a rule file (data/obligations/*.toml). A rule with a fault is left out and named.
///
/// Errors: formats.toml_*, planning.rules (Invalid; place: the member) without id, version, title
/// or validity.
/// Findings, place "line N: ID": planning.rule (a member is absent, wrong or unknown; value
/// member), planning.rule_twice (the id), planning.rules_contradict (two rules ask the same and say
/// otherwise; value other).
Result<Judged<ObligationRules>> read_obligation_rules(std::string_view toml);

/// The rule files of a folder, the oldest first; each id and version once. What cannot be read is a
/// finding (place: the file), those of each file carry its name.
Result<Judged<std::vector<ObligationRules>>> load_obligation_rules(
    const std::filesystem::path& folder);
/// The newest that holds on a day; nullptr: none does.
const ObligationRules* find_obligation_rules(const std::vector<ObligationRules>& all, Date on);

/// What a rule is asked about.
struct RuleSubject {
    const services::PublicService* service = nullptr;
    Competence competent = Competence::Unclear;
    std::string_view land;
    std::string_view kind;
    bool is_kreisfrei = false;
    std::int64_t population = 0;
};
/// How much a selector asks; the rule that asks most decides. -1: it does not fit.
int fit(const RuleSelector& selector, const RuleSubject& subject);

}  // namespace gordion::planning
