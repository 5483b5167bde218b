// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <string>
#include <string_view>

#include "core/result.hpp"
#include "core/time.hpp"
#include "crypto/certificates.hpp"
#include "crypto/jose.hpp"
#include "formats/json.hpp"

namespace gordion::fitconnect {

// What a sender asks of a published key before it encrypts for it, and of a route before it
// believes it. Source: FIT-Connect documentation, encryption; domain/fitconnect-crypto.md, sections
// 2.1, 2.3 and 8.

/// Whose keys are believed.
struct KeyTrust {
    crypto::CertificateTrust certificates;
    /// A key without certificate, or with one that leads nowhere, is taken all the same ("allow
    /// insecure public key"); a certificate that is there must still be for the key. For tests.
    bool allow_insecure = false;
};

/// The key of a destination to encrypt with: RSA of at least 4096 bit, exponent 65537, alg
/// RSA-OAEP-256, key_ops wrapKey, the kid that was asked for, and a certificate that fits.
/// Error codes: fitconnect.key_check (place: the member), and those of check_certificates().
Result<crypto::PublicKey> check_encryption_key(const formats::Json& jwk, std::string_view kid,
                                               const KeyTrust& trust, Instant now);
/// The same for a key that proves events: alg PS512, key_ops verify. `at` is when it signed.
Result<crypto::PublicKey> check_signature_key(const formats::Json& jwk, std::string_view kid,
                                              const KeyTrust& trust, Instant at);
/// A key out of metadata (replyChannel.fitConnect), which has no certificate.
Result<crypto::PublicKey> check_reply_key(const formats::Json& jwk);

/// The key of that kid in a set ("keys"). Error code: fitconnect.key_unknown (NotFound, value kid).
Result<formats::Json> find_key(const formats::Json& key_set, std::string_view kid);

/// What a route was asked for.
struct RouteQuestion {
    std::string_view destination_id;
    std::string_view leistungsschluessel;
    std::string_view ars;
    std::string_view submission_url;  ///< of the server that would be used
    std::string_view issuer;          ///< who may sign routes: URL of the self-service portal
};

/// Whether the signature of a route (destinationSignature) says what was asked: signed by a key of
/// the issuer, this destination, this service and region, at this server. `issuer_keys` is the
/// issuer's key set. Error codes: fitconnect.route_signature (place: claim that is missing or says
/// something else), fitconnect.key_unknown, those of crypto::verify_jws and check_signature_key().
Result<void> check_destination_signature(std::string_view signature, const RouteQuestion& asked,
                                         const formats::Json& issuer_keys, const KeyTrust& trust,
                                         Instant now);

}  // namespace gordion::fitconnect
