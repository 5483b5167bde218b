// SPDX-License-Identifier: EUPL-1.2
#include "crypto/internal/key_material.hpp"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>
#include <openssl/rsa.h>

#include "crypto/hashes.hpp"
#include "crypto/internal/openssl.hpp"

namespace gordion::crypto {
namespace {

using formats::Json;
using EvpKeyContext = Owned<EVP_PKEY_CTX, EVP_PKEY_CTX_free>;
using BigNumber = Owned<BIGNUM, BN_clear_free>;

constexpr int smallest_rsa_bits = 2048;
constexpr int largest_rsa_bits = 8192;
constexpr std::size_t largest_number_bytes = largest_rsa_bits / 8 + 1;  // a leading zero is common
constexpr std::size_t largest_kid_bytes = 128;

// One member of an RSA JWK and the name under which OpenSSL knows it.
struct RsaMember {
    const char* jwk;
    const char* param;
};
constexpr std::array<RsaMember, 2> rsa_public_members{{
    {"n", OSSL_PKEY_PARAM_RSA_N},
    {"e", OSSL_PKEY_PARAM_RSA_E},
}};
constexpr std::array<RsaMember, 6> rsa_private_members{{
    {"d", OSSL_PKEY_PARAM_RSA_D},
    {"p", OSSL_PKEY_PARAM_RSA_FACTOR1},
    {"q", OSSL_PKEY_PARAM_RSA_FACTOR2},
    {"dp", OSSL_PKEY_PARAM_RSA_EXPONENT1},
    {"dq", OSSL_PKEY_PARAM_RSA_EXPONENT2},
    {"qi", OSSL_PKEY_PARAM_RSA_COEFFICIENT1},
}};

Error invalid(std::string why) {
    ERR_clear_error();
    return {ErrorKind::Invalid, "crypto.key_invalid", "", {}, std::move(why)};
}

Result<std::string> read_bytes(const Json& jwk, const std::string& name) {
    const Json* member = jwk.find(name);
    if (member == nullptr || !member->is_string()) {
        return invalid("The key has no member '" + name + "'.");
    }
    if (member->as_string().size() > largest_number_bytes * 4 / 3 + 4) {
        return invalid("The member '" + name + "' of the key is too long.");
    }
    Result<std::string> bytes = from_base64url(member->as_string());
    if (!bytes || bytes.value().empty()) {
        return invalid("The member '" + name + "' of the key is not base64url.");
    }
    return bytes;
}

BigNumber to_number(std::string_view bytes) {
    BigNumber number(BN_bin2bn(to_bytes(bytes), static_cast<int>(bytes.size()), nullptr));
    VERIFY(number != nullptr, "a number of bounded size fits into memory");
    return number;
}

std::string write_number(const BIGNUM& number, std::size_t width) {
    std::string bytes(width, '\0');
    const int written = BN_bn2binpad(&number, to_bytes(bytes), static_cast<int>(width));
    VERIFY(written == static_cast<int>(width), "the width comes from the number or its curve");
    std::string text = to_base64url(bytes);
    OPENSSL_cleanse(bytes.data(), bytes.size());
    return text;
}

BigNumber number_of(const EVP_PKEY& key, const char* param) {
    BIGNUM* number = nullptr;
    VERIFY(EVP_PKEY_get_bn_param(&key, param, &number) == 1, "the key has all members of its kind");
    return BigNumber(number);
}

// Collects the parts of a key and asks OpenSSL to put them together.
class Assembly {
public:
    Assembly() : builder_(OSSL_PARAM_BLD_new()) {
        VERIFY(builder_ != nullptr, "a small object fits into memory");
    }

    void add(const char* param, BigNumber number) {
        VERIFY(OSSL_PARAM_BLD_push_BN(builder_.get(), param, number.get()) == 1, "it is a number");
        numbers_.push_back(std::move(number));  // the builder only points at it
    }
    void add_curve(const std::string& point) {
        VERIFY(OSSL_PARAM_BLD_push_utf8_string(builder_.get(), OSSL_PKEY_PARAM_GROUP_NAME,
                                               "prime256v1", 0) == 1 &&
                   OSSL_PARAM_BLD_push_octet_string(builder_.get(), OSSL_PKEY_PARAM_PUB_KEY,
                                                    point.data(), point.size()) == 1,
               "the builder takes every name and every bytes");
    }

