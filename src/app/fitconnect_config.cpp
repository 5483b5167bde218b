// SPDX-License-Identifier: EUPL-1.2
#include "app/fitconnect_config.hpp"

#include <functional>
#include <map>

#include "core/files.hpp"
#include "core/limits.hpp"

namespace gordion::app {
namespace {

using formats::Json;
using zustelldienst::CertificatePolicy;
using zustelldienst::Settings;

Error wrong_value(const std::string& key, const char* expected) {
    return {ErrorKind::Invalid,
            "app.config_value",
            "fitconnect_server." + key,
            {{"expected", expected}},
            "This setting has a value of the wrong kind."};
}

const std::map<std::string, bool Settings::*, std::less<>>& flags() {
    static const std::map<std::string, bool Settings::*, std::less<>> all{
        {"notify_at_once", &Settings::notify_at_once},
        {"check_region", &Settings::check_region},
        {"readable_after_acceptance", &Settings::readable_after_acceptance},
        {"replies", &Settings::replies},
        {"basic_authentication", &Settings::basic_authentication},
        {"require_user_agent", &Settings::require_user_agent},
        {"callbacks_to_private_addresses", &Settings::callbacks_to_private_addresses},
        {"callbacks_over_plain_http", &Settings::callbacks_over_plain_http}};
    return all;
}

Result<void> set_public_url(const Json& value, Settings& settings) {
    const std::string url = value.is_string() ? value.as_string() : "";
    const bool fits = (url.starts_with("https://") || url.starts_with("http://")) &&
                      url.size() > 8 && !url.ends_with('/');
    if (!fits) {
        return wrong_value("public_url", "https://host without a slash at the end");
    }
    settings.public_url = url;
    return {};
}

Result<void> set_certificates(const Json& value, Settings& settings) {
    const std::string policy = value.is_string() ? value.as_string() : "";
    if (policy == "optional") {
        settings.certificates = CertificatePolicy::Optional;
    } else if (policy == "required") {
        settings.certificates = CertificatePolicy::Required;
    } else if (policy == "trusted") {
        settings.certificates = CertificatePolicy::Trusted;
    } else {
        return wrong_value("certificates", "optional, required or trusted");
    }
    return {};
}

Result<void> set_hosts(const Json& value, Settings& settings) {
    if (!value.is_array()) {
        return wrong_value("callback_hosts", "a list of host names");
    }
    for (const Json& host : value.as_array()) {
        if (!host.is_string() || host.as_string().empty()) {
            return wrong_value("callback_hosts", "a list of host names");
        }
        settings.callback_hosts.push_back(host.as_string());
    }
    return {};
}

Result<void> set_number(const std::string& key, const Json& value, std::int64_t least,
                        std::int64_t& to) {
    if (!value.is_int() || value.as_int() < least) {
        return wrong_value(key, "a whole number");
    }
    to = value.as_int();
    return {};
}

Result<void> set_member(const std::string& key, const Json& value,
                        const std::filesystem::path& folder, Settings& settings) {
    if (const auto flag = flags().find(key); flag != flags().end()) {
        if (!value.is_bool()) {
            return wrong_value(key, "true or false");
        }
        settings.*(flag->second) = value.as_bool();
        return {};
    }
    if (key == "public_url") {
        return set_public_url(value, settings);
    }
    if (key == "certificates") {
        return set_certificates(value, settings);
    }
    if (key == "callback_hosts") {
        return set_hosts(value, settings);
    }
    if (key == "rate_limit") {
        return set_number(key, value, 0, settings.rate_limit);
    }
    if (key == "day_seconds") {
        return set_number(key, value, 1, settings.day_seconds);
    }
    if (key == "rate_window_seconds") {
        return set_number(key, value, 1, settings.rate_window_seconds);
    }
    if (key == "trust_anchors") {
        if (!value.is_string()) {
            return wrong_value(key, "a PEM file");
        }
        settings.trust_anchors = TRY(crypto::TrustAnchors::from_pem(
            TRY(load_file(folder / value.as_string(), limits::toml_bytes))));
        return {};
    }
    return Error{ErrorKind::Invalid,
                 "app.config_unknown",
                 "fitconnect_server",
                 {{"key", key}},
                 "There is no such setting."};
}

}  // namespace

Result<Settings> read_fitconnect_server(const Json& table, const std::filesystem::path& folder) {
    Settings settings;
    settings.public_url.clear();
    if (!table.is_object()) {
        return wrong_value("", "a table [fitconnect_server]");
    }
    for (const auto& [key, value] : table.as_object()) {
        TRY(set_member(key, value, folder, settings));
    }
    return settings;
}

}  // namespace gordion::app
