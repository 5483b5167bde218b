// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <map>
#include <string>
#include <vector>

#include "core/text.hpp"
#include "crypto/hashes.hpp"
#include "crypto/jose.hpp"
#include "http/client.hpp"
#include "http/form.hpp"
#include "http/percent.hpp"
#include "identity/provider_settings.hpp"

/// For tests: a provider of OpenID Connect without a network, honest unless told otherwise.
namespace gordion::identity {

inline constexpr const char* test_issuer = "https://konto.example";
inline constexpr const char* test_client = "gordion-test";

inline crypto::PrivateKey test_signing_key(char seed = 'k') {
    return crypto::PrivateKey::derive_p256(std::string(32, seed), crypto::KeyUse::Sign);
}

inline std::string key_set_of(const crypto::PrivateKey& key) {
    return formats::write_json(
        formats::Json::object({{"keys", formats::Json::array({key.public_key().to_jwk()})}}));
}

inline formats::Json test_discovery() {
    const std::string issuer = test_issuer;
    return formats::Json::object({{"issuer", issuer},
                                  {"authorization_endpoint", issuer + "/authorize"},
                                  {"token_endpoint", issuer + "/token"},
                                  {"userinfo_endpoint", issuer + "/me"},
                                  {"jwks_uri", issuer + "/keys"}});
}

inline ProviderSettings test_settings() {
    ProviderSettings settings;
    settings.id = "konto";
    settings.title = "Testkonto";
    settings.issuer = test_issuer;
    settings.client_id = test_client;
    settings.client_secret = Sensitive<std::string>("geheim & wichtig");
    settings.levels = {{"hoch", {40}}, {"substantiell", {30}}, {"passwort", {10}}};
    settings.attributes = {{"given_name", "given_name"},
                           {"family_name", "family_name"},
                           {"birth_date", "birthdate"},
                           {"street", "address.street_address"},
                           {"email", "email"}};
    settings.verified = {"given_name", "family_name", "birth_date"};
    return settings;
}

/// Answers what OidcProvider asks. What it says can be changed before each question.
class TestProvider {
public:
    explicit TestProvider(const Clock& clock) : clock_(&clock) {}

    Result<http::ClientResponse> answer(const http::ClientRequest& request) {
        const std::string path = request.url.substr(std::string(test_issuer).size());
        asked.push_back(path);
        last_request = request;
        if (is_silent) {
            return Error{ErrorKind::Deadline, "http.client_timeout", "", {}, "Silence."};
        }
        if (const auto fixed = answers.find(path); fixed != answers.end()) {
            return fixed->second;
        }
        if (path == "/.well-known/openid-configuration") {
            return ok(formats::write_json(test_discovery()));
        }
        if (path == "/keys") {
            return ok(key_set_of(key));
        }
        if (path == "/token") {
            return redeem(request);
        }
        return ok(formats::write_json(userinfo));
    }

    /// What an honest token says; `nonce` as the browser carried it.
    [[nodiscard]] formats::Json honest_claims() const {
        const std::int64_t now = clock_->now().ms / 1000;
        return formats::Json::object({{"iss", test_issuer},
                                      {"sub", "konto-4711"},
                                      {"aud", test_client},
                                      {"nonce", nonce},
                                      {"iat", now},
                                      {"exp", now + 300},
                                      {"acr", "substantiell"},
                                      {"given_name", "Erika"},
                                      {"family_name", "Mustermann"}});
    }
    [[nodiscard]] std::string token() const {
        formats::Json said = honest_claims();
        for (const auto& [name, value] : claims.as_object()) {
            if (value.is_null()) {
                said.erase(name);
            } else {
                said.set(name, value);
            }
        }
        return crypto::sign_jws(formats::write_json(said), key, header).value();
    }
    /// Takes nonce and challenge from the address to which the browser was sent.
    void visit(std::string_view url) {
        const std::string_view query = url.substr(url.find('?') + 1);
        fields = http::parse_urlencoded(query).value();
        nonce = fields.find_or("nonce", "");
        used = false;
    }
    static http::ClientResponse ok(std::string body, int status = 200) {
        return {status, {}, std::move(body)};
    }
    [[nodiscard]] std::size_t times_asked(std::string_view path) const {
        return static_cast<std::size_t>(std::count(asked.begin(), asked.end(), path));
    }

    crypto::PrivateKey key = test_signing_key();
    formats::Json header;                            ///< of the token, beside alg and kid
    formats::Json claims = formats::Json::object();  ///< instead of the honest ones; null: absent
    formats::Json userinfo = formats::Json::object({{"sub", "konto-4711"}});
    std::map<std::string, http::ClientResponse> answers;  ///< by path, instead of the usual
    std::vector<std::string> asked;
    http::ClientRequest last_request;
    http::Fields fields;  ///< of the address
    std::string nonce;
    std::string token_override;
    bool is_silent = false;
    bool used = false;

private:
    // RFC 6749, section 4.1.3, and RFC 7636, section 4.6.
    Result<http::ClientResponse> redeem(const http::ClientRequest& request) {
        const http::Fields posted = http::parse_urlencoded(request.body).value();
        const std::string verifier(posted.find_or("code_verifier", ""));
        const bool fits =
            posted.find_or("code", "") == "gut" &&
            posted.find_or("grant_type", "") == "authorization_code" &&
            posted.find_or("redirect_uri", "") == fields.find_or("redirect_uri", "") &&
            crypto::to_base64url(crypto::sha256(verifier)) == fields.find_or("code_challenge", "");
        if (!fits || used) {
            return ok(R"({"error":"invalid_grant"})", 400);
        }
        used = true;
        return ok(formats::write_json(
            formats::Json::object({{"id_token", token_override.empty() ? token() : token_override},
                                   {"access_token", "zugang"},
                                   {"token_type", "Bearer"}})));
    }

    const Clock* clock_;
};

}  // namespace gordion::identity
