// SPDX-License-Identifier: EUPL-1.2
#include "identity/user_account.hpp"

#include <algorithm>

#include "core/text.hpp"
#include "crypto/hashes.hpp"

namespace gordion::identity {
namespace {

using formats::Json;

Error unreadable() {
    return {ErrorKind::Corrupt,
            "identity.account_unreadable",
            "",
            {},
            "The account in the session is not one that this program wrote."};
}

// The lengths keep "a" + "bc" and "ab" + "c" apart.
std::string with_length(std::string_view text) {
    return std::to_string(text.size()) + ":" + std::string(text);
}

std::string identity_of(const UserAccount& account) {
    return with_length(account.provider) + with_length(account.subject.reveal());
}

}  // namespace

const TenantId& platform_tenant() {
    static const TenantId tenant{"00"};
    return tenant;
}

std::string_view to_string(AccountKind kind) {
    return kind == AccountKind::Citizen ? "citizen" : "organisation";
}

Result<AccountKind> parse_account_kind(std::string_view text) {
    for (const AccountKind kind : {AccountKind::Citizen, AccountKind::Organisation}) {
        if (to_string(kind) == text) {
            return kind;
        }
    }
    return Error{ErrorKind::Invalid,
                 "identity.account_kind_unknown",
                 "",
                 {},
                 "An account is of kind \"citizen\" or \"organisation\"."};
}

const std::vector<std::string_view>& attribute_names() {
    static const std::vector<std::string_view> names{
        "given_name",     "family_name",       "birth_name",
        "birth_date",     "birth_place",       "nationality",
        "street",         "house_number",      "postcode",
        "city",           "country",           "email",
        "phone",          "organisation_name", "legal_form",
        "register_court", "register_kind",     "register_number",
        "seat",
    };
    return names;
}

bool is_attribute_name(std::string_view name) {
    const auto& names = attribute_names();
    return std::find(names.begin(), names.end(), name) != names.end();
}

const std::string& UserAccount::attribute(std::string_view name) const {
    static const std::string none;
    const auto found = attributes.reveal().find(std::string(name));
    return found == attributes.reveal().end() ? none : found->second;
}

bool UserAccount::is_verified(std::string_view name) const {
    return std::find(verified.begin(), verified.end(), name) != verified.end();
}

Sensitive<std::string> UserAccount::display_name() const {
    std::vector<std::string> parts;
    for (const std::string_view name : {"given_name", "family_name"}) {
        if (!attribute(name).empty()) {
            parts.push_back(attribute(name));
        }
    }
    const std::string person = join(parts, " ");
    const std::string& organisation = attribute("organisation_name");
    const bool is_organisation = kind == AccountKind::Organisation && !organisation.empty();
    return Sensitive(is_organisation ? organisation : person.empty() ? provider_title : person);
}

Json to_json(const UserAccount& account) {
    Json attributes = Json::object();
    for (const auto& [name, value] : account.attributes.reveal()) {
        attributes.set(name, value);
    }
    Json verified = Json::array();
    for (const std::string& name : account.verified) {
        verified.push(name);
    }
    return Json::object({{"provider", account.provider},
                         {"title", account.provider_title},
                         {"kind", to_string(account.kind)},
                         {"level", to_text(account.level)},
                         {"at", account.signed_in_at.ms},
                         {"subject", account.subject.reveal()},
                         {"attributes", std::move(attributes)},
                         {"verified", std::move(verified)}});
}

Result<UserAccount> read_user_account(const Json& json) {
    const auto kind = parse_account_kind(json.text_at("kind"));
    const auto level = parse_trust_level(json.text_at("level"));
    const Json* at = json.find("at");
    const Json* attributes = json.find("attributes");
    const Json* verified = json.find("verified");
    if (!kind || !level || at == nullptr || !at->is_int() || attributes == nullptr ||
        !attributes->is_object() || verified == nullptr || !verified->is_array()) {
        return unreadable();
    }
    UserAccount account;
    account.provider = json.text_at("provider");
    account.provider_title = json.text_at("title");
    account.kind = kind.value();
    account.level = level.value();
    account.signed_in_at = {at->as_int()};
    account.subject = Sensitive(json.text_at("subject"));
    for (const auto& [name, value] : attributes->as_object()) {
        if (value.is_string()) {
            account.attributes.reveal().emplace(name, value.as_string());
        }
    }
    for (const Json& name : verified->as_array()) {
        if (name.is_string()) {
            account.verified.push_back(name.as_string());
        }
    }
    if (account.provider.empty() || account.subject.reveal().empty()) {
        return unreadable();
    }
    return account;
}

std::string owner_of(const UserAccount& account, const crypto::MasterKey& master_key) {
    return crypto::to_hex(
        crypto::hmac_sha256(master_key.key_for("account.owner"), identity_of(account)));
}

std::string sealing_key_of(const UserAccount& account, const crypto::MasterKey& master_key) {
    return crypto::hmac_sha256(master_key.key_for("account.seal"), identity_of(account));
}

}  // namespace gordion::identity
