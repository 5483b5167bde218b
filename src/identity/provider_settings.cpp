// SPDX-License-Identifier: EUPL-1.2
#include "identity/provider_settings.hpp"

#include <algorithm>
#include <functional>

#include "core/text.hpp"

namespace gordion::identity {
namespace {

using formats::Json;

Error wrong(const std::string& key, std::string expected) {
    return {ErrorKind::Invalid,
            "identity.provider_setting",
            "account_provider." + key,
            {{"key", key}, {"expected", std::move(expected)}},
            "This setting of an account provider is missing or wrong."};
}

bool is_provider_id(std::string_view text) {
    return !text.empty() && text.size() <= 30 && std::all_of(text.begin(), text.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
    });
}

using Reader = std::function<Result<void>(const Json&)>;

Result<void> read_text(const std::string& key, const Json& value, std::string& to) {
    if (!value.is_string() || trim(value.as_string()).empty()) {
        return wrong(key, "text");
    }
    to = trim(value.as_string());
    return {};
}

Result<void> read_texts(const std::string& key, const Json& value, std::vector<std::string>& to) {
    to.clear();
    const bool is_list =
        value.is_array() && std::all_of(value.as_array().begin(), value.as_array().end(),
                                        [](const Json& item) { return item.is_string(); });
    if (!is_list) {
        return wrong(key, "a list of texts");
    }
    for (const Json& item : value.as_array()) {
        to.push_back(item.as_string());
    }
    return {};
}

Result<void> read_level(const std::string& key, const Json& value, TrustLevel& to) {
    const auto level = parse_trust_level(value.is_string() ? value.as_string() : "");
    if (!level) {
        return wrong(key, "a trust level: 00, 10, 15, 20, 30 or 40");
    }
    to = level.value();
    return {};
}

Result<void> read_levels(const Json& table, std::map<std::string, TrustLevel>& to) {
    if (!table.is_object()) {
        return wrong("levels", "a table: value of the claim = level");
    }
    for (const auto& [name, value] : table.as_object()) {
        TRY(read_level("levels." + name, value, to[name]));
    }
    return {};
}

Result<void> read_attributes(const Json& table, std::map<std::string, std::string>& to) {
    if (!table.is_object()) {
        return wrong("attributes", "a table: attribute = claim");
    }
    for (const auto& [name, value] : table.as_object()) {
        if (!is_attribute_name(name)) {
            return wrong(
                "attributes." + name,
                "one of " + join({attribute_names().begin(), attribute_names().end()}, ", "));
        }
        TRY(read_text("attributes." + name, value, to[name]));
    }
    return {};
}

std::map<std::string, Reader, std::less<>> readers_for(ProviderSettings& settings,
                                                       const std::filesystem::path& folder) {
    const auto text = [](const std::string& key, std::string& to) {
        return Reader([key, &to](const Json& value) { return read_text(key, value, to); });
    };
    return {
        {"id", text("id", settings.id)},
        {"protocol", text("protocol", settings.protocol)},
        {"kind",
         [&](const Json& value) -> Result<void> {
             const auto kind = parse_account_kind(value.is_string() ? value.as_string() : "");
             if (!kind) {
                 return wrong("kind", "\"citizen\" or \"organisation\"");
             }
             settings.kind = kind.value();
             return {};
         }},
        {"title", text("title", settings.title)},
        {"issuer", text("issuer", settings.issuer)},
        {"client_id", text("client_id", settings.client_id)},
        {"client_secret_file",
         [&settings, folder](const Json& value) -> Result<void> {
             std::string file;
             TRY(read_text("client_secret_file", value, file));
             settings.client_secret_file = folder / file;
             return {};
         }},
        {"scopes", [&](const Json& value) { return read_texts("scopes", value, settings.scopes); }},
        {"userinfo",
         [&](const Json& value) -> Result<void> {
             if (!value.is_bool()) {
                 return wrong("userinfo", "true or false");
             }
             settings.userinfo = value.as_bool();
             return {};
         }},
        {"subject_claim", text("subject_claim", settings.subject_claim)},
        {"level_claim", text("level_claim", settings.level_claim)},
        {"levels", [&](const Json& value) { return read_levels(value, settings.levels); }},
        {"default_level",
         [&](const Json& value) {
             return read_level("default_level", value, settings.default_level);
         }},
        {"attributes",
         [&](const Json& value) { return read_attributes(value, settings.attributes); }},
        {"verified",
         [&](const Json& value) { return read_texts("verified", value, settings.verified); }},
        {"verified_from",
         [&](const Json& value) {
             return read_level("verified_from", value, settings.verified_from);
         }},
    };
}

Result<void> check(const ProviderSettings& settings) {
    constexpr std::array<std::string_view, 4> protocols{"oidc", "demo", "demo_refuses",
                                                        "demo_throws"};
    if (!is_provider_id(settings.id)) {
        return wrong("id", "up to 30 lower-case letters, digits and hyphens");
    }
    if (std::find(protocols.begin(), protocols.end(), settings.protocol) == protocols.end()) {
        return wrong("protocol", "\"oidc\", or \"demo\" on a demonstration");
    }
    if (settings.title.empty()) {
        return wrong("title", "the name that people know");
    }
    for (const std::string& name : settings.verified) {
        if (!is_attribute_name(name)) {
            return wrong("verified", "names of attributes");
        }
    }
    if (settings.is_demo()) {
        return {};
    }
    const bool is_safe =
        settings.issuer.starts_with("https://") || is_loopback_url(settings.issuer);
    if (!is_safe || settings.issuer.find_first_of("?# ") != std::string::npos) {
        return wrong("issuer", "an https:// address without query");
    }
    if (settings.client_id.empty()) {
        return wrong("client_id", "as the provider registered this installation");
    }
    if (std::find(settings.scopes.begin(), settings.scopes.end(), "openid") ==
        settings.scopes.end()) {
        return wrong("scopes", "a list with \"openid\" in it");
    }
    return {};
}

}  // namespace

TrustLevel ProviderSettings::highest_level() const {
    TrustLevel highest = default_level;
    for (const auto& [value, level] : levels) {
        highest = std::max(highest, level);
    }
    return highest;
}

Result<ProviderSettings> parse_provider_settings(const Json& table,
                                                 const std::filesystem::path& folder) {
    if (!table.is_object()) {
        return wrong("id", "a table: [[account_provider]]");
    }
    ProviderSettings settings;
    const auto readers = readers_for(settings, folder);
    bool has_kind = false;
    for (const auto& [name, value] : table.as_object()) {
        const auto reader = readers.find(name);
        if (reader == readers.end()) {
            return wrong(name, "one of the settings in docs/operating/accounts.md");
        }
        TRY(reader->second(value));
        has_kind = has_kind || name == "kind";
    }
    if (!has_kind) {
        return wrong("kind", "\"citizen\" or \"organisation\"");
    }
    TRY(check(settings));
    return settings;
}

bool is_loopback_url(std::string_view url) {
    for (const std::string_view host : {"http://127.0.0.1", "http://localhost", "http://[::1]"}) {
        if (!url.starts_with(host)) {
            continue;
        }
        // A port, then a path: anything else, such as "127.0.0.1:80@elsewhere", is another host.
        const std::string_view rest = url.substr(host.size());
        const std::string_view port = rest.substr(0, rest.find('/'));
        return port.empty() || (port.front() == ':' && is_digits(port.substr(1)));
    }
    return false;
}

}  // namespace gordion::identity
