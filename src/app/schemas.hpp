// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/modules.hpp"
#include "fim/schema_store.hpp"

namespace gordion::app {

/// A published package whose form comes from a schema, and who uses it today.
struct SchemaUser {
    std::string package_id;
    std::string package_version;
    fim::Identification schema;
    std::vector<reuse::Adoption> adoptions;
};

/// Keeps a schema; error codes and findings are those of fim::SchemaStore, and app.file_changed.
Result<Judged<std::optional<fim::SchemaImport>>> import_schema(Modules& in,
                                                               const std::filesystem::path& file,
                                                               Overwrite overwrite);

/// Every published package that carries this schema in any version.
Result<std::vector<SchemaUser>> list_schema_users(Modules& in, std::string_view schema_id);

/// Reads a message in pieces: of a file, or of an imported schema written as "ID" or "ID:VERSION".
/// `in` may be nullptr where there is no installation; then only files are found. Error codes:
/// core.file_…, those of fim::read_schema and fim::SchemaStore.
Result<Judged<fim::Schema>> read_schema(Modules* in, const std::string& file_or_id);

}  // namespace gordion::app
