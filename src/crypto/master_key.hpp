// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "core/random.hpp"
#include "core/result.hpp"

namespace gordion::crypto {

/// The one secret of an installation: 32 bytes under which private keys of destinations and
/// addresses for notices are sealed. Losing it loses those; it belongs into the backup, apart from
/// the database. Shared between threads, never changed.
class MasterKey {
public:
    /// From the environment (GORDION_MASTER_KEY, base64) if set there, else from the file, which is
    /// made with mode 0600 if it is missing. Error codes: crypto.master_key_invalid,
    /// crypto.master_key_file.
    static Result<MasterKey> load_or_make(const std::filesystem::path& file, Random& random);
    static MasterKey from_bytes(std::string bytes);  ///< 32 bytes; for tests

    /// An independent key for one purpose, 32 bytes.
    [[nodiscard]] std::string key_for(std::string_view purpose) const;

private:
    explicit MasterKey(std::string bytes) : bytes_(std::move(bytes)) {}
    std::string bytes_;
};

}  // namespace gordion::crypto
