// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/ids.hpp"
#include "core/random.hpp"
#include "core/sensitive.hpp"
#include "crypto/master_key.hpp"
#include "identity/session_store.hpp"
#include "storage/database.hpp"

namespace gordion::identity {

/// One entry in the list of an account.
struct AccountMatter {
    std::string entry;  ///< names it within the list
    CitizenSubject kind = CitizenSubject::Antrag;
    TenantId tenant;
    std::string subject;         ///< AntragId or SubmissionId
    Sensitive<std::string> key;  ///< opens a draft; "" for a submission, which the code opens
    Instant noted_at;
};

/// What belongs to an account, for "Meine Vorgänge". A row says that an account, known by a keyed
/// hash, has an entry; what the entry is about is sealed under a key that only comes with a sign-in
/// (docs/decisions/0021). So the database alone tells neither who nor what. Shared between threads.
class AccountMatterStore {
public:
    AccountMatterStore(storage::Database& database, const crypto::MasterKey& master_key,
                       const Clock& clock, Random& random);

    Result<void> note_draft(const UserAccount& account, const TenantId& tenant, const AntragId& id,
                            std::string_view draft_key);
    /// The entry of the draft, if there is one, makes way for that of the submission. Runs in the
    /// transaction that stores the submission; its scope must be widened with with_list().
    Result<void> note_submission(storage::Connection& connection, const UserAccount& account,
                                 const CitizenSession& draft, const SubmissionId& id) const;
    static Scope with_list(Scope scope);

    /// The newest limits::account_matters.
    Result<std::vector<AccountMatter>> list_matters(const UserAccount& account);
    /// Nothing for an entry of another account, too.
    Result<std::optional<AccountMatter>> find_matter(const UserAccount& account,
                                                     std::string_view entry);
    /// Takes it off the list; the matter itself stays. Of another account's list nothing goes.
    Result<void> forget_matter(const UserAccount& account, std::string_view entry);

    /// Whether the draft is in the list of an account other than this one. Whoever has the draft's
    /// code and no account is nobody else.
    Result<bool> is_of_another(const AntragId& draft, const UserAccount& account);

    /// Entries older than limits::account_matter_lifetime_ms; returns how many. Run by a job.
    Result<std::int64_t> delete_expired();

private:
    struct NewEntry;
    Result<void> insert(storage::Connection& connection, const UserAccount& account,
                        const NewEntry& made) const;
    [[nodiscard]] std::string entry_of(const AntragId& draft) const;

    storage::Database* database_;
    const crypto::MasterKey* master_key_;
    const Clock* clock_;
    Random* random_;
};

}  // namespace gordion::identity
