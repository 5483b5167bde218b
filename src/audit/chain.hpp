// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "audit/audit.hpp"

namespace gordion::audit {

/// The text that is hashed: every column with its name and length, so that no two entries share a
/// text, and the hash of the entry before.
std::string canonical_text(const AuditEntry& entry);
/// SHA-256 of the canonical text in hex.
std::string hash_of(const AuditEntry& entry);

/// Where a chain claims to end.
struct ChainHead {
    std::int64_t number = 0;
    std::string hash;
};

/// Walks along one chain from its first entry. Pure: the database and an export use the same walk.
class ChainWalk {
public:
    explicit ChainWalk(TenantId tenant) { report_.tenant = std::move(tenant); }

    void add(const AuditEntry& entry);
    /// After the last entry; without a head an empty chain is unbroken and any other is cut off.
    [[nodiscard]] ChainReport finish(const std::optional<ChainHead>& head);

private:
    void note(ChainFault fault, std::int64_t number);

    ChainReport report_;
    std::int64_t last_number_ = 0;
};

/// Calls `restart` and then `visit` for each entry of the chain in order, in one snapshot, and
/// returns its head. PostgreSQL may run it again: `restart` forgets what was visited.
Result<std::optional<ChainHead>> visit_chain(storage::Database& database, const Scope& scope,
                                             const TenantId& tenant,
                                             const std::function<void()>& restart,
                                             const std::function<void(const AuditEntry&)>& visit);

}  // namespace gordion::audit
