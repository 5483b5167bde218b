// SPDX-License-Identifier: EUPL-1.2
#include "cli/verbs/fit_server.hpp"

#include <cstdlib>

#include "core/files.hpp"
#include "core/limits.hpp"
#include "crypto/certificates.hpp"
#include "crypto/hashes.hpp"
#include "fitconnect/key_file.hpp"
#include "formats/toml.hpp"

namespace gordion::cli {

FitServer::FitServer(http::ClientConfig config, fitconnect::KeyTrust believed, const Clock& clock,
                     const fitconnect::ApiSettings& settings)
    : http(std::move(config)),
      trust(std::move(believed)),
      api(http, clock, settings),
      events(api, clock, trust) {}

Result<fitconnect::ApiSettings> load_fit_settings(const Call& call,
                                                  fitconnect::PlainAddress plain) {
    formats::Json json =
        TRY(formats::parse_toml(TRY(load_file(call.option("server"), limits::toml_bytes)))).root;
    if (const char* secret = std::getenv("FIT_CONNECT_CLIENT_SECRET")) {
        json.set("client_secret", secret);
    }
    return fitconnect::read_api_settings(json, plain);
}

Result<std::unique_ptr<FitServer>> open_fit_server(const Call& call) {
    const bool is_test = call.has("test-environment");
    const auto settings = TRY(load_fit_settings(
        call, is_test ? fitconnect::PlainAddress::Allow : fitconnect::PlainAddress::Refuse));
    http::ClientConfig config;
    fitconnect::KeyTrust trust;
    if (is_test) {
        config.plain_http = http::PlainHttp::Allow;
        trust.certificates.self_signed = crypto::SelfSigned::Allow;
        trust.allow_insecure = true;
    }
    if (call.has("trust-anchors")) {
        trust.certificates.anchors = TRY(crypto::TrustAnchors::from_pem(
            TRY(load_file(call.option("trust-anchors"), limits::toml_bytes))));
    }
    return std::make_unique<FitServer>(std::move(config), std::move(trust), call.clock, settings);
}

std::vector<Option> with_fit_server_options(std::vector<Option> own) {
    std::vector<Option> options{
        {"server", "TOML file: origin, client_id, client_secret", false, true},
        {"trust-anchors", "PEM file with the certificates that are believed"},
        {"test-environment", "plain HTTP and keys that vouch for themselves are taken", true}};
    options.insert(options.end(), own.begin(), own.end());
    return options;
}

Result<std::vector<crypto::PrivateKey>> load_private_jwks(std::string_view path) {
    return fitconnect::read_key_file(
        TRY(formats::parse_json(TRY(load_file(path, limits::toml_bytes)))));
}

formats::Json make_private_jwk(const Call& call, crypto::KeyUse use, std::string_view name) {
    constexpr int key_bits = 4096;
    constexpr std::int64_t validity_ms = 365LL * 24 * 3600 * 1000;
    const auto key = crypto::PrivateKey::make_rsa(key_bits, use);
    const Instant now = call.clock.now();
    const std::string certificate =
        crypto::make_self_signed(key, name, now, now.plus_ms(validity_ms));
    formats::Json made = key.to_jwk();
    made.set("x5c", formats::Json::array({crypto::to_base64(certificate)}));
    return made;
}

Result<formats::Json> published_half(const formats::Json& private_jwk) {
    formats::Json jwk = TRY(crypto::PrivateKey::from_jwk(private_jwk)).public_key().to_jwk();
    if (const formats::Json* chain = private_jwk.find("x5c")) {
        jwk.set("x5c", *chain);
    }
    return jwk;
}

}  // namespace gordion::cli
