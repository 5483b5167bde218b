// SPDX-License-Identifier: EUPL-1.2
#include "crypto/certificates.hpp"

#include <openssl/bio.h>
#include <openssl/bn.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <openssl/x509_vfy.h>

#include "core/random.hpp"
#include "crypto/internal/key_material.hpp"
#include "crypto/internal/openssl.hpp"

namespace gordion::crypto {
namespace {

using Certificate = Owned<X509, X509_free>;
using Store = Owned<X509_STORE, X509_STORE_free>;
using StoreContext = Owned<X509_STORE_CTX, X509_STORE_CTX_free>;

constexpr std::size_t most_certificates = 10;
constexpr std::size_t certificate_bytes = 16 * 1024;
constexpr std::size_t most_anchors = 500;
constexpr std::size_t serial_bytes = 16;

Error malformed(std::string place) {
    ERR_clear_error();
    return {ErrorKind::Invalid,
            "crypto.certificate_malformed",
            std::move(place),
            {},
            "This is no X.509 certificate."};
}

Error untrusted(const char* why) {
    ERR_clear_error();
    return {ErrorKind::Invalid,
            "crypto.certificate_untrusted",
            "",
            {{"reason", why}},
            "The certificate does not lead to one that is trusted here."};
}

Result<Certificate> read_certificate(std::string_view der, std::string place) {
    if (der.empty() || der.size() > certificate_bytes) {
        return malformed(std::move(place));
    }
    const unsigned char* at = to_bytes(der);
    Certificate read(d2i_X509(nullptr, &at, static_cast<long>(der.size())));
    if (read == nullptr || at != to_bytes(der) + der.size()) {
        return malformed(std::move(place));
    }
    return read;
}

struct FreeStack {
    void operator()(STACK_OF(X509) * stack) const { sk_X509_free(stack); }
};

// A certificate that is the whole chain and carries its own signature.
bool vouches_for_itself(X509& leaf) {
    return X509_self_signed(&leaf, 1) == 1;
}

Result<void> check_period(const std::vector<Certificate>& chain, Instant at) {
    const auto now = static_cast<time_t>(at.ms / 1000);
    for (std::size_t i = 0; i < chain.size(); ++i) {
        time_t moment = now;
        if (X509_cmp_time(X509_get0_notBefore(chain[i].get()), &moment) > 0 ||
            X509_cmp_time(X509_get0_notAfter(chain[i].get()), &moment) < 0) {
            return Error{ErrorKind::Invalid,
                         "crypto.certificate_period",
                         "x5c/" + std::to_string(i),
                         {},
                         "The certificate is not valid yet or no longer."};
        }
    }
    return {};
}

Result<void> check_chain(const std::vector<Certificate>& chain, X509_STORE& anchors, Instant at) {
    const std::unique_ptr<STACK_OF(X509), FreeStack> others(sk_X509_new_null());
    VERIFY(others != nullptr, "a small object fits into memory");
    for (std::size_t i = 1; i < chain.size(); ++i) {
        VERIFY(sk_X509_push(others.get(), chain[i].get()) > 0, "a small object fits into memory");
    }
    const StoreContext context(X509_STORE_CTX_new());
    VERIFY(context != nullptr &&
               X509_STORE_CTX_init(context.get(), &anchors, chain[0].get(), others.get()) == 1,
           "a small object fits into memory");
    X509_VERIFY_PARAM* how = X509_STORE_CTX_get0_param(context.get());
    X509_VERIFY_PARAM_set_time(how, static_cast<time_t>(at.ms / 1000));
    // An intermediate certificate that somebody trusts is an end of the chain like a root.
    X509_VERIFY_PARAM_set_flags(how, X509_V_FLAG_PARTIAL_CHAIN);
    X509_VERIFY_PARAM_set_depth(how, most_certificates);
    if (X509_verify_cert(context.get()) != 1) {
        return untrusted(X509_verify_cert_error_string(X509_STORE_CTX_get_error(context.get())));
    }
    return {};
}

}  // namespace

struct TrustAnchors::Impl {
    Store store;
};

TrustAnchors::TrustAnchors() {
    auto made = std::make_shared<Impl>();
    made->store.reset(X509_STORE_new());
    VERIFY(made->store != nullptr, "a small object fits into memory");
    impl_ = std::move(made);
}

Result<TrustAnchors> TrustAnchors::from_pem(std::string_view pem) {
    TrustAnchors anchors;
    const Owned<BIO, BIO_free_all> source(
        BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
    VERIFY(source != nullptr, "a small object fits into memory");
    std::size_t count = 0;
    for (; count < most_anchors; ++count) {
        const Certificate read(PEM_read_bio_X509(source.get(), nullptr, nullptr, nullptr));
        if (read == nullptr) {
            // What is not PEM at all between and after certificates is a comment.
            const bool at_end = ERR_GET_REASON(ERR_peek_last_error()) == PEM_R_NO_START_LINE;
            ERR_clear_error();
            if (!at_end || count == 0) {
                return malformed(count == 0 ? "" : std::to_string(count + 1));
            }
            break;
        }
        VERIFY(X509_STORE_add_cert(anchors.impl_->store.get(), read.get()) == 1,
               "a certificate that was read can be kept");
    }
    return anchors;
}

Result<void> check_certificates(const std::vector<std::string>& chain, const PublicKey& key,
                                const CertificateTrust& trust, Instant at) {
    if (chain.empty() || chain.size() > most_certificates) {
        return malformed("x5c");
    }
    std::vector<Certificate> read;
    for (const std::string& der : chain) {
        read.push_back(TRY(read_certificate(der, "x5c/" + std::to_string(read.size()))));
    }
    const EVP_PKEY* in_leaf = X509_get0_pubkey(read[0].get());
    const bool is_same =
        in_leaf != nullptr && EVP_PKEY_eq(in_leaf, key.impl().material.key.get()) == 1;
    ERR_clear_error();
    if (!is_same) {
        return Error{ErrorKind::Invalid,
                     "crypto.certificate_key",
                     "x5c/0",
                     {},
                     "The certificate was issued for another key."};
    }
    TRY(check_period(read, at));
    if (trust.self_signed == SelfSigned::Allow && read.size() == 1 &&
        vouches_for_itself(*read[0])) {
        return {};
    }
    ERR_clear_error();
    return check_chain(read, *trust.anchors.impl().store, at);
}

Result<CertificatePeriod> read_certificate_period(std::string_view der) {
    const Certificate certificate = TRY(read_certificate(der, ""));
    std::tm from{};
    std::tm until{};
    if (ASN1_TIME_to_tm(X509_get0_notBefore(certificate.get()), &from) != 1 ||
        ASN1_TIME_to_tm(X509_get0_notAfter(certificate.get()), &until) != 1) {
        return malformed("");
    }
    return CertificatePeriod{{static_cast<std::int64_t>(timegm(&from)) * 1000},
                             {static_cast<std::int64_t>(timegm(&until)) * 1000}};
}

Result<Instant> read_certificate_end(std::string_view der) {
    return TRY(read_certificate_period(der)).until;
}

std::string make_self_signed(const PrivateKey& key, std::string_view name, Instant valid_from,
                             Instant valid_until) {
    const Certificate made(X509_new());
    SystemRandom random;
    std::string serial = random.bytes(serial_bytes);
    serial[0] = static_cast<char>((serial[0] & 0x3f) | 0x40);  // positive, and of this length
    const Owned<BIGNUM, BN_free> number(
        BN_bin2bn(to_bytes(serial), static_cast<int>(serial.size()), nullptr));
    EVP_PKEY* pair = key.impl().material.key.get();
    VERIFY(made != nullptr && number != nullptr && X509_set_version(made.get(), X509_VERSION_3) &&
               BN_to_ASN1_INTEGER(number.get(), X509_get_serialNumber(made.get())) != nullptr,
           "a small object fits into memory");
    ASN1_TIME_set(X509_getm_notBefore(made.get()), static_cast<time_t>(valid_from.ms / 1000));
    ASN1_TIME_set(X509_getm_notAfter(made.get()), static_cast<time_t>(valid_until.ms / 1000));
    X509_NAME* subject = X509_get_subject_name(made.get());
    VERIFY(X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_UTF8, to_bytes(name.substr(0, 64)),
                                      static_cast<int>(std::min<std::size_t>(name.size(), 64)), -1,
                                      0) == 1 &&
               X509_set_issuer_name(made.get(), subject) == 1 &&
               X509_set_pubkey(made.get(), pair) == 1 &&
               X509_sign(made.get(), pair, EVP_sha512()) > 0,
           "a key of ours signs a certificate for itself");
    const int size = i2d_X509(made.get(), nullptr);
    std::string der(static_cast<std::size_t>(size), '\0');
    unsigned char* at = to_bytes(der);
    i2d_X509(made.get(), &at);
    return der;
}

}  // namespace gordion::crypto
