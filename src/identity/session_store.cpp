// SPDX-License-Identifier: EUPL-1.2
#include "identity/session_store.hpp"

#include "core/limits.hpp"
#include "crypto/hashes.hpp"
#include "crypto/sealing.hpp"

namespace gordion::identity {
namespace {

constexpr std::string_view staff_kind = "staff";
constexpr std::string_view account_kind = "account";
constexpr std::string_view sign_in_kind = "sign-in";

// Accounts belong to no administration: one is signed in before a place is known.
// Writing the time of each use would make every page view a write; a step of this size is enough.
constexpr std::int64_t touch_step_ms = 5LL * 60 * 1000;

std::string_view to_kind(CitizenSubject subject) {
    return subject == CitizenSubject::Antrag ? "antrag" : "submission";
}

struct Token {
    TenantId tenant;
    std::string hash;
    std::string key;  ///< seals what the session carries
};

Error missing() {
    return {ErrorKind::Unauthenticated,
            "identity.session_missing",
            "",
            {},
            "There is no session for this request."};
}

Error sign_in_gone() {
    return {ErrorKind::Forbidden,
            "identity.sign_in_gone",
            "",
            {},
            "This sign-in was finished, took too long, or began in another browser."};
}

Error expired() {
    return {ErrorKind::Unauthenticated,
            "identity.session_expired",
            "",
            {},
            "The session has ended; begin again with sign-in or code."};
}

Result<Token> read_token(std::string_view token) {
    const auto dot = token.find('.');
    if (dot == std::string_view::npos || dot > limits::tenant_characters ||
        token.size() - dot - 1 != 43) {
        return missing();
    }
    return Token{{std::string(token.substr(0, dot))},
                 crypto::to_hex(crypto::sha256(token)),
                 crypto::derive_key(token, "session")};
}

}  // namespace

struct SessionStore::Found {
    TenantId tenant;
    std::string subject;
    std::string key;
    Instant created_at;
};

SessionStore::SessionStore(storage::Database& database, const Clock& clock, Random& random)
    : database_(&database), clock_(&clock), random_(&random) {}

Result<std::string> SessionStore::open(const TenantId& tenant, std::string_view kind,
                                       std::string_view subject, std::string_view key) {
    const std::string token = tenant.value + "." + crypto::to_base64url(random_->bytes(32));
    const Token parts = TRY(read_token(token));
    const std::string sealed = crypto::seal(parts.key, key, parts.hash, *random_);
    const std::int64_t now = clock_->now().ms;
    const Scope scope{tenant, {"session"}, "identity.session", {}, false};
    TRY(database_->write(scope, [&](storage::Connection& connection) {
        return connection.execute(
            "INSERT INTO sessions (tenant_id, token_hash, kind, subject, sealed_key, created_at,"
            " used_at) VALUES ($1, $2, $3, $4, $5, $6, $6)",
            {tenant.value, parts.hash, std::string(kind), std::string(subject),
             storage::Blob{sealed}, now});
    }));
    return token;
}

Result<SessionStore::Found> SessionStore::find(std::string_view text, std::string_view kind) {
    const Token token = TRY(read_token(text));
    const Scope scope{token.tenant, {"session"}, "identity.session", {}, false};
    const auto row = TRY(database_->read(scope, [&](storage::Connection& connection) {
        return connection.find_row(
            "SELECT subject, sealed_key, created_at, used_at FROM sessions"
            " WHERE tenant_id = $1 AND token_hash = $2 AND kind = $3",
            {token.tenant.value, token.hash, std::string(kind)});
    }));
    if (!row) {
        return missing();
    }
    const std::int64_t now = clock_->now().ms;
    const Instant created_at{row->integer(2)};
    const std::int64_t used_at = row->integer(3);
    if (now - used_at > limits::session_idle_ms ||
        now - created_at.ms > limits::session_lifetime_ms) {
        TRY(end_session(text));
        return expired();
    }
    if (now - used_at > touch_step_ms) {
        TRY(database_->write(scope, [&](storage::Connection& connection) {
            return connection.execute(
                "UPDATE sessions SET used_at = $3 WHERE tenant_id = $1 AND token_hash = $2",
                {token.tenant.value, token.hash, now});
        }));
    }
    std::string content = TRY(crypto::unseal(token.key, row->blob(1), token.hash));
    return Found{token.tenant, row->text(0), std::move(content), created_at};
}

Result<std::string> SessionStore::open_staff_session(const Account& account) {
    return open(account.tenant, staff_kind, account.id.value, "");
}

Result<StaffSession> SessionStore::find_staff_session(std::string_view token) {
    const Found found = TRY(find(token, staff_kind));
    AccountStore accounts(*database_, *clock_, *random_);
    const Scope scope{found.tenant, {found.subject}, "identity.session", {}, false};
    return StaffSession{TRY(accounts.load_account(scope, found.tenant, {found.subject})),
                        found.created_at.plus_ms(limits::session_lifetime_ms)};
}

Result<std::string> SessionStore::open_citizen_session(const CitizenSession& session) {
    return open(session.tenant, to_kind(session.subject_kind), session.subject, session.key);
}

Result<CitizenSession> SessionStore::find_citizen_session(std::string_view token,
                                                          CitizenSubject kind) {
    Found found = TRY(find(token, to_kind(kind)));
    return CitizenSession{found.tenant, kind, std::move(found.subject), std::move(found.key), {}};
}

Result<std::string> SessionStore::open_account_session(const UserAccount& account) {
    return open(platform_tenant(), account_kind, account.provider,
                formats::write_json(to_json(account)));
}

Result<UserAccount> SessionStore::find_account_session(std::string_view token) {
    const Found found = TRY(find(token, account_kind));
    return read_user_account(TRY(formats::parse_json(found.key)));
}

Result<std::string> SessionStore::open_sign_in(std::string_view content) {
    return open(platform_tenant(), sign_in_kind, "", content);
}

Result<std::string> SessionStore::take_sign_in(std::string_view token) {
    const Result<Token> parts = read_token(token);
    const Result<Found> found = parts ? find(token, sign_in_kind) : parts.error();
    if (!found) {
        const bool is_absent = found.error().kind == ErrorKind::Unauthenticated;
        return is_absent ? sign_in_gone() : found.error();
    }
    // Of two answers that come at once, one finds the row and the other does not.
    const Scope scope{platform_tenant(), {"session"}, "identity.session", {}, false};
    const std::int64_t taken = TRY(database_->write(scope, [&](storage::Connection& connection) {
        return connection.execute("DELETE FROM sessions WHERE tenant_id = $1 AND token_hash = $2",
                                  {platform_tenant().value, parts.value().hash});
    }));
    const bool is_late = clock_->now() > found.value().created_at.plus_ms(limits::sign_in_ms);
    return taken != 1 || is_late ? Result<std::string>(sign_in_gone()) : found.value().key;
}

Result<void> SessionStore::end_session(std::string_view text) {
    const Result<Token> token = read_token(text);
    if (!token) {
        return {};
    }
    const Scope scope{token.value().tenant, {"session"}, "identity.session", {}, false};
    TRY(database_->write(scope, [&](storage::Connection& connection) {
        return connection.execute("DELETE FROM sessions WHERE tenant_id = $1 AND token_hash = $2",
                                  {token.value().tenant.value, token.value().hash});
    }));
    return {};
}

Result<std::int64_t> SessionStore::delete_expired() {
    const std::int64_t now = clock_->now().ms;
    return database_->write(system_scope("identity.expire"), [&](storage::Connection& connection) {
        return connection.execute(
            "DELETE FROM sessions WHERE used_at < $1 OR created_at < $2",
            {now - limits::session_idle_ms, now - limits::session_lifetime_ms});
    });
}

std::string csrf_token(std::string_view session_token) {
    return crypto::to_base64url(crypto::derive_key(session_token, "csrf", 24));
}

Scope scope_of(const StaffSession& session, std::string_view purpose) {
    return {session.account.tenant, {session.account.id.value}, std::string(purpose), {}, false};
}

Scope scope_of(const CitizenSession& session, std::string_view purpose) {
    return {session.tenant, {"citizen"}, std::string(purpose), {}, false};
}

}  // namespace gordion::identity
