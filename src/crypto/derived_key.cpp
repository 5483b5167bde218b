// SPDX-License-Identifier: EUPL-1.2
#include <openssl/bn.h>
#include <openssl/ec.h>
#include <openssl/obj_mac.h>

#include "crypto/hashes.hpp"
#include "crypto/internal/key_material.hpp"
#include "crypto/internal/openssl.hpp"
#include "crypto/jose.hpp"

namespace gordion::crypto {
namespace {

using formats::Json;
using Group = Owned<EC_GROUP, EC_GROUP_free>;
using Point = Owned<EC_POINT, EC_POINT_free>;
using Number = Owned<BIGNUM, BN_clear_free>;
using Scratch = Owned<BN_CTX, BN_CTX_free>;

std::string write_coordinate(const BIGNUM& number) {
    std::string bytes(p256_coordinate_bytes, '\0');
    VERIFY(BN_bn2binpad(&number, to_bytes(bytes), static_cast<int>(bytes.size())) > 0,
           "coordinates and secret are below the prime of the curve");
    std::string text = to_base64url(bytes);
    OPENSSL_cleanse(bytes.data(), bytes.size());
    return text;
}

// FIPS 186-5, A.2.1: 64 bits more than the order has make the remainder even enough.
Number secret_number(const EC_GROUP& group, std::string_view secret, BN_CTX* scratch) {
    std::string bits = derive_key(secret, "p256", p256_coordinate_bytes + 8);
    const Number number(BN_bin2bn(to_bytes(bits), static_cast<int>(bits.size()), nullptr));
    OPENSSL_cleanse(bits.data(), bits.size());
    const Number limit(BN_dup(EC_GROUP_get0_order(&group)));
    Number remainder(BN_new());
    VERIFY(number != nullptr && limit != nullptr && remainder != nullptr &&
               BN_sub_word(limit.get(), 1) == 1 &&
               BN_mod(remainder.get(), number.get(), limit.get(), scratch) == 1 &&
               BN_add_word(remainder.get(), 1) == 1,
           "numbers of this size fit into memory");
    return remainder;
}

}  // namespace

PrivateKey PrivateKey::derive_p256(std::string_view secret, KeyUse use) {
    VERIFY(secret.size() >= 32, "a key is not stronger than the secret it comes from");
    const Group group(EC_GROUP_new_by_curve_name(NID_X9_62_prime256v1));
    const Scratch scratch(BN_CTX_new());
    VERIFY(group != nullptr && scratch != nullptr, "OpenSSL knows P-256");
    const Number number = secret_number(*group, secret, scratch.get());
    const Point point(EC_POINT_new(group.get()));
    const Number x(BN_new());
    const Number y(BN_new());
    VERIFY(point != nullptr && x != nullptr && y != nullptr &&
               EC_POINT_mul(group.get(), point.get(), number.get(), nullptr, nullptr,
                            scratch.get()) == 1 &&
               EC_POINT_get_affine_coordinates(group.get(), point.get(), x.get(), y.get(),
                                               scratch.get()) == 1,
           "a number below the order has its point");
    Result<PrivateKey> key =
        from_jwk(Json::object({{"kty", "EC"},
                               {"crv", "P-256"},
                               {"x", write_coordinate(*x)},
                               {"y", write_coordinate(*y)},
                               {"d", write_coordinate(*number)},
                               {"alg", use == KeyUse::Sign ? p256_signature : p256_agreement}}));
    VERIFY(key.has_value(), "the point was computed from its number");
    return std::move(key).value();
}

}  // namespace gordion::crypto
