// SPDX-License-Identifier: EUPL-1.2
#include <optional>

#include "crypto/certificates.hpp"
#include "crypto/hashes.hpp"
#include "crypto/sealing.hpp"
#include "zustelldienst/server_keys_store.hpp"

namespace gordion::zustelldienst {
namespace {

using formats::Json;

constexpr int key_bits = 4096;
constexpr std::int64_t certificate_days = 3650;
constexpr const char* tenant = "00";  // the installation itself

std::string_view name_of(ServerKey purpose) {
    return purpose == ServerKey::Events ? "events" : "portal";
}

std::string seal_place(ServerKey purpose) {
    return "fitconnect-server-key:" + std::string(name_of(purpose));
}

struct KeptKey {
    crypto::PrivateKey key;
    std::string certificate;
};

std::string sealing_key(const Foundation& foundation) {
    return foundation.master_key.key_for("fitconnect.server-keys");
}

Result<std::optional<KeptKey>> find_key(const Foundation& foundation, ServerKey purpose) {
    const auto row = TRY(foundation.database.read(
        system_scope("fitconnect.keys"), [&](storage::Connection& connection) {
            return connection.find_row(
                "SELECT sealed_jwk, certificate FROM fitconnect_server_keys"
                " WHERE tenant_id = $1 AND purpose = $2",
                {std::string(tenant), std::string(name_of(purpose))});
        }));
    if (!row) {
        return std::optional<KeptKey>();
    }
    const std::string jwk =
        TRY(crypto::unseal(sealing_key(foundation), row->blob(0), seal_place(purpose)));
    return std::optional<KeptKey>(
        {TRY(crypto::PrivateKey::from_jwk(TRY(formats::parse_json(jwk)))), row->blob(1)});
}

Result<void> keep_key(const Foundation& foundation, ServerKey purpose,
                      const crypto::PrivateKey& key, std::string_view host) {
    const std::string sealed =
        crypto::seal(sealing_key(foundation), formats::write_json(key.to_jwk()),
                     seal_place(purpose), foundation.random);
    const std::string role = purpose == ServerKey::Events ? "Zustelldienst " : "Portal ";
    const Instant now = foundation.clock.now();
    const std::string certificate = crypto::make_self_signed(
        key, role + std::string(host), now, now.plus_seconds(certificate_days * 24 * 3600));
    TRY(foundation.database.write(
        system_scope("fitconnect.keys"), [&](storage::Connection& connection) {
            return connection.execute(
                "INSERT INTO fitconnect_server_keys (tenant_id, purpose, sealed_jwk, certificate,"
                " created_at) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING",
                {std::string(tenant), std::string(name_of(purpose)), storage::Blob{sealed},
                 storage::Blob{certificate}, foundation.clock.now().ms});
        }));
    return {};
}

std::string write_jwks(const KeptKey& kept) {
    Json jwk = kept.key.public_key().to_jwk();
    jwk.set("key_ops", Json::array({"verify"}));
    jwk.set("alg", "PS512");
    jwk.set("x5c", Json::array({crypto::to_base64(kept.certificate)}));
    return formats::write_json(Json::object({{"keys", Json::array({std::move(jwk)})}}));
}

Result<KeptKey> load_or_keep(const Foundation& foundation, ServerKey purpose,
                             const std::optional<crypto::PrivateKey>& given,
                             std::string_view host) {
    if (auto found = TRY(find_key(foundation, purpose))) {
        return std::move(*found);
    }
    TRY(keep_key(foundation, purpose,
                 given ? *given : crypto::PrivateKey::make_rsa(key_bits, crypto::KeyUse::Sign),
                 host));
    auto kept = TRY(find_key(foundation, purpose));
    VERIFY(kept.has_value(), "it was written just now, by us or by another node");
    return std::move(*kept);
}

Result<ServerKeys> load_both(const Foundation& foundation,
                             const std::optional<crypto::PrivateKey>& events,
                             const std::optional<crypto::PrivateKey>& portal,
                             std::string_view host) {
    const KeptKey signs = TRY(load_or_keep(foundation, ServerKey::Events, events, host));
    const KeptKey vouches = TRY(load_or_keep(foundation, ServerKey::Portal, portal, host));
    return ServerKeys{signs.key, vouches.key, write_jwks(signs), write_jwks(vouches)};
}

}  // namespace

Result<ServerKeys> load_or_make_server_keys(const Foundation& foundation, std::string_view host) {
    return load_both(foundation, {}, {}, host);
}

Result<ServerKeys> adopt_server_keys(const Foundation& foundation, crypto::PrivateKey events,
                                     crypto::PrivateKey portal, std::string_view host) {
    return load_both(foundation, std::move(events), std::move(portal), host);
}

}  // namespace gordion::zustelldienst
