// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/result.hpp"
#include "core/scope.hpp"
#include "identity/account_store.hpp"
#include "identity/user_account.hpp"
#include "storage/database.hpp"

namespace gordion::identity {

/// A signed-in member of staff.
struct StaffSession {
    Account account;
    Instant expires_at;
};

/// What a citizen's session is about.
enum class CitizenSubject {
    Antrag,      ///< a draft being filled in; the key opens the draft
    Submission,  ///< something handed over; the key is the citizen's private mailbox key
};

/// A citizen without account who knows a secret. `key` exists only here and, sealed under the
/// token, in the database; the token is only in the citizen's browser.
struct CitizenSession {
    TenantId tenant;
    CitizenSubject subject_kind = CitizenSubject::Antrag;
    std::string subject;  ///< AntragId or SubmissionId
    std::string key;
    /// Who is signed in at the same browser; joined by web, not stored with this session.
    std::optional<UserAccount> account = std::nullopt;
};

/// Opaque sessions for all of them. A token is "<tenant>.<43 characters>"; the database knows only
/// its SHA-256. Idle sessions end after limits::session_idle_ms, all after
/// limits::session_lifetime_ms. Shared between threads.
///
/// Error codes of find_…: identity.session_missing (no or unknown token), identity.session_expired;
/// both of kind Unauthenticated.
class SessionStore {
public:
    SessionStore(storage::Database& database, const Clock& clock, Random& random);

    Result<std::string> open_staff_session(const Account& account);
    Result<StaffSession> find_staff_session(std::string_view token);

    Result<std::string> open_citizen_session(const CitizenSession& session);
    Result<CitizenSession> find_citizen_session(std::string_view token, CitizenSubject kind);

    /// A person or organisation that signed in at a provider; the account is sealed under the
    /// token, so that nobody can look up who was here.
    Result<std::string> open_account_session(const UserAccount& account);
    Result<UserAccount> find_account_session(std::string_view token);

    /// A sign-in that has begun: `content` comes back once, within limits::sign_in_ms. Error code
    /// of taking: identity.sign_in_gone (Forbidden).
    Result<std::string> open_sign_in(std::string_view content);
    Result<std::string> take_sign_in(std::string_view token);

    /// Ending a session that is not there is no error.
    Result<void> end_session(std::string_view token);
    /// Deletes what has ended; returns how many. Run by a job.
    Result<std::int64_t> delete_expired();

private:
    struct Found;
    Result<Found> find(std::string_view token, std::string_view kind);
    Result<std::string> open(const TenantId& tenant, std::string_view kind,
                             std::string_view subject, std::string_view key);

    storage::Database* database_;
    const Clock* clock_;
    Random* random_;
};

/// The token that a form of this session must carry, so that no other site can post for it.
std::string csrf_token(std::string_view session_token);

Scope scope_of(const StaffSession& session, std::string_view purpose);
Scope scope_of(const CitizenSession& session, std::string_view purpose);

}  // namespace gordion::identity
