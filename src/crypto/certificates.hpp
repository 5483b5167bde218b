// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.hpp"
#include "core/time.hpp"
#include "crypto/jose.hpp"

namespace gordion::crypto {

/// Certificates somebody has decided to trust. Copies share them. Used from any thread.
class TrustAnchors {
public:
    /// Trusts nobody.
    TrustAnchors();
    /// One or more certificates, PEM (RFC 7468), roots or intermediate ones. Error code:
    /// crypto.certificate_malformed (place: number of the certificate, or "" for none at all).
    static Result<TrustAnchors> from_pem(std::string_view pem);

    struct Impl;
    [[nodiscard]] const Impl& impl() const { return *impl_; }

private:
    std::shared_ptr<const Impl> impl_;
};

enum class SelfSigned { Refuse, Allow };

struct CertificateTrust {
    TrustAnchors anchors;
    /// Allow takes a single certificate that signed itself; for test environments.
    SelfSigned self_signed = SelfSigned::Refuse;
};

/// `chain` as in `x5c` (RFC 7517, section 4.7), decoded: DER, the leaf first. The leaf holds the
/// key; leaf and chain are valid at `at`; the chain ends at an anchor. Revocation (OCSP, CRL) is
/// not asked for. Error codes: crypto.certificate_malformed, crypto.certificate_key (the leaf is
/// for another key), crypto.certificate_period (not yet or no longer valid),
/// crypto.certificate_untrusted.
Result<void> check_certificates(const std::vector<std::string>& chain, const PublicKey& key,
                                const CertificateTrust& trust, Instant at);

/// From when until when a certificate (DER) is valid. Error code: crypto.certificate_malformed.
struct CertificatePeriod {
    Instant from;
    Instant until;
};
Result<CertificatePeriod> read_certificate_period(std::string_view der);
/// The last moment at which a certificate (DER) is valid. Error code:
/// crypto.certificate_malformed.
Result<Instant> read_certificate_end(std::string_view der);

/// A certificate (DER) with which the key vouches for itself: `name` becomes the common name.
std::string make_self_signed(const PrivateKey& key, std::string_view name, Instant valid_from,
                             Instant valid_until);

}  // namespace gordion::crypto
