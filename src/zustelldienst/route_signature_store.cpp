// SPDX-License-Identifier: EUPL-1.2
#include "zustelldienst/route_signature_store.hpp"

#include "core/log.hpp"

namespace gordion::zustelldienst {

using formats::Json;

namespace {

constexpr std::int64_t page_rows = 1'000;

std::string suffix_of(const crypto::PrivateKey& key, const std::string& issuer,
                      const std::string& host) {
    return "." + key.kid() + "." + issuer + "." + host;
}

}  // namespace

RouteSignatureStore::RouteSignatureStore(const Foundation& foundation, const Settings& settings,
                                         crypto::PrivateKey portal_key)
    : database_(&foundation.database),
      clock_(&foundation.clock),
      random_(&foundation.random),
      issuer_(settings.portal()),
      host_(settings.host()),
      key_(std::move(portal_key)) {}

// The content is kept together with what else the signature depends on: key and addresses.
Result<void> RouteSignatureStore::visit(const std::function<void(const Kept&)>& take) {
    const std::string suffix = suffix_of(key_, issuer_, host_);
    std::string tenant;
    std::string id;
    while (true) {
        const storage::Rows rows = TRY(database_->read(
            system_scope("fitconnect.routes"), [&](storage::Connection& connection) {
                return connection.query(
                    "SELECT tenant_id, destination_id, content, signature"
                    " FROM fitconnect_route_signatures"
                    " WHERE tenant_id > $1 OR (tenant_id = $1 AND destination_id > $2)"
                    " ORDER BY tenant_id, destination_id LIMIT $3",
                    {tenant, id, page_rows});
            }));
        for (const storage::Row& row : rows) {
            tenant = row.text(0);
            id = row.text(1);
            const std::string& content = row.text(2);
            if (content.ends_with(suffix)) {
                take({id, content.substr(0, content.size() - suffix.size()), row.text(3)});
            }
        }
        if (static_cast<std::int64_t>(rows.size()) < page_rows) {
            return {};
        }
    }
}

// FIT-Connect, destinationSignature: header kid, typ, alg; claims submissionHost, iss, services,
// destinationId, iat, jti (domain/fitconnect-crypto.md, section 8).
Result<std::string> RouteSignatureStore::sign(const RouteEntry::Claims& claims) {
    Json payload = Json::object({{"submissionHost", host_}, {"iss", issuer_}});
    payload.set("services", TRY(formats::parse_json(claims.services)));
    payload.set("destinationId", claims.destination_id);
    payload.set("iat", clock_->now().ms / 1000);
    payload.set("jti", make_uuid(*clock_, *random_));
    std::string signature = TRY(
        crypto::sign_jws(formats::write_json(payload), key_,
                         Json::object({{"kid", key_.kid()}, {"typ", "JWT"}, {"alg", "PS512"}})));
    const auto kept =
        database_->write(system_scope("fitconnect.routes"), [&](storage::Connection& connection) {
            return connection.execute(
                "INSERT INTO fitconnect_route_signatures (tenant_id, destination_id, content,"
                " signature) VALUES ($1, $2, $3, $4) ON CONFLICT (tenant_id, destination_id)"
                " DO UPDATE SET content = excluded.content, signature = excluded.signature",
                {claims.tenant.value, claims.destination_id,
                 claims.content + suffix_of(key_, issuer_, host_), signature});
        });
    if (!kept) {
        log(LogLevel::Warning, "fitconnect.route_signature_lost",
            {{"destination", claims.destination_id}, {"code", kept.error().code}});
    }
    return signature;
}

}  // namespace gordion::zustelldienst
