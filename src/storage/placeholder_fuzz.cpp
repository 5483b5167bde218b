// SPDX-License-Identifier: EUPL-1.2
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "storage/internal/sql_text.hpp"

/// The rewrite keeps every byte except a `$` that becomes `?`, and a second pass changes nothing.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using gordion::storage::internal::to_postgres_types;
    using gordion::storage::internal::to_sqlite_placeholders;
    const std::string_view sql(reinterpret_cast<const char*>(data), size);
    const std::string rewritten = to_sqlite_placeholders(sql);
    if (rewritten.size() != size) {
        std::abort();
    }
    for (std::size_t at = 0; at < size; ++at) {
        if (rewritten[at] != sql[at] && !(sql[at] == '$' && rewritten[at] == '?')) {
            std::abort();
        }
    }
    if (to_sqlite_placeholders(rewritten) != rewritten) {
        std::abort();
    }
    const std::string ddl = to_postgres_types(sql);
    if (to_postgres_types(ddl) != ddl) {
        std::abort();
    }
    return 0;
}
