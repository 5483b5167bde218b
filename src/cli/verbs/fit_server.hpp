// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <memory>
#include <vector>

#include "cli/verb.hpp"
#include "fitconnect/event_log.hpp"

namespace gordion::cli {

/// The delivery server that a verb speaks to, as one of its clients.
struct FitServer {
    http::Client http;
    fitconnect::KeyTrust trust;
    fitconnect::ApiClient api;
    fitconnect::EventLogReader events;

    FitServer(http::ClientConfig config, fitconnect::KeyTrust trust, const Clock& clock,
              const fitconnect::ApiSettings& settings);
};

/// From --server=FILE (TOML: origin or the four addresses, api, client_id, client_secret), in which
/// the environment's FIT_CONNECT_CLIENT_SECRET may stand in for the secret; --trust-anchors=FILE;
/// --test-environment (plain HTTP and keys that vouch for themselves).
Result<std::unique_ptr<FitServer>> open_fit_server(const Call& call);

/// The file of --server alone. Error codes: those of fitconnect::read_api_settings().
Result<fitconnect::ApiSettings> load_fit_settings(const Call& call, fitconnect::PlainAddress plain);

/// Those options, before the verb's own.
std::vector<Option> with_fit_server_options(std::vector<Option> own);

/// Private keys out of a file: one JWK or a JWK Set (fitconnect/key_file.hpp); at least one.
Result<std::vector<crypto::PrivateKey>> load_private_jwks(std::string_view path);

/// A new key as it lies in a file, with a certificate in which it vouches for itself for a year.
formats::Json make_private_jwk(const Call& call, crypto::KeyUse use, std::string_view name);
/// What is published of such a file: the public half and its certificate.
Result<formats::Json> published_half(const formats::Json& private_jwk);

}  // namespace gordion::cli
