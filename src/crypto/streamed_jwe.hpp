// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <cstdint>
#include <memory>
#include <string_view>

#include "core/files.hpp"
#include "crypto/jose.hpp"

// JWEs that are too large for memory: both ways need a few hundred KiB, whatever the size. The
// sources are used by one thread at a time; after an error every further read gives it again.
namespace gordion::crypto {

/// The plaintext of a compact JWE that comes from `jwe`; "zip":"DEF" is inflated. At most `most`
/// bytes of plaintext. The tag stands at the end, so nothing that was read is proved before the
/// source has ended without an error: read it once to its end and keep nothing of it, then again.
/// Error codes: those of decrypt_compressed_jwe() and of `jwe`; whatever the first three segments
/// show comes at once, the rest while reading.
Result<std::unique_ptr<ByteSource>> open_jwe_source(std::unique_ptr<ByteSource> jwe,
                                                    const PrivateKey& key, std::uint64_t most);

/// The compact JWE of what `plaintext` gives, as encrypt_jwe() makes it. Error codes:
/// crypto.jwe_algorithm at once; those of `plaintext`, and crypto.jwe_too_large beyond what one key
/// may encrypt (64 GiB), while reading.
Result<std::unique_ptr<ByteSource>> make_jwe_source(std::unique_ptr<ByteSource> plaintext,
                                                    const PublicKey& to,
                                                    std::string_view content_type);

}  // namespace gordion::crypto
