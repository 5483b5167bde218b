// SPDX-License-Identifier: EUPL-1.2
#include <openssl/crypto.h>
#include <openssl/ec.h>
#include <openssl/evp.h>

#include "core/limits.hpp"
#include "core/random.hpp"
#include "crypto/compressed_jwe.hpp"
#include "crypto/hashes.hpp"
#include "crypto/internal/aes_gcm.hpp"
#include "crypto/internal/compact.hpp"
#include "crypto/internal/content_key.hpp"
#include "crypto/internal/inflate.hpp"
#include "crypto/internal/jwe_steps.hpp"
#include "crypto/internal/key_material.hpp"
#include "crypto/jose.hpp"

namespace gordion::crypto {
namespace {

using formats::Json;

constexpr std::string_view content_encryption = "A256GCM";

Error wrong_algorithm(ErrorKind kind, std::string why) {
    return {kind, "crypto.jwe_algorithm", "", {}, std::move(why)};
}

std::string_view key_management_of(const KeyMaterial& key) {
    return key.kind == KeyKind::Rsa ? rsa_encryption : p256_agreement;
}

// The content key of a new JWE and what its reader needs to find it.
struct Handover {
    std::string content_key;
    std::string wrapped;  // second segment, decoded; empty for direct agreement
    Json ephemeral;       // `epk`, null for RSA
};

Handover hand_over(const KeyMaterial& to, Random& random) {
    Handover made;
    if (to.kind == KeyKind::Rsa) {
        made.content_key = random.bytes(gcm_key_bytes);
        made.wrapped = wrap_rsa(*to.key, made.content_key);
        return made;
    }
    const EvpKey ephemeral(EVP_EC_gen("P-256"));
    VERIFY(ephemeral != nullptr, "making a key fails only without memory or chance");
    made.content_key = derive_agreed_key(agree_p256(*ephemeral, *to.key),
                                         {content_encryption, "", "", gcm_key_bytes});
    made.ephemeral = write_p256_point(*ephemeral);
    return made;
}

}  // namespace

Error jwe_malformed(std::string why) {
    return {ErrorKind::Invalid, "crypto.jwe_malformed", "", {}, std::move(why)};
}

Error jwe_undecryptable() {
    return {ErrorKind::Invalid,
            "crypto.jwe_undecryptable",
            "",
            {},
            "The JWE does not open with this key: it was made for another or was changed."};
}

Result<void> check_jwe_header(const Json& header, const KeyMaterial& key, Zip zip) {
    if (header.text_at("alg") != key_management_of(key) || !key.is_for(KeyUse::Encrypt)) {
        return wrong_algorithm(ErrorKind::Invalid,
                               "The JWE names another algorithm than the key is for; only "
                               "RSA-OAEP-256 and ECDH-ES are known.");
    }
    if (header.text_at("enc") != content_encryption) {
        return wrong_algorithm(ErrorKind::Invalid, "The JWE must be encrypted with A256GCM.");
    }
    if (header.find("zip") != nullptr && zip == Zip::Refuse) {
        return wrong_algorithm(ErrorKind::Unsupported,
                               "Compressed JWE are not accepted; send it without zip.");
    }
    if (header.find("zip") != nullptr && header.text_at("zip") != "DEF") {
        return wrong_algorithm(ErrorKind::Unsupported, "Only zip DEF is known.");
    }
    // The header is public, so saying that it names another key tells nobody anything.
    if (header.find("kid") != nullptr && !key.is_named(header.text_at("kid"))) {
        return Error{ErrorKind::Invalid,
                     "crypto.jwe_other_key",
                     "",
                     {{"kid", header.text_at("kid").substr(0, 100)}},
                     "The JWE names another key than this one."};
    }
    return {};
}

namespace {

Result<std::string> agreed_content_key(const Json& header, const KeyMaterial& key) {
    const Json* ephemeral = header.find("epk");
    if (ephemeral == nullptr) {
        return jwe_malformed("The header has no ephemeral key (epk).");
    }
    const Result<EvpKey> other = read_p256_point(*ephemeral);
    const Result<std::string> party_u = from_base64url(header.text_at("apu"));
    const Result<std::string> party_v = from_base64url(header.text_at("apv"));
    if (!other || !party_u || !party_v) {
        return jwe_malformed("The parts of the key agreement (epk, apu, apv) cannot be read.");
    }
    return derive_agreed_key(agree_p256(*key.key, *other.value()),
                             {content_encryption, party_u.value(), party_v.value(), gcm_key_bytes});
}

// RFC 7516, section 11.5: where unwrapping fails, a random key takes the place of the content key,
// and the failure shows only when the content does not open.
std::string unwrapped_content_key(const KeyMaterial& key, std::string_view wrapped) {
    SystemRandom random;
    std::string content_key = random.bytes(gcm_key_bytes);
    std::optional<std::string> unwrapped = unwrap_rsa(*key.key, wrapped);
    if (unwrapped && unwrapped->size() == gcm_key_bytes) {
        content_key.swap(*unwrapped);
    }
    return content_key;
}

}  // namespace

bool is_wrapped_length(const KeyMaterial& key, std::size_t bytes) {
    return bytes == (key.kind == KeyKind::Rsa
                         ? static_cast<std::size_t>(EVP_PKEY_get_size(key.key.get()))
                         : 0);
}

Result<std::string> find_content_key(const Json& header, const KeyMaterial& key,
                                     std::string_view wrapped) {
    return key.kind == KeyKind::Rsa ? unwrapped_content_key(key, wrapped)
                                    : agreed_content_key(header, key);
}

namespace {

// The segments after the header, decoded.
struct Parts {
    std::string wrapped;
    std::string nonce;
    std::string ciphertext;
    std::string tag;
};

Result<Parts> read_parts(const Compact& compact, const KeyMaterial& key) {
    Parts parts;
    const std::array<std::string*, 4> places{&parts.wrapped, &parts.nonce, &parts.ciphertext,
                                             &parts.tag};
    for (std::size_t i = 0; i < places.size(); ++i) {
        Result<std::string> bytes = from_base64url(compact.segments[i + 1]);
        if (!bytes) {
            return jwe_malformed("Segment " + std::to_string(i + 2) + " is not base64url.");
        }
        *places[i] = std::move(bytes).value();
    }
    if (!is_wrapped_length(key, parts.wrapped.size()) || parts.nonce.size() != gcm_nonce_bytes ||
        parts.tag.size() != gcm_tag_bytes) {
        return jwe_malformed("The encrypted key, the nonce or the tag has a wrong length.");
    }
    return parts;
}

}  // namespace

Result<JweBeginning> begin_jwe(const PublicKey& to, std::string_view content_type, Random& random) {
    const KeyMaterial& key = to.impl().material;
    if (!key.is_for(KeyUse::Encrypt)) {
        return wrong_algorithm(ErrorKind::Invalid, "The key is for checking signatures only.");
    }
    Handover made = hand_over(key, random);
    Json header = Json::object(
        {{"alg", key_management_of(key)}, {"enc", content_encryption}, {"kid", to.kid()}});
    if (!content_type.empty()) {
        header.set("cty", content_type);
    }
    if (!made.ephemeral.is_null()) {
        header.set("epk", std::move(made.ephemeral));
    }
    JweBeginning beginning{write_header(header), "", std::move(made.content_key),
                           random.bytes(gcm_nonce_bytes)};
    beginning.text = beginning.header + "." + to_base64url(made.wrapped) + "." +
                     to_base64url(beginning.nonce) + ".";
    return beginning;
}

Result<std::string> encrypt_jwe(std::string_view plaintext, const PublicKey& to,
                                std::string_view content_type) {
    // The whole object, in base64url, must stay readable for decrypt_jwe.
    if (plaintext.size() > limits::jose_plaintext_bytes) {
        return Error{ErrorKind::TooLarge,
                     "crypto.jwe_too_large",
                     "",
                     {{"bytes", std::to_string(plaintext.size())},
                      {"limit", std::to_string(limits::jose_plaintext_bytes)}},
                     "The content is larger than one JWE may carry."};
    }
    SystemRandom random;
    JweBeginning beginning = TRY(begin_jwe(to, content_type, random));
    const GcmBox box =
        encrypt_gcm(beginning.content_key, beginning.nonce, beginning.header, plaintext);
    OPENSSL_cleanse(beginning.content_key.data(), beginning.content_key.size());
    return beginning.text + to_base64url(box.ciphertext) + "." + to_base64url(box.tag);
}

namespace {

Result<Decrypted> open_jwe(std::string_view jwe, const KeyMaterial& material, Zip zip) {
    const Compact compact = TRY(read_compact(jwe, 5, "crypto.jwe_malformed"));
    TRY(check_jwe_header(compact.header, material, zip));
    const Parts parts = TRY(read_parts(compact, material));
    std::string content_key = TRY(find_content_key(compact.header, material, parts.wrapped));
    std::optional<std::string> plaintext =
        decrypt_gcm(content_key, parts.nonce, compact.segments[0], parts.ciphertext, parts.tag);
    OPENSSL_cleanse(content_key.data(), content_key.size());
    if (!plaintext) {
        return jwe_undecryptable();
    }
    if (compact.header.find("zip") != nullptr) {
        plaintext = TRY(inflate_raw(*plaintext, limits::jose_plaintext_bytes));
    }
    return Decrypted{std::move(*plaintext), compact.header.text_at("cty")};
}

}  // namespace

Result<Decrypted> decrypt_jwe(std::string_view jwe, const PrivateKey& key) {
    return open_jwe(jwe, key.impl().material, Zip::Refuse);
}

Result<Decrypted> decrypt_compressed_jwe(std::string_view jwe, const PrivateKey& key) {
    return open_jwe(jwe, key.impl().material, Zip::Inflate);
}

}  // namespace gordion::crypto
