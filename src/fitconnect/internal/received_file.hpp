// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "crypto/jose.hpp"
#include "crypto/streamed_hash.hpp"
#include "fitconnect/spooled_jwe.hpp"

namespace gordion::fitconnect::internal {

/// JWEs that are put together to one file, each with the key that opens it.
using FileParts = std::vector<std::pair<std::shared_ptr<const SpooledJwe>, crypto::PrivateKey>>;

OpenSource open_parts(FileParts file);
OpenSource open_shared(std::shared_ptr<const std::string> bytes);

/// Reads a part to its end, so that its tag is proved, adds it to the hash and keeps nothing of it.
/// How many bytes it has. Error codes: those of crypto::open_jwe_source(), fitconnect.spool.
Result<std::uint64_t> hash_part(const std::shared_ptr<const SpooledJwe>& jwe,
                                const crypto::PrivateKey& key, crypto::Sha512& hash);

Error file_too_large(std::uint64_t most);

}  // namespace gordion::fitconnect::internal
