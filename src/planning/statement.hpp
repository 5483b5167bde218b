// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/finding.hpp"
#include "core/time.hpp"
#include "formats/json.hpp"
#include "planning/obligation_rules.hpp"

namespace gordion::planning {

// What people of a body say about a service there, where no data say it.

/// That the service applies, lies elsewhere, or is still to be found out.
struct DutyStatement {
    Duty duty = Duty::Applies;
    std::optional<DutyBasis> basis;  ///< where it applies
    std::string reason;              ///< one to 500 characters
    bool operator==(const DutyStatement&) const = default;
};

/// How the body offers it outside Gordion.
enum class OfferWay { External, FormOnly, Nothing };
std::string_view to_string(OfferWay way);  ///< "external", "form_only", "nothing"
std::optional<OfferWay> find_offer_way(std::string_view name);

struct OfferStatement {
    OfferWay way = OfferWay::Nothing;
    std::string url;           ///< https or http; External needs one
    std::optional<int> level;  ///< of maturity model 1.1
    bool operator==(const OfferStatement&) const = default;
};

/// What is to be done for a service.
enum class TaskRole {
    FrontOffice,  ///< receives and advises people
    Handling,     ///< works on the case
    Decision,     ///< decides
    Operation,    ///< runs the online service
};
inline constexpr std::array task_roles{TaskRole::FrontOffice, TaskRole::Handling,
                                       TaskRole::Decision, TaskRole::Operation};
std::string_view to_string(TaskRole role);  ///< "front_office" … as RoleLimit::role
std::optional<TaskRole> find_task_role(std::string_view name);

/// Where a role lies.
enum class RoleBody { Own, Verband, Kreis, Land, SharedTeam, Private };
std::string_view to_string(RoleBody body);  ///< "own", "verband" … as RoleLimit::kinds
std::optional<RoleBody> find_role_body(std::string_view name);

struct RoleStatement {
    TaskRole role = TaskRole::Handling;
    RoleBody body = RoleBody::Own;
    std::string name;    ///< of the body; "" for the own one
    std::string ground;  ///< agreement, mandate or law that it rests on
    bool operator==(const RoleStatement&) const = default;
};

using Statement = std::variant<DutyStatement, OfferStatement, RoleStatement>;

/// What a statement is about: "duty", "offer", "role.decision" … One of each holds at a time.
std::string subject_of(const Statement& statement);

/// Error codes, kind Invalid, place: the member: planning.statement_reason (absent or too long),
/// planning.statement_basis (a duty that applies has one, others have none),
/// planning.statement_url (absent, too long or no web address), planning.statement_level,
/// planning.statement_text (a name or ground that is too long, or a body without its name).
Result<void> check_statement(const Statement& statement);

formats::Json write_statement(const Statement& statement);
/// The statement of a subject; nothing for what is none.
std::optional<Statement> read_statement(std::string_view subject, const formats::Json& json);

/// With the name of who said it, and when.
template <typename What>
struct Stated {
    What what;
    std::string by;
    Instant at;
};

/// What holds for one service at one body.
struct ServiceStatements {
    std::optional<Stated<DutyStatement>> duty;
    std::optional<Stated<OfferStatement>> offer;
    std::map<TaskRole, Stated<RoleStatement>> roles;
};

/// What the law says against the roles: planning.role_forbidden (a fault), planning.role_ground (a
/// warning: no ground is named; place: the role; values reason, source, limit).
Findings judge_roles(const std::vector<RoleLimit>& limits, const std::vector<RoleStatement>& roles);

}  // namespace gordion::planning
