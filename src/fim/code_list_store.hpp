// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/scope.hpp"
#include "core/time.hpp"
#include "fim/code_list.hpp"
#include "storage/database.hpp"

namespace gordion::fim {

/// A list that is kept, without its rows.
struct CodeListEntry {
    std::string canonical_identification;
    std::string version;
    std::string short_name;
    std::int64_t rows = 0;
    std::string source;  ///< the file it came from
    std::string sha256;  ///< of its bytes, hex
    Instant imported_at;
};

/// Where bytes came from; `sha256` (hex) is what tells two imports apart.
struct CodeListOrigin {
    std::string source;
    std::string sha256;
};

enum class Replace { No, Yes };

struct CodeListImport {
    bool changed = false;  ///< false: the same list was there already, nothing was written
    CodeListEntry entry;
};

/// Imported code lists by canonical identification and version. Reference data: one for all
/// tenants. Every call reads the database, so an import on another node is seen at once. Shared
/// between threads.
class CodeListStore : public CodeListSource {
public:
    CodeListStore(storage::Database& database, const Clock& clock);

    /// The list must be named (identification and version) and have no faults. Error codes:
    /// fim.code_list_unnamed (Invalid), fim.code_list_taken (Conflict: this version is known with
    /// another content; a published version does not change, so Replace::Yes is for mending a wrong
    /// import).
    Result<CodeListImport> import_code_list(const Scope& scope, const CodeList& list,
                                            const CodeListOrigin& origin,
                                            Replace replace = Replace::No);
    /// By identification, newest version first.
    Result<std::vector<CodeListEntry>> list_entries(const Scope& scope) const;

    [[nodiscard]] Result<std::vector<std::string>> list_versions(
        std::string_view canonical_identification) const override;
    [[nodiscard]] Result<std::shared_ptr<const CodeList>> find(
        std::string_view canonical_identification, std::string_view version) const override;

private:
    storage::Database* database_;
    const Clock* clock_;
};

}  // namespace gordion::fim
