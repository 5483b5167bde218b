// SPDX-License-Identifier: EUPL-1.2
#include "app/accounts.hpp"

#include "core/text.hpp"

namespace gordion::app {
namespace {

Values needed_values(const AccountNeed& need) {
    std::vector<std::string> kinds;
    if (need.kinds.citizen) {
        kinds.emplace_back(to_string(identity::AccountKind::Citizen));
    }
    if (need.kinds.organisation) {
        kinds.emplace_back(to_string(identity::AccountKind::Organisation));
    }
    return {{"level", to_text(need.level)}, {"kinds", join(kinds, " ")}};
}

Error refused(std::string code, const AccountNeed& need, const identity::UserAccount& account) {
    Values values = needed_values(need);
    values.emplace_back("account", account.provider_title);
    values.emplace_back("has", to_text(account.level));
    return {ErrorKind::Forbidden, std::move(code), "", std::move(values),
            "Who is signed in may not apply for this service with this account."};
}

Error needed(const AccountNeed& need) {
    return {ErrorKind::Unauthenticated, "app.account_needed", "", needed_values(need),
            "This needs somebody who is signed in."};
}

bool allows(const reuse::AccountDemand& kinds, identity::AccountKind kind) {
    return kind == identity::AccountKind::Citizen ? kinds.citizen : kinds.organisation;
}

}  // namespace

AccountNeed account_need(const reuse::ServiceDeclaration& service) {
    const auto level = identity::parse_trust_level(service.trust_level);
    VERIFY(level.has_value(), "a package with another level was never published");
    return {level.value(), service.account};
}

Result<void> check_account(const AccountNeed& need,
                           const std::optional<identity::UserAccount>& account) {
    if (need.kinds.none) {
        return {};
    }
    if (!account) {
        return needed(need);
    }
    if (!allows(need.kinds, account->kind)) {
        return refused("app.account_kind", need, *account);
    }
    if (account->level < need.level) {
        return refused("app.account_level", need, *account);
    }
    return {};
}

Result<void> check_owner(Modules& in, const AccountNeed& need, const AntragId& draft,
                         const std::optional<identity::UserAccount>& account) {
    if (account && TRY(in.account_matters.is_of_another(draft, *account))) {
        return refused("app.account_other", need, *account);
    }
    return {};
}

Error account_needed() {
    return needed({{}, {false, true, true, {}}});
}

Result<std::string> state_identity(Modules& in, const reuse::ServiceDeclaration& service,
                                   const std::optional<identity::UserAccount>& account,
                                   std::string_view number) {
    if (!account) {
        return std::string();
    }
    auto statement = identity::make_statement(*account, service.account.attributes);
    statement.issuer = in.config.base_url;
    statement.number = number;
    statement.stated_at = in.clock.now();
    return identity::sign_statement(statement, identity::statement_key(in.master_key));
}

StatedIdentity read_identity(const Modules& in, const formats::Json& metadata,
                             std::string_view number) {
    const std::string jws = delivery::find_identity_statement(metadata);
    if (jws.empty()) {
        return {};
    }
    auto statement =
        identity::read_statement(jws, identity::statement_key(in.master_key).public_key(), number);
    if (!statement) {
        return {{}, statement.error().code};
    }
    return {std::move(statement).value(), ""};
}

}  // namespace gordion::app
