// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "core/random.hpp"
#include "core/result.hpp"

namespace gordion::storage {

/// Large bytes outside the database, one file each, named by a random id. What is put here is
/// already encrypted. put() returns after the bytes are durable (fsync of file and folder); a crash
/// leaves either the whole file or nothing that is ever named. Shared between threads.
class BlobStore {
public:
    BlobStore(std::filesystem::path folder, Random& random);

    /// Error codes: storage.full, storage.blob_write.
    Result<std::string> put(std::string_view bytes);
    /// Error code: storage.blob_missing (kind NotFound).
    [[nodiscard]] Result<std::string> load(std::string_view id) const;
    /// Removing what is not there is no error.
    Result<void> remove(std::string_view id);

private:
    std::filesystem::path folder_;
    Random* random_;
};

}  // namespace gordion::storage
