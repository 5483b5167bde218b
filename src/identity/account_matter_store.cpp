// SPDX-License-Identifier: EUPL-1.2
#include "identity/account_matter_store.hpp"

#include <algorithm>

#include "core/limits.hpp"
#include "crypto/hashes.hpp"
#include "crypto/sealing.hpp"

namespace gordion::identity {
namespace {

using formats::Json;
using storage::Connection;

Scope list_scope() {
    return {platform_tenant(), {"citizen"}, "account.matters", {}, false};
}

std::string_view kind_name(CitizenSubject kind) {
    return kind == CitizenSubject::Antrag ? "antrag" : "submission";
}

// The entry belongs to its row and account: moved elsewhere it does not open.
std::string bound_to(std::string_view owner, std::string_view entry) {
    return "matter:" + std::string(owner) + ":" + std::string(entry);
}

Result<AccountMatter> read_row(const storage::Row& row, std::string_view owner,
                               const std::string& sealing_key) {
    AccountMatter matter;
    matter.entry = row.text(0);
    const Json json = TRY(formats::parse_json(
        TRY(crypto::unseal(sealing_key, row.blob(1), bound_to(owner, matter.entry)))));
    matter.kind = json.text_at("kind") == kind_name(CitizenSubject::Antrag)
                      ? CitizenSubject::Antrag
                      : CitizenSubject::Submission;
    matter.tenant = {json.text_at("tenant")};
    matter.subject = json.text_at("subject");
    matter.key = Sensitive(TRY(crypto::from_base64url(json.text_at("key"))));
    matter.noted_at = {row.integer(2)};
    return matter;
}

}  // namespace

struct AccountMatterStore::NewEntry {
    std::string entry;
    CitizenSubject kind;
    TenantId tenant;
    std::string subject;
    std::string_view key;
};

AccountMatterStore::AccountMatterStore(storage::Database& database,
                                       const crypto::MasterKey& master_key, const Clock& clock,
                                       Random& random)
    : database_(&database), master_key_(&master_key), clock_(&clock), random_(&random) {}

Scope AccountMatterStore::with_list(Scope scope) {
    scope.mandated.push_back(platform_tenant());
    return scope;
}

// Known again from the draft alone, so that the gate can ask whose it is.
std::string AccountMatterStore::entry_of(const AntragId& draft) const {
    return crypto::to_hex(
        crypto::hmac_sha256(master_key_->key_for("account.draft"), "antrag:" + draft.value));
}

Result<void> AccountMatterStore::insert(Connection& connection, const UserAccount& account,
                                        const NewEntry& made) const {
    const std::string owner = owner_of(account, *master_key_);
    const Json content = Json::object({{"kind", kind_name(made.kind)},
                                       {"tenant", made.tenant.value},
                                       {"subject", made.subject},
                                       {"key", crypto::to_base64url(made.key)}});
    const std::string sealed =
        crypto::seal(sealing_key_of(account, *master_key_), formats::write_json(content),
                     bound_to(owner, made.entry), *random_);
    TRY(connection.execute(
        "INSERT INTO account_matters (tenant_id, entry, owner, sealed, noted_at)"
        " VALUES ($1, $2, $3, $4, $5)",
        {platform_tenant().value, made.entry, owner, storage::Blob{sealed}, clock_->now().ms}));
    return {};
}

Result<void> AccountMatterStore::note_draft(const UserAccount& account, const TenantId& tenant,
                                            const AntragId& id, std::string_view draft_key) {
    return database_->write(list_scope(), [&](Connection& connection) {
        return insert(connection, account,
                      {entry_of(id), CitizenSubject::Antrag, tenant, id.value, draft_key});
    });
}

Result<void> AccountMatterStore::note_submission(Connection& connection, const UserAccount& account,
                                                 const CitizenSession& draft,
                                                 const SubmissionId& id) const {
    TRY(connection.execute("DELETE FROM account_matters WHERE tenant_id = $1 AND entry = $2",
                           {platform_tenant().value, entry_of({draft.subject})}));
    // By chance: with the master key alone nobody shall find who a submission is from.
    return insert(connection, account,
                  {crypto::to_hex(random_->bytes(32)), CitizenSubject::Submission, draft.tenant,
                   id.value, ""});
}

Result<std::vector<AccountMatter>> AccountMatterStore::list_matters(const UserAccount& account) {
    const std::string owner = owner_of(account, *master_key_);
    const std::string key = sealing_key_of(account, *master_key_);
    const storage::Rows rows = TRY(database_->read(list_scope(), [&](Connection& connection) {
        return connection.query(
            "SELECT entry, sealed, noted_at FROM account_matters WHERE tenant_id = $1"
            " AND owner = $2 ORDER BY noted_at DESC, entry LIMIT $3",
            {platform_tenant().value, owner, static_cast<std::int64_t>(limits::account_matters)});
    }));
    std::vector<AccountMatter> matters;
    for (const storage::Row& row : rows) {
        matters.push_back(TRY(read_row(row, owner, key)));
    }
    return matters;
}

Result<std::optional<AccountMatter>> AccountMatterStore::find_matter(const UserAccount& account,
                                                                     std::string_view entry) {
    const std::string owner = owner_of(account, *master_key_);
    const auto row = TRY(database_->read(list_scope(), [&](Connection& connection) {
        return connection.find_row(
            "SELECT entry, sealed, noted_at FROM account_matters WHERE tenant_id = $1"
            " AND entry = $2 AND owner = $3",
            {platform_tenant().value, std::string(entry), owner});
    }));
    return row ? std::optional(TRY(read_row(*row, owner, sealing_key_of(account, *master_key_))))
               : std::nullopt;
}

Result<void> AccountMatterStore::forget_matter(const UserAccount& account, std::string_view entry) {
    TRY(database_->write(list_scope(), [&](Connection& connection) {
        return connection.execute(
            "DELETE FROM account_matters WHERE tenant_id = $1 AND entry = $2 AND owner = $3",
            {platform_tenant().value, std::string(entry), owner_of(account, *master_key_)});
    }));
    return {};
}

Result<bool> AccountMatterStore::is_of_another(const AntragId& draft, const UserAccount& account) {
    const auto row = TRY(database_->read(list_scope(), [&](Connection& connection) {
        return connection.find_row(
            "SELECT owner FROM account_matters WHERE tenant_id = $1 AND entry = $2",
            {platform_tenant().value, entry_of(draft)});
    }));
    return row.has_value() && row->text(0) != owner_of(account, *master_key_);
}

Result<std::int64_t> AccountMatterStore::delete_expired() {
    const std::int64_t before = clock_->now().ms - limits::account_matter_lifetime_ms;
    return database_->write(system_scope("identity.expire"), [&](Connection& connection) {
        return connection.execute(
            "DELETE FROM account_matters WHERE tenant_id = $1 AND noted_at < $2",
            {platform_tenant().value, before});
    });
}

}  // namespace gordion::identity
