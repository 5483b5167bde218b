// SPDX-License-Identifier: EUPL-1.2
#include "cases/mandate_store.hpp"

#include "audit/audit.hpp"
#include "core/text.hpp"

namespace gordion::cases {
namespace {

constexpr std::string_view columns =
    "id, tenant_id, team, services, power, legal_basis, valid_from, valid_to, revoked_at";

Result<Mandate> read_mandate(const storage::Row& row) {
    Mandate mandate;
    mandate.id = {row.text(0)};
    mandate.tenant = {row.text(1)};
    mandate.team = {row.text(2)};
    for (std::string& service : split(row.text(3), ',')) {
        if (!service.empty()) {
            mandate.services.push_back(std::move(service));
        }
    }
    mandate.power = TRY(parse_power(row.text(4)));
    mandate.legal_basis = row.text(5);
    mandate.valid_from = TRY(parse_date(row.text(6)));
    if (const auto last = row.optional_text(7)) {
        mandate.valid_to = TRY(parse_date(*last));
    }
    if (const auto revoked = row.optional_integer(8)) {
        mandate.revoked_at = Instant{*revoked};
    }
    return mandate;
}

Result<std::vector<Mandate>> read_mandates(const storage::Rows& rows) {
    std::vector<Mandate> mandates;
    for (const storage::Row& row : rows) {
        mandates.push_back(TRY(read_mandate(row)));
    }
    return mandates;
}

Result<void> check_mandate(const Mandate& mandate) {
    if (trim(mandate.legal_basis).empty()) {
        return Error{ErrorKind::Invalid,
                     "cases.mandate_without_basis",
                     "legal_basis",
                     {},
                     "A mandate needs its legal basis: statute, agreement or decision, with date."};
    }
    if (mandate.team == mandate.tenant) {
        return Error{ErrorKind::Invalid,
                     "cases.mandate_to_self",
                     "team",
                     {},
                     "An administration needs no mandate for its own cases."};
    }
    if (mandate.valid_to && *mandate.valid_to < mandate.valid_from) {
        return Error{ErrorKind::Invalid,
                     "cases.mandate_dates",
                     "valid_to",
                     {},
                     "The mandate would end before it begins."};
    }
    return {};
}

}  // namespace

MandateStore::MandateStore(storage::Database& database, const Clock& clock, Random& random)
    : database_(&database), clock_(&clock), random_(&random) {}

Result<Mandate> MandateStore::give_mandate(const Scope& scope, Mandate mandate) {
    TRY(check_mandate(mandate));
    mandate.id = {make_uuid(*clock_, *random_)};
    const auto last = mandate.valid_to ? std::optional(mandate.valid_to->to_iso()) : std::nullopt;
    const Scope giver = scope.narrowed_to(mandate.tenant);
    TRY(database_->write(giver, [&](storage::Connection& connection) -> Result<void> {
        TRY(connection.execute(
            "INSERT INTO mandates (tenant_id, id, team, services, power, legal_basis, valid_from,"
            " valid_to, revoked_at, given_by, given_at)"
            " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, NULL, $9, $10)",
            {mandate.tenant.value, mandate.id.value, mandate.team.value,
             join(mandate.services, ","), std::string(to_string(mandate.power)),
             mandate.legal_basis, mandate.valid_from.to_iso(), storage::nullable(last),
             scope.actor.value, clock_->now().ms}));
        return audit::append(
            connection, giver, *clock_,
            {"mandate.given", mandate.id.value,
             formats::Json::object({{"team", mandate.team.value},
                                    {"power", std::string(to_string(mandate.power))}})});
    }));
    return mandate;
}

Result<void> MandateStore::revoke_mandate(const Scope& scope, const MandateId& id) {
    return database_->write(scope, [&](storage::Connection& connection) -> Result<void> {
        const std::int64_t changed =
            TRY(connection.execute("UPDATE mandates SET revoked_at = $3"
                                   " WHERE tenant_id = $1 AND id = $2 AND revoked_at IS NULL",
                                   {scope.tenant.value, id.value, clock_->now().ms}));
        if (changed != 1) {
            return Error{ErrorKind::NotFound,
                         "cases.mandate_missing",
                         "",
                         {{"mandate", id.value}},
                         "There is no such mandate in force."};
        }
        return audit::append(connection, scope, *clock_, {"mandate.revoked", id.value});
    });
}

Result<std::vector<Mandate>> MandateStore::list_given(const Scope& scope, const TenantId& tenant) {
    return database_->read(
        scope, [&](storage::Connection& connection) -> Result<std::vector<Mandate>> {
            return read_mandates(TRY(connection.query(
                "SELECT " + std::string(columns) +
                    " FROM mandates WHERE tenant_id = $1 ORDER BY given_at DESC, id",
                {tenant.value})));
        });
}

Result<std::vector<Mandate>> MandateStore::list_held(const TenantId& team) {
    const Date today = clock_->today();
    auto mandates = TRY(
        database_->read(system_scope("mandates.held"),
                        [&](storage::Connection& connection) -> Result<std::vector<Mandate>> {
                            return read_mandates(TRY(connection.query(
                                "SELECT " + std::string(columns) + " FROM mandates WHERE team = $1",
                                {team.value})));
                        }));
    std::erase_if(mandates, [&](const Mandate& mandate) { return !is_in_force(mandate, today); });
    return mandates;
}

Result<TenantId> MandateStore::team_for(const TenantId& tenant, std::string_view service,
                                        Stichtag on) {
    for (const Mandate& mandate : TRY(list_given(system_scope("mandates.team"), tenant))) {
        if (is_in_force(mandate, on) && covers(mandate, service)) {
            return mandate.team;
        }
    }
    return tenant;
}

}  // namespace gordion::cases
