// SPDX-License-Identifier: EUPL-1.2
#include "planning/statement.hpp"

#include <algorithm>

#include "core/names.hpp"
#include "core/text.hpp"

namespace gordion::planning {
namespace {

using formats::Json;

constexpr Names<OfferWay, 3> ways{{{OfferWay::External, "external"},
                                   {OfferWay::FormOnly, "form_only"},
                                   {OfferWay::Nothing, "nothing"}}};
constexpr Names<TaskRole, 4> role_names{{{TaskRole::FrontOffice, "front_office"},
                                         {TaskRole::Handling, "handling"},
                                         {TaskRole::Decision, "decision"},
                                         {TaskRole::Operation, "operation"}}};
constexpr Names<RoleBody, 6> bodies{{{RoleBody::Own, "own"},
                                     {RoleBody::Verband, "verband"},
                                     {RoleBody::Kreis, "kreis"},
                                     {RoleBody::Land, "land"},
                                     {RoleBody::SharedTeam, "shared_team"},
                                     {RoleBody::Private, "private"}}};
constexpr std::string_view role_prefix = "role.";
constexpr std::size_t most_reason = 500;
constexpr std::size_t most_text = 300;
constexpr int highest_level = 4;

Error wrong(const char* code, const char* member, std::string message) {
    return {ErrorKind::Invalid, code, member, {{"member", member}}, std::move(message)};
}

Result<void> check_duty(const DutyStatement& duty) {
    if (trim(duty.reason).empty() || count_characters(duty.reason) > most_reason) {
        return wrong("planning.statement_reason", "reason",
                     "the decision has a reason of at most 500 characters");
    }
    if ((duty.duty == Duty::Applies) != duty.basis.has_value()) {
        return wrong("planning.statement_basis", "basis",
                     "a duty that applies has a basis; others have none");
    }
    return {};
}

bool is_web_address(std::string_view url) {
    const bool is_http = url.starts_with("https://") || url.starts_with("http://");
    return is_http && url.size() > std::string_view("https://").size() &&
           std::none_of(url.begin(), url.end(),
                        [](char c) { return c == ' ' || c == '"' || c == '<' || c < ' '; });
}

Result<void> check_offer(const OfferStatement& offer) {
    const bool is_needed = offer.way == OfferWay::External;
    if ((is_needed || !offer.url.empty()) &&
        (offer.url.size() > most_reason || !is_web_address(offer.url))) {
        return wrong("planning.statement_url", "url",
                     "an address that begins with https:// or http:// is expected");
    }
    if (offer.level && (*offer.level < 0 || *offer.level > highest_level)) {
        return wrong("planning.statement_level", "level", "a level lies between 0 and 4");
    }
    return {};
}

Result<void> check_role(const RoleStatement& role) {
    if (count_characters(role.name) > most_text || count_characters(role.ground) > most_text) {
        return wrong("planning.statement_text", "name", "at most 300 characters are expected");
    }
    if (role.body != RoleBody::Own && trim(role.name).empty()) {
        return wrong("planning.statement_text", "name", "the body has a name");
    }
    return {};
}

std::optional<Statement> read_duty(const Json& json) {
    const auto duty = find_duty(json.text_at("duty"));
    return duty ? std::optional<Statement>(DutyStatement{
                      *duty, find_duty_basis(json.text_at("basis")), json.text_at("reason")})
                : std::nullopt;
}

std::optional<Statement> read_offer(const Json& json) {
    const auto way = find_named(ways, json.text_at("way"));
    if (!way) {
        return std::nullopt;
    }
    OfferStatement offer{*way, json.text_at("url"), std::nullopt};
    const Json* level = json.find("level");
    if (level != nullptr && level->is_int()) {
        offer.level = static_cast<int>(level->as_int());
    }
    return offer;
}

struct Writer {
    Json operator()(const DutyStatement& duty) const {
        Json made = Json::object({{"duty", to_string(duty.duty)}, {"reason", duty.reason}});
        if (duty.basis) {
            made.set("basis", to_string(*duty.basis));
        }
        return made;
    }
    Json operator()(const OfferStatement& offer) const {
        Json made = Json::object({{"way", to_string(offer.way)}, {"url", offer.url}});
        if (offer.level) {
            made.set("level", *offer.level);
        }
        return made;
    }
    Json operator()(const RoleStatement& role) const {
        return Json::object(
            {{"body", to_string(role.body)}, {"name", role.name}, {"ground", role.ground}});
    }
};

}  // namespace

std::string_view to_string(OfferWay way) {
    return name_of(ways, way);
}

std::optional<OfferWay> find_offer_way(std::string_view name) {
    return find_named(ways, name);
}

std::string_view to_string(TaskRole role) {
    return name_of(role_names, role);
}

std::optional<TaskRole> find_task_role(std::string_view name) {
    return find_named(role_names, name);
}

std::string_view to_string(RoleBody body) {
    return name_of(bodies, body);
}

std::optional<RoleBody> find_role_body(std::string_view name) {
    return find_named(bodies, name);
}

std::string subject_of(const Statement& statement) {
    if (const auto* role = std::get_if<RoleStatement>(&statement)) {
        return std::string(role_prefix).append(to_string(role->role));
    }
    return std::holds_alternative<DutyStatement>(statement) ? "duty" : "offer";
}

Result<void> check_statement(const Statement& statement) {
    if (const auto* duty = std::get_if<DutyStatement>(&statement)) {
        return check_duty(*duty);
    }
    if (const auto* offer = std::get_if<OfferStatement>(&statement)) {
        return check_offer(*offer);
    }
    return check_role(std::get<RoleStatement>(statement));
}

Json write_statement(const Statement& statement) {
    return std::visit(Writer(), statement);
}

std::optional<Statement> read_statement(std::string_view subject, const Json& json) {
    if (subject == "duty") {
        return read_duty(json);
    }
    if (subject == "offer") {
        return read_offer(json);
    }
    if (!subject.starts_with(role_prefix)) {
        return std::nullopt;
    }
    const auto role = find_task_role(subject.substr(role_prefix.size()));
    const auto body = find_named(bodies, json.text_at("body"));
    return role && body ? std::optional<Statement>(RoleStatement{*role, *body, json.text_at("name"),
                                                                 json.text_at("ground")})
                        : std::nullopt;
}

Findings judge_roles(const std::vector<RoleLimit>& limits,
                     const std::vector<RoleStatement>& roles) {
    Findings findings;
    for (const RoleStatement& role : roles) {
        for (const RoleLimit& limit : limits) {
            const bool concerns = limit.role == to_string(role.role) &&
                                  std::find(limit.kinds.begin(), limit.kinds.end(),
                                            to_string(role.body)) != limit.kinds.end();
            if (!concerns || (!limit.is_forbidden && !trim(role.ground).empty())) {
                continue;
            }
            findings.push_back(
                {limit.is_forbidden ? "planning.role_forbidden" : "planning.role_ground",
                 limit.is_forbidden ? Severity::Fault : Severity::Warning,
                 limit.role,
                 {{"reason", limit.reason},
                  {"source", limit.source},
                  {"limit", limit.id},
                  {"body", role.name}},
                 "the law limits where this role may lie"});
        }
    }
    return findings;
}

}  // namespace gordion::planning
