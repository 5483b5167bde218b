// SPDX-License-Identifier: EUPL-1.2
#include <algorithm>

#include "crypto/hashes.hpp"
#include "crypto/internal/compact.hpp"
#include "crypto/internal/key_material.hpp"
#include "crypto/internal/signatures.hpp"
#include "crypto/jose.hpp"

namespace gordion::crypto {
namespace {

using formats::Json;

constexpr std::string_view malformed_code = "crypto.jws_malformed";

Error wrong_algorithm(std::string why) {
    return {ErrorKind::Invalid, "crypto.jws_algorithm", "", {}, std::move(why)};
}

// What we sign with, by kind of key.
SignatureAlgorithm own_algorithm(const KeyMaterial& key) {
    return key.kind == KeyKind::Rsa ? SignatureAlgorithm::PS512 : SignatureAlgorithm::ES256;
}

}  // namespace

Result<std::string> sign_jws(std::string_view payload, const PrivateKey& key, const Json& header) {
    const KeyMaterial& material = key.impl().material;
    const SignatureAlgorithm algorithm = own_algorithm(material);
    if (!fits(material, algorithm)) {
        return wrong_algorithm("The key is not for signatures that are made here.");
    }
    VERIFY(header.is_null() || header.is_object(), "a JOSE header is an object");
    Json complete = Json::object({{"alg", to_string(algorithm)}, {"kid", key.kid()}});
    if (header.is_object()) {
        for (const auto& [name, value] : header.as_object()) {
            VERIFY(name != "alg" || value == Json(to_string(algorithm)),
                   "the key decides the algorithm");
            complete.set(name, value);
        }
    }
    const std::string signed_part = write_header(complete) + "." + to_base64url(payload);
    return signed_part + "." + to_base64url(sign_bytes(algorithm, material, signed_part));
}

Result<std::string> verify_jws(std::string_view jws, const PublicKey& key,
                               std::initializer_list<SignatureAlgorithm> accepted) {
    const KeyMaterial& material = key.impl().material;
    const Compact compact = TRY(read_compact(jws, 3, malformed_code));
    const auto algorithm = find_signature_algorithm(compact.header.text_at("alg"));
    if (!algorithm || std::find(accepted.begin(), accepted.end(), *algorithm) == accepted.end() ||
        !fits(material, *algorithm)) {
        return wrong_algorithm("The JWS names an algorithm that is not accepted with this key.");
    }
    Result<std::string> payload = from_base64url(compact.segments[1]);
    const Result<std::string> signature = from_base64url(compact.segments[2]);
    if (!payload || !signature) {
        return Error{ErrorKind::Invalid,
                     std::string(malformed_code),
                     "",
                     {},
                     "The payload or the signature is not base64url."};
    }
    const std::string_view signed_part =
        jws.substr(0, compact.segments[0].size() + 1 + compact.segments[1].size());
    const bool named =
        compact.header.find("kid") == nullptr || material.is_named(compact.header.text_at("kid"));
    if (!named || !is_signature(*algorithm, material, signed_part, signature.value())) {
        return Error{
            ErrorKind::Invalid,
            "crypto.jws_signature",
            "",
            {},
            "The signature does not match: the JWS was signed with another key or changed."};
    }
    return payload;
}

Result<Json> read_jws_header(std::string_view jws) {
    return TRY(read_compact(jws, 3, malformed_code)).header;
}

}  // namespace gordion::crypto
