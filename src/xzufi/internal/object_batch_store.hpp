// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <vector>

#include "storage/database.hpp"
#include "xzufi/internal/links.hpp"
#include "xzufi/xzufi_store.hpp"

namespace gordion::xzufi::internal {

/// An object made ready before the transaction begins, because the database has one writer.
struct PreparedObject {
    const TransferObject* object = nullptr;
    std::string label;
    std::string content;
    std::string content_hash;
    Links links;
};

std::vector<PreparedObject> prepare(const std::vector<TransferObject>& objects);

struct BatchMessage {
    const ImportSource& source;
    const MessageHead& head;
    Overwrite overwrite = Overwrite::No;
    Instant now;
};

/// Inside a transaction; may be run again from the beginning.
Result<CountsByKind> apply_objects(storage::Connection& connection, const BatchMessage& message,
                                   const std::vector<PreparedObject>& objects);

}  // namespace gordion::xzufi::internal
