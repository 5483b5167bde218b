// SPDX-License-Identifier: EUPL-1.2
#include "identity/account_store.hpp"

#include "core/limits.hpp"
#include "core/names.hpp"
#include "core/text.hpp"
#include "crypto/hashes.hpp"

namespace gordion::identity {
namespace {

constexpr Names<Role, 4> role_names{{{Role::CaseWorker, "case_worker"},
                                     {Role::Administrator, "administrator"},
                                     {Role::Provider, "provider"},
                                     {Role::Operator, "operator"}}};

constexpr std::size_t shortest_password = 12;
constexpr std::size_t longest_password = 256;

std::string write_roles(const std::vector<Role>& roles) {
    std::vector<std::string> names;
    for (const Role role : roles) {
        names.emplace_back(to_string(role));
    }
    return join(names, ",");
}

Result<Account> read_account(const storage::Row& row) {
    Account account{{row.text(0)}, {row.text(1)}, row.text(2), row.text(3), {}};
    for (const std::string& name : split(row.text(4), ',')) {
        if (!name.empty()) {
            account.roles.push_back(TRY(parse_role(name)));
        }
    }
    return account;
}

constexpr std::string_view account_columns = "id, tenant_id, sign_in_name, display_name, roles";

// Sign-in names are compared in lower case; ASCII only, so that no two look alike.
Result<std::string> fold_name(std::string_view name) {
    std::string folded;
    for (const char c : trim(name)) {
        const bool upper = c >= 'A' && c <= 'Z';
        const bool allowed = upper || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
                             std::string_view("@._-+").find(c) != std::string_view::npos;
        if (!allowed) {
            folded.clear();
            break;
        }
        folded += upper ? static_cast<char>(c - 'A' + 'a') : c;
    }
    if (folded.empty() || folded.size() > 120) {
        return Error{ErrorKind::Invalid,
                     "identity.name_invalid",
                     "sign_in_name",
                     {},
                     "A sign-in name has 1 to 120 of the characters a-z 0-9 @ . _ - +"};
    }
    return folded;
}

Error wrong_sign_in() {
    return {ErrorKind::Unauthenticated,
            "identity.sign_in_wrong",
            "",
            {},
            "Name and password do not belong together."};
}

struct SignInName {
    TenantId tenant;
    AccountId account;
    std::int64_t failures = 0;
    Instant locked_until;
    std::string password_hash;
};

Result<std::optional<SignInName>> find_sign_in_name(storage::Connection& connection,
                                                    const std::string& name) {
    const auto row = TRY(connection.find_row(
        "SELECT n.account_tenant, n.account_id, n.failures, n.locked_until, a.password_hash"
        " FROM sign_in_names n JOIN accounts a"
        " ON a.tenant_id = n.account_tenant AND a.id = n.account_id WHERE n.name = $1",
        {name}));
    if (!row) {
        return std::optional<SignInName>();
    }
    return std::optional(SignInName{
        {row->text(0)}, {row->text(1)}, row->integer(2), {row->integer(3)}, row->text(4)});
}

}  // namespace

std::string_view to_string(Role role) {
    return name_of(role_names, role);
}

Result<Role> parse_role(std::string_view text) {
    if (const auto role = find_named(role_names, text)) {
        return *role;
    }
    return Error{ErrorKind::Invalid,
                 "identity.role_unknown",
                 "",
                 {{"role", std::string(text)}},
                 "There is no such role. Known: case_worker, administrator, provider, operator."};
}

bool has_role(const Account& account, Role role) {
    return std::find(account.roles.begin(), account.roles.end(), role) != account.roles.end();
}

AccountStore::AccountStore(storage::Database& database, const Clock& clock, Random& random)
    : database_(&database), clock_(&clock), random_(&random) {}

Result<Account> AccountStore::create_account(const Scope& scope, const NewAccount& account) {
    const std::string name = TRY(fold_name(account.sign_in_name));
    if (count_characters(account.password) < shortest_password) {
        return Error{ErrorKind::Invalid,
                     "identity.password_short",
                     "password",
                     {{"least", std::to_string(shortest_password)}},
                     "The password is too short."};
    }
    const Account made{
        {make_uuid(*clock_, *random_)}, account.tenant, name, account.display_name, account.roles};
    const std::string hash = crypto::hash_password(account.password, *random_);
    const std::int64_t now = clock_->now().ms;
    TRY(database_->write(scope, [&](storage::Connection& connection) -> Result<void> {
        const auto taken =
            TRY(connection.find_row("SELECT 1 FROM sign_in_names WHERE name = $1", {name}));
        if (taken) {
            return Error{ErrorKind::Conflict,
                         "identity.name_taken",
                         "sign_in_name",
                         {{"name", name}},
                         "Somebody has this sign-in name already."};
        }
        TRY(connection.execute(
            "INSERT INTO accounts (tenant_id, id, sign_in_name, display_name, roles, password_hash,"
            " created_at) VALUES ($1, $2, $3, $4, $5, $6, $7)",
            {made.tenant.value, made.id.value, name, made.display_name, write_roles(made.roles),
             hash, now}));
        TRY(connection.execute(
            "INSERT INTO sign_in_names (name, account_tenant, account_id, failures, locked_until)"
            " VALUES ($1, $2, $3, 0, 0)",
            {name, made.tenant.value, made.id.value}));
        return {};
    }));
    return made;
}

Result<std::vector<Account>> AccountStore::list_accounts(const Scope& scope,
                                                         const TenantId& tenant) {
    return database_->read(
        scope, [&](storage::Connection& connection) -> Result<std::vector<Account>> {
            std::vector<Account> accounts;
            for (const storage::Row& row : TRY(connection.query(
                     "SELECT " + std::string(account_columns) +
                         " FROM accounts WHERE tenant_id = $1 ORDER BY sign_in_name",
                     {tenant.value}))) {
                accounts.push_back(TRY(read_account(row)));
            }
            return accounts;
        });
}

Result<Account> AccountStore::load_account(const Scope& scope, const TenantId& tenant,
                                           const AccountId& id) {
    return database_->read(scope, [&](storage::Connection& connection) -> Result<Account> {
        const auto row =
            TRY(connection.find_row("SELECT " + std::string(account_columns) +
                                        " FROM accounts WHERE tenant_id = $1 AND id = $2",
                                    {tenant.value, id.value}));
        if (!row) {
            return Error{ErrorKind::NotFound,
                         "identity.account_missing",
                         "",
                         {{"account", id.value}},
                         "There is no such account."};
        }
        return read_account(*row);
    });
}

Result<Account> AccountStore::sign_in(std::string_view name, std::string_view password) {
    const Scope scope = system_scope("identity.sign_in");
    const Result<std::string> folded = fold_name(name);
    if (!folded || password.size() > longest_password) {
        return wrong_sign_in();
    }
    const auto found = TRY(database_->read(scope, [&](storage::Connection& connection) {
        return find_sign_in_name(connection, folded.value());
    }));
    const Instant now = clock_->now();
    if (found && found->locked_until > now) {
        const std::int64_t minutes = (found->locked_until.ms - now.ms) / 60'000 + 1;
        return Error{ErrorKind::TooMany,
                     "identity.sign_in_locked",
                     "",
                     {{"minutes", std::to_string(minutes)}},
                     "Too many wrong passwords; this name is locked for a while."};
    }
    // A name that nobody has is checked against a hash nobody's password fits, so that the answer
    // takes as long as for a name that exists.
    static const std::string nobody = crypto::hash_password("nobody has this password", *random_);
    const bool right =
        crypto::is_password(password, found ? found->password_hash : nobody) && found;
    if (!found) {
        return wrong_sign_in();
    }
    const std::int64_t failures = right ? 0 : found->failures + 1;
    const bool lock = failures >= limits::code_attempts;
    if (!right || found->failures != 0) {
        TRY(database_->write(scope, [&](storage::Connection& connection) {
            return connection.execute(
                "UPDATE sign_in_names SET failures = $2, locked_until = $3 WHERE name = $1",
                {folded.value(), lock ? std::int64_t{0} : failures,
                 lock ? now.plus_ms(limits::code_lock_ms).ms : std::int64_t{0}});
        }));
    }
    if (!right) {
        return wrong_sign_in();
    }
    return load_account(scope, found->tenant, found->account);
}

}  // namespace gordion::identity
