// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include "crypto/certificates.hpp"
#include "crypto/hashes.hpp"
#include "http/form.hpp"
#include "web/fitconnect/fit_door.hpp"
#include "zustelldienst/test_ground.hpp"

// What tests of the door of FIT-Connect stand on. For tests only.
namespace gordion::web {

struct FitAsked {
    http::Method method = http::Method::Get;
    std::string path;
    std::string token;
    std::string body;
    std::string media_type = "application/json";
    std::vector<std::pair<std::string, std::string>> headers;
};

/// A door in front of a delivery server on the test's own database.
class AtTheDoor : public zustelldienst::OnAServer {
protected:
    FitDoor& open_door(zustelldienst::Settings settings = {}) {
        serve(std::move(settings));
        door = std::make_unique<FitDoor>(*server);
        return *door;
    }
    void TearDown() override {
        door.reset();
        zustelldienst::OnAServer::TearDown();
    }

    http::Response ask(const FitAsked& asked) {
        http::Request request;
        request.method = asked.method;
        const std::size_t mark = asked.path.find('?');
        request.path = asked.path.substr(0, mark);
        request.target = asked.path;
        if (mark != std::string::npos) {
            request.query = http::parse_urlencoded(asked.path.substr(mark + 1)).value();
        }
        request.id = "r1";
        request.remote_address = "192.0.2.1";
        request.body = asked.body;
        if (!asked.body.empty() || asked.method != http::Method::Get) {
            request.headers.add("Content-Type", asked.media_type);
        }
        if (!asked.token.empty()) {
            request.headers.add("Authorization", "Bearer " + asked.token);
        }
        for (const auto& [name, value] : asked.headers) {
            request.headers.add(name, value);
        }
        return door->answer(request);
    }
    http::Response open_page(const std::string& path, const std::string& token = "") {
        return ask({http::Method::Get, path, token, "", "", {}});
    }
    http::Response post(const std::string& path, const std::string& token,
                        const formats::Json& body) {
        return ask(
            {http::Method::Post, path, token, formats::write_json(body), "application/json", {}});
    }
    http::Response patch(const std::string& path, const std::string& token, const std::string& body,
                         const std::string& media_type = "application/json") {
        return ask({http::Method::Patch, path, token, body, media_type, {}});
    }

    /// A token of a new client with these scopes.
    std::string token_for(std::vector<std::string> scopes,
                          const TenantId& tenant = zustelldienst::town) {
        const auto made = server->clients.create_client(
            zustelldienst::scope_of(tenant), {tenant, "Programm", std::move(scopes), "", {}});
        zustelldienst::CheckObserver silent;
        return server->tokens
            .issue({"client_credentials", made.value().client_id, made.value().secret, "", ""},
                   silent)
            .value()
            .access_token;
    }

    std::unique_ptr<FitDoor> door;
};

inline formats::Json read_body(const http::Response& response) {
    return formats::parse_json(response.content()).value();
}
/// "404 destination-not-found"; also checks that the problem is a whole one.
inline std::string problem_of(const http::Response& response) {
    EXPECT_EQ(response.find_header("Content-Type"), "application/problem+json");
    const formats::Json body = read_body(response);
    EXPECT_EQ(body.find("status")->as_int(), response.status);
    EXPECT_FALSE(body.text_at("title").empty());
    EXPECT_FALSE(body.text_at("detail").empty());
    EXPECT_EQ(body.text_at("instance"), "urn:request:r1");
    const std::string type = body.text_at("type");
    EXPECT_TRUE(type.starts_with(fitconnect::api_problems)) << type;
    return std::to_string(response.status) + " " + type.substr(fitconnect::api_problems.size());
}

/// A public key as clients send it, with a certificate of its own.
inline formats::Json sent_key(const std::string& file, const std::string& kid, const char* alg,
                              const char* operation) {
    const crypto::PrivateKey key = crypto::PrivateKey::from_jwk(crypto::test_jwk(file)).value();
    formats::Json jwk = key.public_key().to_jwk();
    jwk.set("kid", kid);
    jwk.set("alg", alg);
    jwk.set("use", std::string_view(operation) == "wrapKey" ? "enc" : "sig");
    jwk.set("key_ops", formats::Json::array({operation}));
    jwk.set("x5c", formats::Json::array({crypto::to_base64(crypto::make_self_signed(
                       key, "Test", Instant{1'763'900'000'000}, Instant{1'793'900'000'000}))}));
    return jwk;
}

inline constexpr const char* enc_kid = "11111111-1111-4111-8111-111111111111-wrapKey";
inline constexpr const char* sig_kid = "11111111-1111-4111-8111-111111111111-sigKey";
inline constexpr const char* create_scope = "create:destination";

/// As the Destination API saw it live: domain/fitconnect-api.md, section 5.
inline formats::Json sent_destination() {
    using formats::Json;
    static const Json encryption =
        sent_key("rsa_4096.jwk.json", enc_kid, "RSA-OAEP-256", "wrapKey");
    static const Json signature = sent_key("rsa_4096_second.jwk.json", sig_kid, "PS512", "verify");
    Json service = Json::object({{"identifier", "urn:de:fim:leika:leistung:99102013104000"}});
    service.set("submissionSchemas",
                Json::array({Json::object({{"schemaUri", "https://schema.example/dog.json"},
                                           {"mimeType", "application/json"}})}));
    service.set("regions", Json::array({"DE010545459000"}));
    return Json::object({{"name", "Steueramt"},
                         {"contactInformation", Json::object({{"legalName", "Amt Pellworm"},
                                                              {"email", "amt@example.org"}})},
                         {"services", Json::array({std::move(service)})},
                         {"encryptionKid", enc_kid},
                         {"encryptionPublicKey", encryption},
                         {"signingPublicKey", signature},
                         {"metadataVersions", Json::array({"2.1.0"})}});
}

}  // namespace gordion::web
