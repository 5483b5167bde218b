// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/scope.hpp"
#include "core/time.hpp"
#include "formats/json.hpp"
#include "storage/database.hpp"

namespace gordion::audit {

/// What somebody did. Actor and purpose come from the scope, the time from the clock.
struct AuditEvent {
    std::string event;    ///< dotted: "case.opened", "identity.sign_in_refused"
    std::string subject;  ///< id of what it was done to; may be empty
    /// Ids, codes and numbers only – never personal data: entries are kept and exported.
    formats::Json details = formats::Json::object();
};

/// One link of a tenant's chain. `hash` is SHA-256 (hex) over all other columns; `previous_hash` is
/// the hash of the entry before, and empty for number 1.
struct AuditEntry {
    TenantId tenant;
    std::int64_t number = 0;  ///< from 1 without gaps within the tenant
    Instant at;
    ActorId actor;
    std::string purpose;
    std::string event;
    std::string subject;
    std::string details;  ///< JSON text, exactly as hashed
    std::string previous_hash;
    std::string hash;
};

/// The chain of events that belong to no single tenant: the one of the Bund, "00".
TenantId platform_chain();

/// Appends to the chain of scope.tenant (of platform_chain() if the scope names none) inside the
/// caller's transaction, so that a deed and its entry stand or fall together.
Result<void> append(storage::Connection& connection, const Scope& scope, const Clock& clock,
                    const AuditEvent& event);

enum class ChainFault {
    Gap,      ///< a number is missing: an entry was deleted
    Changed,  ///< an entry does not fit its hash, or does not follow the one before
    CutOff,   ///< entries at the end are missing, or the head was changed
};

std::string_view to_string(ChainFault fault);

/// What verifying one chain found. Unbroken if there is no fault.
struct ChainReport {
    TenantId tenant;
    std::int64_t entries = 0;              ///< how many were read
    std::int64_t first_broken_number = 0;  ///< 0 if unbroken
    std::optional<ChainFault> fault;
    std::string last_hash;  ///< note it elsewhere: it proves the chain up to here

    [[nodiscard]] bool is_unbroken() const { return !fault.has_value(); }
};

/// Reads the whole chain of a tenant that the scope reaches.
Result<ChainReport> verify(storage::Database& database, const Scope& scope, const TenantId& tenant);
/// Every chain there is; the scope must reach all tenants.
Result<std::vector<ChainReport>> verify_all(storage::Database& database, const Scope& scope);

struct EntryQuery {
    std::string subject;             ///< empty: of all subjects
    std::int64_t before_number = 0;  ///< the last number of the page before; 0: from the newest
    int most = 50;                   ///< at most limits::audit_page
};

/// A page of scope.tenant's chain, newest first.
Result<std::vector<AuditEntry>> list_entries(storage::Connection& connection, const Scope& scope,
                                             const EntryQuery& query);

/// The chain of a tenant as JSON lines, oldest first, with its head as the last line.
Result<std::string> export_entries(storage::Database& database, const Scope& scope,
                                   const TenantId& tenant);
/// Verifies an export without a database. Error code: audit.export_invalid (place: the line).
Result<ChainReport> verify_export(std::string_view text);

std::vector<storage::Migration> audit_migrations();

}  // namespace gordion::audit
