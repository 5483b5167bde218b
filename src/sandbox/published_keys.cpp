// SPDX-License-Identifier: EUPL-1.2
#include "sandbox/published_keys.hpp"

#include <algorithm>

#include "sandbox/embedded.hpp"

namespace gordion::sandbox {

using formats::Json;

Result<PublishedKeys> PublishedKeys::read(std::string_view text) {
    const Json json = TRY(formats::parse_json(text));
    const Json* keys = json.find("keys");
    if (keys == nullptr || !keys->is_array()) {
        return Error{ErrorKind::Invalid, "sandbox.keys", "keys", {}, "A list of keys is missing."};
    }
    PublishedKeys read;
    for (const Json& item : keys->as_array()) {
        const Json* jwk = item.find("jwk");
        PublishedKey key{item.text_at("name"), jwk == nullptr ? Json() : *jwk,
                         item.text_at("certificate"), item.text_at("expired_certificate")};
        if (key.name.empty() || !key.private_jwk.is_object() || key.certificate.empty() ||
            key.expired_certificate.empty()) {
            return Error{ErrorKind::Invalid,
                         "sandbox.keys",
                         key.name,
                         {},
                         "A key has name, jwk, certificate and expired_certificate."};
        }
        read.keys_.push_back(std::move(key));
    }
    return read;
}

PublishedKeys PublishedKeys::load() {
    auto keys = read(find_embedded("insecure-test-keys.json"));
    VERIFY(keys.has_value(), "the keys in the program are those that its tests read");
    return std::move(keys).value();
}

const PublishedKey& PublishedKeys::key(std::string_view name) const {
    const auto found = std::find_if(keys_.begin(), keys_.end(),
                                    [&](const PublishedKey& key) { return key.name == name; });
    VERIFY(found != keys_.end(), "the plan names keys that there are");
    return *found;
}

crypto::PrivateKey PublishedKeys::private_key(std::string_view name) const {
    auto key_read = crypto::PrivateKey::from_jwk(key(name).private_jwk);
    VERIFY(key_read.has_value(), "the keys in the program are keys");
    return std::move(key_read).value();
}

Json PublishedKeys::public_jwk(std::string_view name, Certificate certificate) const {
    const PublishedKey& found = key(name);
    const std::string alg = found.private_jwk.text_at("alg");
    return Json::object(
        {{"kty", "RSA"},
         {"key_ops", Json::array({alg == "PS512" ? "verify" : "wrapKey"})},
         {"alg", alg},
         {"kid", found.private_jwk.text_at("kid")},
         {"n", found.private_jwk.text_at("n")},
         {"e", found.private_jwk.text_at("e")},
         {"x5c", Json::array({certificate == Certificate::Valid ? found.certificate
                                                                : found.expired_certificate})}});
}

}  // namespace gordion::sandbox
