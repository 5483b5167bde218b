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

/// Keeps a schema; error codes and findings are those of fim::SchemaStore.
Result<Judged<std::optional<fim::SchemaImport>>> import_schema(Modules& in,
                                                               const std::filesystem::path& file,
                                                               Overwrite overwrite);

/// Every published package that carries this schema in any version.
Result<std::vector<SchemaUser>> list_schema_users(Modules& in, std::string_view schema_id);

/// The bytes of a message: of a file, or of an imported schema written as "ID" or "ID:VERSION".
/// `in` may be nullptr where there is no installation; then only files are found.
Result<std::string> load_schema_message(Modules* in, const std::string& file_or_id);

}  // namespace gordion::app
