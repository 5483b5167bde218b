// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <string>
#include <vector>

#include "core/time.hpp"
#include "crypto/jose.hpp"
#include "formats/json.hpp"

namespace gordion::fitconnect {

/// A file with private keys of a destination: one JWK, or a JWK Set (RFC 7517, section 5) with the
/// newest first. The older ones open what was encrypted before a key was replaced; each says in its
/// member "replaced_at" (seconds) since when. Error codes: fitconnect.key_file (Invalid: neither,
/// empty, or more than 20 keys), those of crypto::PrivateKey::from_jwk().
Result<std::vector<crypto::PrivateKey>> read_key_file(const formats::Json& file);

/// The file with a new key in front. Keys that were replaced more than `keep_days` before `now` are
/// left out; whatever is still on its way was encrypted for a later one. Error codes:
/// read_key_file().
Result<formats::Json> put_key_in_front(const formats::Json& file, const formats::Json& key,
                                       Instant now, int keep_days);

/// The file without the keys that were replaced more than `keep_days` before `now`; the first one
/// always stays. Error codes: read_key_file().
Result<formats::Json> drop_old_keys(const formats::Json& file, Instant now, int keep_days);

}  // namespace gordion::fitconnect
