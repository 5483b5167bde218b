// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/files.hpp"
#include "core/finding.hpp"
#include "core/import_source.hpp"
#include "core/result.hpp"
#include "core/scope.hpp"
#include "core/time.hpp"
#include "fim/schema.hpp"
#include "storage/database.hpp"

namespace gordion::fim {

/// One version of a schema that is kept here.
struct StoredSchema {
    Identification identification;
    std::string standard;  ///< "3.0.0"
    std::string name;
    int freigabestatus = 0;
    ImportSource source;
    Instant imported_at;
    std::string imported_by;
};

struct SchemaImport {
    bool changed = false;  ///< false: the same bytes are here already, nothing was written
    StoredSchema schema;
};

/// Where an element stands in one of the schemas.
struct ElementUse {
    Identification schema;
    std::string path;
    Identification element;
    std::string anzahl;
};

/// Keeps schemas as the messages they came in, byte by byte, and beside them which element stands
/// where: elements are reused in many schemas, positions are their places. Reference data: one for
/// all tenants. Shared between threads.
class SchemaStore {
public:
    SchemaStore(storage::Database& database, const Clock& clock);

    /// Reads a message and keeps it, in one transaction; it is opened twice, and never in memory
    /// as a whole. The value is empty where the message has faults: it is not kept. Error codes:
    /// those of read_schema; fim.schema_taken (Conflict: id and version are known with other bytes;
    /// Overwrite::Yes replaces them).
    Result<Judged<std::optional<SchemaImport>>> import_schema(const Scope& scope,
                                                              const OpenSource& message,
                                                              const ImportSource& source,
                                                              Overwrite overwrite = Overwrite::No);
    /// By id, newest version first.
    Result<std::vector<StoredSchema>> list_schemas(const Scope& scope);
    /// "" stands for the newest version. Error code: fim.schema_missing (NotFound).
    Result<Schema> load_schema(const Scope& scope, std::string_view id, std::string_view version);
    /// The bytes as they were imported; the store must outlive the source. Error codes:
    /// fim.schema_missing; while reading fim.schema_changed (Conflict: overwritten meanwhile).
    Result<std::unique_ptr<ByteSource>> open_message(const Scope& scope, std::string_view id,
                                                     std::string_view version);
    /// Every place of an element in the newest and older schemas; "" for any version of it.
    Result<std::vector<ElementUse>> list_uses(const Scope& scope, std::string_view element_id,
                                              std::string_view element_version);

private:
    storage::Database* database_;
    const Clock* clock_;
};

}  // namespace gordion::fim
