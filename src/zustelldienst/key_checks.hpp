// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include "formats/json.hpp"
#include "zustelldienst/destination_store.hpp"
#include "zustelldienst/settings.hpp"

namespace gordion::zustelldienst {

/// A public key that a destination may have: RSA of at least 4096 bit with exponent 65537, kid of 8
/// to 64 characters, alg and key_ops of one role, x5c as the policy demands and for this very key.
/// Of the members only kty, key_ops, alg, kid, n, e and x5c are kept, so that nothing private and
/// nothing outdated (`use`) is given on.
/// Source: Submission API 1.1.3, JWK; domain/fitconnect-crypto.md, section 2.
/// Error codes: zustelldienst.key (Invalid; place: the member), those of
/// fitconnect::check_encryption_key().
Result<DestinationKey> read_destination_key(const formats::Json& jwk, const Settings& settings,
                                            Instant now);

}  // namespace gordion::zustelldienst
