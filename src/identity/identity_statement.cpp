// SPDX-License-Identifier: EUPL-1.2
#include "identity/identity_statement.hpp"

namespace gordion::identity {
namespace {

using formats::Json;

constexpr std::string_view media_type = "gordion-identity-statement+jwt";

Error unreadable() {
    return {ErrorKind::Corrupt,
            "identity.statement_unreadable",
            "",
            {},
            "The statement about who signed in is not one that this program wrote."};
}

Json attributes_json(const IdentityStatement& statement) {
    Json attributes = Json::object();
    for (const auto& [name, value] : statement.attributes.reveal()) {
        attributes.set(name, value);
    }
    return attributes;
}

Json names_json(const std::vector<std::string>& names) {
    Json list = Json::array();
    for (const std::string& name : names) {
        list.push(name);
    }
    return list;
}

Result<std::int64_t> whole_number(const Json& json, std::string_view name) {
    const Json* value = json.find(name);
    return value != nullptr && value->is_int() ? Result<std::int64_t>(value->as_int())
                                               : Result<std::int64_t>(unreadable());
}

void read_attributes(const Json& json, IdentityStatement& statement) {
    const Json* attributes = json.find("attributes");
    if (attributes != nullptr && attributes->is_object()) {
        for (const auto& [name, value] : attributes->as_object()) {
            if (value.is_string()) {
                statement.attributes.reveal().emplace(name, value.as_string());
            }
        }
    }
    const Json* verified = json.find("verified");
    if (verified != nullptr && verified->is_array()) {
        for (const Json& name : verified->as_array()) {
            if (name.is_string()) {
                statement.verified.push_back(name.as_string());
            }
        }
    }
}

}  // namespace

IdentityStatement make_statement(const UserAccount& account,
                                 const std::vector<std::string>& names) {
    IdentityStatement statement;
    statement.provider = account.provider;
    statement.provider_title = account.provider_title;
    statement.kind = account.kind;
    statement.level = account.level;
    statement.signed_in_at = account.signed_in_at;
    for (const std::string& name : names) {
        if (const std::string& value = account.attribute(name); !value.empty()) {
            statement.attributes.reveal().emplace(name, value);
            if (account.is_verified(name)) {
                statement.verified.push_back(name);
            }
        }
    }
    return statement;
}

crypto::PrivateKey statement_key(const crypto::MasterKey& master_key) {
    return crypto::PrivateKey::derive_p256(master_key.key_for("account.statement"),
                                           crypto::KeyUse::Sign);
}

// RFC 7519 names where they fit: iss, iat (seconds), and our own beside them.
Result<std::string> sign_statement(const IdentityStatement& statement,
                                   const crypto::PrivateKey& key) {
    const Json payload = Json::object({{"iss", statement.issuer},
                                       {"iat", statement.stated_at.ms / 1000},
                                       {"number", statement.number},
                                       {"provider", statement.provider},
                                       {"provider_title", statement.provider_title},
                                       {"kind", to_string(statement.kind)},
                                       {"level", to_text(statement.level)},
                                       {"auth_time", statement.signed_in_at.ms / 1000},
                                       {"attributes", attributes_json(statement)},
                                       {"verified", names_json(statement.verified)}});
    return crypto::sign_jws(formats::write_json(payload), key, Json::object({{"typ", media_type}}));
}

Result<IdentityStatement> read_statement(std::string_view jws, const crypto::PublicKey& key,
                                         std::string_view number) {
    const std::string payload =
        TRY(crypto::verify_jws(jws, key, {crypto::SignatureAlgorithm::ES256}));
    const Json header = TRY(crypto::read_jws_header(jws));
    const Json json = TRY(formats::parse_json(payload));
    const auto kind = parse_account_kind(json.text_at("kind"));
    const auto level = parse_trust_level(json.text_at("level"));
    if (header.text_at("typ") != media_type || !kind || !level) {
        return unreadable();
    }
    if (json.text_at("number") != number) {
        return Error{ErrorKind::Invalid,
                     "identity.statement_foreign",
                     "",
                     {},
                     "The statement about who signed in was made for another submission."};
    }
    IdentityStatement statement;
    statement.issuer = json.text_at("iss");
    statement.number = json.text_at("number");
    statement.stated_at = {TRY(whole_number(json, "iat")) * 1000};
    statement.provider = json.text_at("provider");
    statement.provider_title = json.text_at("provider_title");
    statement.kind = kind.value();
    statement.level = level.value();
    statement.signed_in_at = {TRY(whole_number(json, "auth_time")) * 1000};
    read_attributes(json, statement);
    return statement;
}

}  // namespace gordion::identity
