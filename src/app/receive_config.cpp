// SPDX-License-Identifier: EUPL-1.2
#include "app/receive_config.hpp"

#include <algorithm>
#include <array>

#include "core/text.hpp"

namespace gordion::app {
namespace {

using formats::Json;

constexpr std::int64_t longest_poll_s = 24LL * 3600;
constexpr std::size_t least_callback_secret = 16;

Error wrong_value(std::string_view key, const char* expected) {
    return {ErrorKind::Invalid,
            "app.config_value",
            "fitconnect_receive." + std::string(key),
            {{"expected", expected}},
            "This setting has a value of the wrong kind."};
}

bool is_server_member(std::string_view key) {
    constexpr std::array<std::string_view, 9> members{
        "origin", "token_url", "submission_url", "destination_url", "routing_url",
        "issuer", "api",       "client_id",      "client_secret"};
    return std::find(members.begin(), members.end(), key) != members.end();
}

Result<void> set_keys(const Json& value, const std::filesystem::path& folder,
                      ReceiveSettings& settings) {
    if (!value.is_array()) {
        return wrong_value("decryption_keys", "a list of files");
    }
    for (const Json& file : value.as_array()) {
        if (!file.is_string() || file.as_string().empty()) {
            return wrong_value("decryption_keys", "a list of files");
        }
        settings.decryption_keys.push_back(folder / file.as_string());
    }
    return {};
}

Result<void> set_text(const std::string& key, const std::string& value,
                      const std::filesystem::path& folder, ReceiveSettings& settings) {
    if (key == "destination") {
        const auto id = fitconnect::normalize_uuid(value);
        if (!id) {
            return wrong_value(key, "the UUID of a destination");
        }
        settings.destination = *id;
    } else if (key == "tenant") {
        settings.tenant = {value};
    } else if (key == "signing_key") {
        settings.signing_key = folder / value;
    } else if (value.size() < least_callback_secret) {
        return wrong_value(key, "at least 16 characters that nobody can guess");
    } else {
        settings.callback_secret = Sensitive(value);
    }
    return {};
}

Result<void> set_member(const std::string& key, const Json& value,
                        const std::filesystem::path& folder, ReceiveSettings& settings) {
    if (key == "decryption_keys") {
        return set_keys(value, folder, settings);
    }
    if (key == "poll_seconds") {
        if (!value.is_int() || value.as_int() < 1 || value.as_int() > longest_poll_s) {
            return wrong_value(key, "1 to 86400");
        }
        settings.poll_seconds = value.as_int();
        return {};
    }
    constexpr std::array<std::string_view, 4> texts{"destination", "tenant", "signing_key",
                                                    "callback_secret"};
    if (std::find(texts.begin(), texts.end(), key) == texts.end()) {
        return Error{ErrorKind::Invalid,
                     "app.config_unknown",
                     "fitconnect_receive",
                     {{"key", key}},
                     "There is no such setting."};
    }
    if (!value.is_string() || value.as_string().empty()) {
        return wrong_value(key, "text");
    }
    return set_text(key, value.as_string(), folder, settings);
}

}  // namespace

Result<ReceiveSettings> read_fitconnect_receive(const Json& table,
                                                const std::filesystem::path& folder) {
    ReceiveSettings settings;
    if (!table.is_object()) {
        return wrong_value("", "[[fitconnect_receive]] tables");
    }
    Json server = Json::object();
    for (const auto& [key, value] : table.as_object()) {
        if (is_server_member(key)) {
            server.set(key, value);
        } else {
            TRY(set_member(key, value, folder, settings));
        }
    }
    settings.api = TRY(fitconnect::read_api_settings(server, fitconnect::PlainAddress::Allow));
    if (settings.destination.empty()) {
        return wrong_value("destination", "the UUID of a destination");
    }
    if (!is_tenant(settings.tenant.value)) {
        return wrong_value("tenant", "the key of an administration");
    }
    if (settings.decryption_keys.empty()) {
        return wrong_value("decryption_keys", "a list of files");
    }
    if (settings.signing_key.empty()) {
        return wrong_value("signing_key", "a file");
    }
    return settings;
}

}  // namespace gordion::app