    /// Null if the parts do not make a key.
    [[nodiscard]] EvpKey finish(const char* type, KeyPart part) {
        const Owned<OSSL_PARAM, OSSL_PARAM_free> params(OSSL_PARAM_BLD_to_param(builder_.get()));
        const EvpKeyContext context(EVP_PKEY_CTX_new_from_name(nullptr, type, nullptr));
        VERIFY(
            params != nullptr && context != nullptr && EVP_PKEY_fromdata_init(context.get()) == 1,
            "OpenSSL knows RSA and EC");
        EVP_PKEY* key = nullptr;
        const int selection = part == KeyPart::Public ? EVP_PKEY_PUBLIC_KEY : EVP_PKEY_KEYPAIR;
        const int made = EVP_PKEY_fromdata(context.get(), &key, selection, params.get());
        EvpKey owned(key);
        return made == 1 ? std::move(owned) : nullptr;
    }

private:
    Owned<OSSL_PARAM_BLD, OSSL_PARAM_BLD_free> builder_;
    std::vector<BigNumber> numbers_;
};

// OpenSSL computes with the primes but publishes the modulus; they must belong together.
bool are_factors(const BIGNUM& modulus, const BIGNUM& first, const BIGNUM& second) {
    const Owned<BN_CTX, BN_CTX_free> scratch(BN_CTX_new());
    const BigNumber product(BN_new());
    return scratch != nullptr && product != nullptr &&
           BN_mul(product.get(), &first, &second, scratch.get()) == 1 &&
           BN_cmp(product.get(), &modulus) == 0;
}

Result<EvpKey> read_rsa(const Json& jwk, KeyPart part) {
    Assembly assembly;
    for (const RsaMember& member : rsa_public_members) {
        assembly.add(member.param, to_number(TRY(read_bytes(jwk, member.jwk))));
    }
    if (part == KeyPart::Private) {
        for (const RsaMember& member : rsa_private_members) {
            assembly.add(member.param, to_number(TRY(read_bytes(jwk, member.jwk))));
        }
    }
    EvpKey key = assembly.finish("RSA", part);
    if (key == nullptr) {
        return invalid("The members do not make an RSA key.");
    }
    const int bits = EVP_PKEY_get_bits(key.get());
    if (bits < smallest_rsa_bits || bits > largest_rsa_bits) {
        return invalid("RSA keys have 2048 to 8192 bit; this one has " + std::to_string(bits) +
                       ".");
    }
    if (BN_is_word(number_of(*key, OSSL_PKEY_PARAM_RSA_E).get(), RSA_F4) == 0) {
        return invalid("The public exponent of an RSA key is 65537 (AQAB).");
    }
    const BigNumber modulus = number_of(*key, OSSL_PKEY_PARAM_RSA_N);
    if (BN_is_odd(modulus.get()) == 0) {
        return invalid("The modulus of an RSA key is odd.");
    }
    if (part == KeyPart::Private &&
        !are_factors(*modulus, *number_of(*key, OSSL_PKEY_PARAM_RSA_FACTOR1),
                     *number_of(*key, OSSL_PKEY_PARAM_RSA_FACTOR2))) {
        return invalid("The primes of the RSA key do not make its modulus.");
    }
    return key;
}

Result<EvpKey> read_p256(const Json& jwk, KeyPart part) {
    if (jwk.text_at("crv") != "P-256") {
        return invalid("The only curve in use is P-256.");
    }
    const std::string x = TRY(read_bytes(jwk, "x"));
    const std::string y = TRY(read_bytes(jwk, "y"));
    if (x.size() != p256_coordinate_bytes || y.size() != p256_coordinate_bytes) {
        return invalid("Both coordinates of a P-256 key have 32 bytes.");
    }
    const std::string point = "\x04" + x + y;
    Assembly assembly;
    assembly.add_curve(point);
    if (part == KeyPart::Private) {
        const std::string secret = TRY(read_bytes(jwk, "d"));
        if (secret.size() != p256_coordinate_bytes) {
            return invalid("The private member of a P-256 key has 32 bytes.");
        }
        assembly.add(OSSL_PKEY_PARAM_PRIV_KEY, to_number(secret));
    }
    EvpKey key = assembly.finish("EC", part);
    const EvpKeyContext context(key == nullptr ? nullptr : EVP_PKEY_CTX_new(key.get(), nullptr));
    if (context == nullptr || EVP_PKEY_public_check(context.get()) != 1 ||
        (part == KeyPart::Private && EVP_PKEY_pairwise_check(context.get()) != 1)) {
        return invalid("The members do not make a key on P-256.");
    }
    return key;
}

// The algorithms that a kind of key knows, and what each is for.
struct KnownAlgorithm {
    KeyKind kind;
    std::string_view name;
    KeyUse use;
};
constexpr std::array<KnownAlgorithm, 6> known_algorithms{{
    {KeyKind::Rsa, rsa_encryption, KeyUse::Encrypt},
    {KeyKind::Rsa, rsa_signature, KeyUse::Sign},
    {KeyKind::Rsa, "PS256", KeyUse::Sign},
    {KeyKind::Rsa, "RS256", KeyUse::Sign},
    {KeyKind::P256, p256_agreement, KeyUse::Encrypt},
    {KeyKind::P256, p256_signature, KeyUse::Sign},
}};

std::optional<KeyUse> use_of(KeyKind kind, std::string_view algorithm) {
    for (const KnownAlgorithm& known : known_algorithms) {
        if (known.kind == kind && known.name == algorithm) {
            return known.use;
        }
    }
    return {};
}

struct Purpose {
    std::string algorithm;
    std::optional<KeyUse> use;
};

// What the key is meant for, if it says so. A key on P-256 that says nothing is for agreements: a
// mailbox key, which is the older use here.
Result<Purpose> read_purpose(const Json& jwk, KeyKind kind) {
    Purpose purpose{jwk.text_at("alg"), {}};
    const std::string use = jwk.text_at("use");
    if (use == "sig" || use == "enc") {
        purpose.use = use == "sig" ? KeyUse::Sign : KeyUse::Encrypt;
    }
    if (!purpose.algorithm.empty()) {
        const std::optional<KeyUse> meant = use_of(kind, purpose.algorithm);
        if (!meant || (purpose.use && *purpose.use != *meant)) {
            return invalid(kind == KeyKind::P256
                               ? "P-256 keys are used for ECDH-ES or ES256 only."
                               : "RSA keys are used for RSA-OAEP-256, PS512, PS256 or RS256 only.");
        }
        purpose.use = meant;
        return purpose;
    }
    if (kind == KeyKind::P256) {
        purpose.use = purpose.use.value_or(KeyUse::Encrypt);
        purpose.algorithm = *purpose.use == KeyUse::Sign ? p256_signature : p256_agreement;
    } else if (purpose.use == KeyUse::Encrypt) {
        purpose.algorithm = rsa_encryption;  // a signature has three to choose from
    }
    return purpose;
}

std::string thumbprint_of(const EVP_PKEY& key, KeyKind kind) {
    // RFC 7638, section 3: the required members in the order of their names, without blanks.
    Json members = Json::object();
    if (kind == KeyKind::Rsa) {
        const BigNumber exponent = number_of(key, OSSL_PKEY_PARAM_RSA_E);
        const BigNumber modulus = number_of(key, OSSL_PKEY_PARAM_RSA_N);
        const auto width = [](const BigNumber& number) {
            return static_cast<std::size_t>(BN_num_bytes(number.get()));
        };
        members.set("e", write_number(*exponent, width(exponent)));
        members.set("kty", "RSA");
        members.set("n", write_number(*modulus, width(modulus)));
    } else {
        const Json point = write_p256_point(key);
        for (const char* name : {"crv", "kty", "x", "y"}) {
            members.set(name, point.text_at(name));
        }
    }
    return to_base64url(sha256(write_json(members)));
}

void write_use(Json& jwk, const KeyMaterial& key, KeyPart part) {
    if (key.algorithm.empty()) {
        if (key.use == KeyUse::Sign) {
            jwk.set("use", "sig");
        }
        return;
    }
    jwk.set("alg", key.algorithm);
    const bool is_public = part == KeyPart::Public;
    Json operations = Json::array();
    if (key.use == KeyUse::Sign) {
        operations.push(is_public ? "verify" : "sign");
    } else if (key.kind == KeyKind::Rsa) {
        operations.push(is_public ? "wrapKey" : "unwrapKey");
    } else if (!is_public) {
        operations.push("deriveBits");
    } else {
        return;  // the public half of an agreement takes part in no operation by itself
    }
    jwk.set("key_ops", std::move(operations));
}

}  // namespace

void FreeEvpKey::operator()(evp_pkey_st* key) const {
    EVP_PKEY_free(key);
}

bool KeyMaterial::is_named(std::string_view kid_in_header) const {
    return kid_in_header == kid || kid_in_header == thumbprint;
}

KeyMaterial adopt_key(EvpKey key, KeyKind kind, std::string_view algorithm) {
    KeyMaterial material{kind, std::move(key), std::string(algorithm), use_of(kind, algorithm), "",
                         ""};
    material.thumbprint = thumbprint_of(*material.key, kind);
    material.kid = material.thumbprint;
    return material;
}

Result<KeyMaterial> read_jwk(const Json& jwk, KeyPart part) {
    if (part == KeyPart::Public) {
        for (const char* secret : {"d", "p", "q", "dp", "dq", "qi", "oth", "k"}) {
            if (jwk.find(secret) != nullptr) {
                return invalid("A public key must not carry private members; this one leaked.");
            }
        }
    }
    const std::string type = jwk.text_at("kty");
    if (type != "RSA" && type != "EC") {
        return invalid("The key is neither RSA nor EC.");
    }
    const KeyKind kind = type == "RSA" ? KeyKind::Rsa : KeyKind::P256;
    const Purpose purpose = TRY(read_purpose(jwk, kind));
    EvpKey key = TRY(kind == KeyKind::Rsa ? read_rsa(jwk, part) : read_p256(jwk, part));
    KeyMaterial material = adopt_key(std::move(key), kind, purpose.algorithm);
    material.use = purpose.use;
    const std::string kid = jwk.text_at("kid");
    if (kid.size() > largest_kid_bytes) {
        return invalid("The kid of the key is longer than 128 characters.");
    }
    if (!kid.empty()) {
        material.kid = kid;
    }
    return material;
}

Json write_jwk(const KeyMaterial& material, KeyPart part) {
    Json jwk;
    if (material.kind == KeyKind::Rsa) {
        jwk.set("kty", "RSA");
        const auto add = [&](const RsaMember& member) {
            const BigNumber number = number_of(*material.key, member.param);
            jwk.set(member.jwk,
                    write_number(*number, static_cast<std::size_t>(BN_num_bytes(number.get()))));
        };
        std::for_each(rsa_public_members.begin(), rsa_public_members.end(), add);
        if (part == KeyPart::Private) {
            std::for_each(rsa_private_members.begin(), rsa_private_members.end(), add);
        }
    } else {
        jwk = write_p256_point(*material.key);
        if (part == KeyPart::Private) {
            jwk.set("d", write_number(*number_of(*material.key, OSSL_PKEY_PARAM_PRIV_KEY),
                                      p256_coordinate_bytes));
        }
    }
    jwk.set("kid", material.kid);
    write_use(jwk, material, part);
    return jwk;
}

Json write_p256_point(const EVP_PKEY& key) {
    return Json::object(
        {{"kty", "EC"},
         {"crv", "P-256"},
         {"x", write_number(*number_of(key, OSSL_PKEY_PARAM_EC_PUB_X), p256_coordinate_bytes)},
         {"y", write_number(*number_of(key, OSSL_PKEY_PARAM_EC_PUB_Y), p256_coordinate_bytes)}});
}

Result<EvpKey> read_p256_point(const Json& jwk) {
    if (jwk.text_at("kty") != "EC") {
        return invalid("An ephemeral key is an EC key.");
    }
    return read_p256(jwk, KeyPart::Public);
}

}  // namespace gordion::crypto
