// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include "crypto/jose.hpp"

namespace gordion::crypto {

/// As decrypt_jwe(), and a JWE with "zip":"DEF" (RFC 7516, section 4.1.3) is inflated, to at most
/// limits::jose_plaintext_bytes. Only for senders whose protocol allows it: FIT-Connect v1 does.
/// Further error codes: crypto.jwe_inflate (Invalid: no raw DEFLATE, cut off, or bytes behind its
/// end), crypto.jwe_too_large.
Result<Decrypted> decrypt_compressed_jwe(std::string_view jwe, const PrivateKey& key);

}  // namespace gordion::crypto
