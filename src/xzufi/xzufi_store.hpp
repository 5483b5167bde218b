// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/import_source.hpp"
#include "core/scope.hpp"
#include "core/time.hpp"
#include "storage/database.hpp"
#include "xzufi/message_reader.hpp"
#include "xzufi/object.hpp"

namespace gordion::xzufi {

/// What applying did to objects of one kind.
struct AppliedCounts {
    std::int64_t written = 0;
    std::int64_t removed = 0;
    std::int64_t unchanged = 0;  ///< already so, also: to be removed and not there
    std::int64_t older = 0;      ///< a newer message said otherwise; left as it is
    std::int64_t refused = 0;    ///< by the reader

    AppliedCounts& operator+=(const AppliedCounts& more);
    bool operator==(const AppliedCounts&) const = default;
};

using CountsByKind = std::map<ObjectKind, AppliedCounts>;

/// Where applying a message begins.
struct MessageStart {
    bool applied_before = false;        ///< completely: nothing is to be done
    std::int64_t applied_position = 0;  ///< up to here it was applied before it was cut off
};

/// An object as stored, with where it comes from.
struct StoredObject {
    ObjectKind kind = ObjectKind::Service;
    Identity identity;
    std::string label;
    formats::Json content;  ///< null for a removed one
    std::size_t content_bytes = 0;
    std::string standard_version;
    std::string message_id;
    std::optional<Instant> message_created_at;
    std::int64_t position = 0;
    std::string source_hash;
    Instant read_at;
    std::optional<Instant> removed_at;
};

struct ObjectFilter {
    std::optional<ObjectKind> kind;
    std::string agency;             ///< "": all
    bool removed = false;           ///< those that were removed, instead of those that are there
    std::optional<Identity> after;  ///< of the same kind, for the next page
    std::int64_t most = 50;
};

/// How much of a kind an office has here, and how old it is.
struct DataAge {
    ObjectKind kind = ObjectKind::Service;
    std::string agency;
    std::int64_t objects = 0;
    std::int64_t removed = 0;
    Instant newest_read_at;
    std::optional<Instant> newest_message_at;  ///< as the messages say
    std::optional<Instant> oldest_message_at;  ///< of an object that is there
};

/// Keeps the objects of all editorial offices. Reference data: small, replicated, without tenant.
/// Objects are told apart by kind, office and number. A removed object leaves a tombstone, so that
/// an older message cannot bring it back. Shared between threads.
///
/// A message is applied in batches, each in a transaction of its own; `applied_position` moves
/// with them, so what was cut off goes on where it stopped. The same message changes nothing: it
/// is known by its hash, and an object with the same content is not written. An object keeps what
/// the message with the later creation time said (then the later transaction position, then the
/// later position in one message), in whichever order messages come. Overwrite::Yes sets this aside
/// and applies a message again that was applied before.
class XzufiStore {
public:
    XzufiStore(storage::Database& database, const Clock& clock);

    Result<MessageStart> begin_message(const Scope& scope, const ImportSource& source,
                                       const ReadMessage& message, Overwrite overwrite);
    /// Objects in the order of the message.
    Result<CountsByKind> apply_batch(const Scope& scope, const ImportSource& source,
                                     const MessageHead& head,
                                     const std::vector<TransferObject>& objects,
                                     Overwrite overwrite);
    Result<void> finish_message(const Scope& scope, const ImportSource& source);

    /// Also a removed one.
    Result<std::optional<StoredObject>> find_object(const Scope& scope, ObjectKind kind,
                                                    const Identity& identity);
    /// Objects of any kind with that identity.
    Result<std::vector<StoredObject>> find_objects(const Scope& scope, const Identity& identity);
    /// Without their contents; by kind, office and number.
    Result<std::vector<StoredObject>> list_objects(const Scope& scope, const ObjectFilter& filter);
    /// By office and kind.
    Result<std::vector<DataAge>> list_ages(const Scope& scope);

private:
    storage::Database* database_;
    const Clock* clock_;
};

}  // namespace gordion::xzufi
