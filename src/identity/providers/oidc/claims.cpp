// SPDX-License-Identifier: EUPL-1.2
#include "identity/providers/oidc/claims.hpp"

#include <algorithm>

#include "core/limits.hpp"
#include "core/text.hpp"

namespace gordion::identity {
namespace {

using formats::Json;

// "address.street_address": first as a name that contains the dot, then as a path.
const Json* find_claim(const Json& claims, std::string_view path) {
    if (const Json* whole = claims.find(path)) {
        return whole;
    }
    const Json* at = &claims;
    for (const std::string& part : split(path, '.')) {
        at = at->find(part);
        if (at == nullptr) {
            return nullptr;
        }
    }
    return at;
}

// Text, or a whole number as text; "" for everything else.
std::string text_of(const Json* claim) {
    if (claim != nullptr && claim->is_int()) {
        return std::to_string(claim->as_int());
    }
    return claim != nullptr && claim->is_string() ? std::string(trim(claim->as_string())) : "";
}

bool is_plain(std::string_view text) {
    return text.size() <= limits::account_attribute_bytes &&
           std::none_of(text.begin(), text.end(),
                        [](char c) { return static_cast<unsigned char>(c) < ' ' || c == '\x7f'; });
}

// XZuFi level of the claim's value, or of the best one where the provider lists several.
TrustLevel level_of(const ProviderSettings& settings, const Json* claim) {
    std::vector<std::string> values;
    if (claim != nullptr && claim->is_array()) {
        for (const Json& item : claim->as_array()) {
            values.push_back(text_of(&item));
        }
    } else {
        values.push_back(text_of(claim));
    }
    TrustLevel level = settings.default_level;
    for (const std::string& value : values) {
        if (const auto known = settings.levels.find(value); known != settings.levels.end()) {
            level = std::max(level, known->second);
        }
    }
    return level;
}

}  // namespace

Result<UserAccount> read_account(const ProviderSettings& settings, const Json& claims,
                                 Instant now) {
    const std::string subject = text_of(find_claim(claims, settings.subject_claim));
    if (subject.empty() || !is_plain(subject)) {
        return Error{ErrorKind::Forbidden,
                     "identity.account_subject",
                     "",
                     {},
                     "The provider's answer does not say which account it is about."};
    }
    UserAccount account;
    account.provider = settings.id;
    account.provider_title = settings.title;
    account.kind = settings.kind;
    account.level = level_of(settings, find_claim(claims, settings.level_claim));
    account.signed_in_at = now;
    account.subject = Sensitive(subject);
    for (const auto& [name, path] : settings.attributes) {
        std::string value = text_of(find_claim(claims, path));
        if (value.empty() || !is_plain(value) || (name == "birth_date" && !parse_date(value))) {
            continue;
        }
        account.attributes.reveal().emplace(name, std::move(value));
        const auto& checked = settings.verified;
        if (account.level >= settings.verified_from &&
            std::find(checked.begin(), checked.end(), name) != checked.end()) {
            account.verified.push_back(name);
        }
    }
    return account;
}

}  // namespace gordion::identity
