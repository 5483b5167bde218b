// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "core/files.hpp"
#include "core/finding.hpp"
#include "xzufi/xzufi_store.hpp"

namespace gordion::xzufi {

struct ImportProgress {
    bool applying = false;   ///< first the message is judged, then applied
    std::int64_t bytes = 0;  ///< read so far in this pass
};

struct ImportOptions {
    Overwrite overwrite = Overwrite::No;
    /// Called after each piece, if set; must be quick.
    std::function<void(const ImportProgress&)> progress;
};

struct MessageImport {
    MessageHead head;
    ImportSource source;
    std::int64_t bytes = 0;
    bool applied_before = false;  ///< nothing was done
    bool resumed = false;         ///< counts tell of the rest only
    CountsByKind counts;
    Findings findings;
};

/// Reads a message twice: first it is judged as a whole and hashed, so that of a broken or foreign
/// file nothing is stored; then it is applied in batches. Findings are those of read_message, and
///   xzufi.object_newer  warning: a newer message said otherwise, value "count"; left as it is
/// Error codes: those of read_message, of the source and of the database, and xzufi.file_changed
/// (Conflict: the bytes changed between the two passes; the message counts as not finished).
Result<MessageImport> import_message(XzufiStore& store, const Scope& scope, const std::string& name,
                                     const OpenSource& open, const ImportOptions& options);

}  // namespace gordion::xzufi
