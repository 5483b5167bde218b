// SPDX-License-Identifier: EUPL-1.2
#include "fitconnect/key_check.hpp"

#include <algorithm>

#include "core/limits.hpp"
#include "crypto/hashes.hpp"
#include "fitconnect/names.hpp"

namespace gordion::fitconnect {

using formats::Json;

namespace {

constexpr int least_bits = 4096;

Error key_error(const char* place, std::string why) {
    return {ErrorKind::Invalid, "fitconnect.key_check", place, {}, std::move(why)};
}

struct Demand {
    std::string_view algorithm;
    std::string_view operation;
};
constexpr Demand encryption{"RSA-OAEP-256", "wrapKey"};
constexpr Demand signature{"PS512", "verify"};

Result<crypto::PublicKey> check_members(const Json& jwk, const Demand& demand) {
    if (jwk.text_at("kty") != "RSA") {
        return key_error("kty", "The key is no RSA key.");
    }
    if (jwk.text_at("alg") != demand.algorithm) {
        return key_error("alg", "The key is not for " + std::string(demand.algorithm) + ".");
    }
    const Json* operations = jwk.find("key_ops");
    const auto is_demanded = [&](const Json& operation) {
        return operation.is_string() && operation.as_string() == demand.operation;
    };
    if (operations == nullptr || !operations->is_array() ||
        std::none_of(operations->as_array().begin(), operations->as_array().end(), is_demanded)) {
        return key_error("key_ops", "The key is not for " + std::string(demand.operation) + ".");
    }
    auto key = crypto::PublicKey::from_jwk(jwk);
    if (!key) {
        return key_error("n", key.error().message);
    }
    if (key.value().bits() < least_bits) {
        return key_error("n", "The key has under 4096 bit.");
    }
    return key;
}

Result<std::vector<std::string>> read_chain(const Json& chain) {
    std::vector<std::string> decoded;
    if (!chain.is_array()) {
        return key_error("x5c", "x5c is no list of certificates.");
    }
    for (const Json& item : chain.as_array()) {
        auto der = crypto::from_base64(item.is_string() ? item.as_string() : "");
        if (!der) {
            return key_error("x5c", "A certificate in x5c is not base64.");
        }
        decoded.push_back(std::move(der).value());
    }
    return decoded;
}

Result<void> check_vouching(const Json& jwk, const crypto::PublicKey& key, const KeyTrust& trust,
                            Instant at) {
    const Json* chain = jwk.find("x5c");
    if (chain == nullptr) {
        return trust.allow_insecure ? Result<void>()
                                    : key_error("x5c", "The key has no certificate.");
    }
    Result<void> checked =
        crypto::check_certificates(TRY(read_chain(*chain)), key, trust.certificates, at);
    if (!checked && trust.allow_insecure &&
        (checked.error().code == "crypto.certificate_untrusted" ||
         checked.error().code == "crypto.certificate_period")) {
        return {};
    }
    return checked;
}

Result<crypto::PublicKey> check_key(const Json& jwk, std::string_view kid, const Demand& demand,
                                    const KeyTrust& trust, Instant at) {
    crypto::PublicKey key = TRY(check_members(jwk, demand));
    if (jwk.text_at("kid") != kid) {
        return key_error("kid", "This is another key than was asked for.");
    }
    TRY(check_vouching(jwk, key, trust, at));
    return key;
}

Error route_error(const char* place) {
    return {ErrorKind::Invalid,
            "fitconnect.route_signature",
            place,
            {},
            "The signature of the route does not say what was asked for."};
}

bool has_item(const Json& object, std::string_view list, const auto& fits) {
    const Json* items = object.find(list);
    return items != nullptr && items->is_array() &&
           std::any_of(items->as_array().begin(), items->as_array().end(),
                       [&](const Json& item) { return fits(item); });
}

bool offers(const Json& service, const RouteQuestion& asked) {
    const std::string identifier = service_identifier(asked.leistungsschluessel);
    const bool is_service = has_item(service, "leistungIDs", [&](const Json& id) {
        return id.is_string() && id.as_string() == identifier;
    });
    const bool is_area = has_item(service, "gebietIDs", [&](const Json& id) {
        return id.is_string() && id.as_string().starts_with(area_urns) &&
               region_contains("DE" + id.as_string().substr(area_urns.size()),
                               region_of(asked.ars));
    });
    return is_service && is_area;
}

}  // namespace

Result<crypto::PublicKey> check_encryption_key(const Json& jwk, std::string_view kid,
                                               const KeyTrust& trust, Instant now) {
    return check_key(jwk, kid, encryption, trust, now);
}

Result<crypto::PublicKey> check_signature_key(const Json& jwk, std::string_view kid,
                                              const KeyTrust& trust, Instant at) {
    return check_key(jwk, kid, signature, trust, at);
}

Result<crypto::PublicKey> check_reply_key(const Json& jwk) {
    return check_members(jwk, encryption);
}

Result<Json> find_key(const Json& key_set, std::string_view kid) {
    const Json* keys = key_set.find("keys");
    if (keys != nullptr && keys->is_array() && keys->size() <= limits::key_set_keys) {
        for (const Json& key : keys->as_array()) {
            if (key.text_at("kid") == kid) {
                return key;
            }
        }
    }
    return Error{ErrorKind::NotFound,
                 "fitconnect.key_unknown",
                 "kid",
                 {{"kid", std::string(kid.substr(0, 64))}},
                 "The key set has no such key."};
}

// Source: FIT-Connect documentation, destinationSignature; domain/fitconnect-crypto.md, section 8.
Result<void> check_destination_signature(std::string_view token, const RouteQuestion& asked,
                                         const Json& issuer_keys, const KeyTrust& trust,
                                         Instant now) {
    // 1. The key is one of the issuer's.
    const Json header = TRY(crypto::read_jws_header(token));
    const std::string kid = header.text_at("kid");
    const crypto::PublicKey key =
        TRY(check_signature_key(TRY(find_key(issuer_keys, kid)), kid, trust, now));
    // 2. The signature holds.
    const Json claims = TRY(formats::parse_json(TRY(crypto::verify_jws(token, key))));
    // 3. It says what was asked.
    if (without_slash(claims.text_at("iss")) != without_slash(asked.issuer)) {
        return route_error("iss");
    }
    if (normalize_uuid(claims.text_at("destinationId")) != normalize_uuid(asked.destination_id)) {
        return route_error("destinationId");
    }
    if (claims.text_at("submissionHost") != host_of(asked.submission_url)) {
        return route_error("submissionHost");
    }
    if (!has_item(claims, "services",
                  [&](const Json& service) { return offers(service, asked); })) {
        return route_error("services");
    }
    const Json* issued_at = claims.find("iat");
    if (issued_at == nullptr || !issued_at->is_int() ||
        issued_at->as_int() > (now.ms + limits::clock_skew_ms) / 1000) {
        return route_error("iat");
    }
    return {};
}

}  // namespace gordion::fitconnect
