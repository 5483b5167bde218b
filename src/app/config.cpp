// SPDX-License-Identifier: EUPL-1.2
#include "app/config.hpp"

#include <functional>
#include <map>

#include "app/fitconnect_config.hpp"
#include "core/files.hpp"
#include "core/limits.hpp"
#include "formats/toml.hpp"

namespace gordion::app {
namespace {

using formats::Json;

Error wrong_value(std::string_view key, std::string_view expected) {
    return {ErrorKind::Invalid,
            "app.config_value",
            std::string(key),
            {{"expected", std::string(expected)}},
            "This setting has a value of the wrong kind."};
}

using Setter = std::function<Result<void>(const Json&)>;

Setter text(std::string_view key, std::string& to) {
    return [key, &to](const Json& value) -> Result<void> {
        if (!value.is_string()) {
            return wrong_value(key, "text");
        }
        to = value.as_string();
        return {};
    };
}

Setter flag(std::string_view key, bool& to) {
    return [key, &to](const Json& value) -> Result<void> {
        if (!value.is_bool()) {
            return wrong_value(key, "true or false");
        }
        to = value.as_bool();
        return {};
    };
}

Setter number(std::string_view key, int least, int most, const std::function<void(int)>& set) {
    return [=](const Json& value) -> Result<void> {
        if (!value.is_int() || value.as_int() < least || value.as_int() > most) {
            return wrong_value(key, std::to_string(least) + " to " + std::to_string(most));
        }
        set(static_cast<int>(value.as_int()));
        return {};
    };
}

Setter folder(std::string_view key, const std::filesystem::path& base, std::filesystem::path& to) {
    return [key, base, &to](const Json& value) -> Result<void> {
        if (!value.is_string() || value.as_string().empty()) {
            return wrong_value(key, "a folder");
        }
        to = base / value.as_string();
        return {};
    };
}

Setter file(std::string_view key, const std::filesystem::path& base, std::filesystem::path& to) {
    return [key, base, &to](const Json& value) -> Result<void> {
        if (!value.is_string() || value.as_string().empty()) {
            return wrong_value(key, "a file");
        }
        to = base / value.as_string();
        return {};
    };
}

Setter texts(std::string_view key, std::vector<std::string>& to) {
    return [key, &to](const Json& value) -> Result<void> {
        if (!value.is_array()) {
            return wrong_value(key, "a list of texts");
        }
        for (const Json& item : value.as_array()) {
            if (!item.is_string()) {
                return wrong_value(key, "a list of texts");
            }
            to.push_back(item.as_string());
        }
        return {};
    };
}

Setter providers(const std::filesystem::path& base, std::vector<identity::ProviderSettings>& to) {
    return [base, &to](const Json& value) -> Result<void> {
        if (!value.is_array()) {
            return wrong_value("account_provider", "[[account_provider]] tables");
        }
        for (const Json& table : value.as_array()) {
            to.push_back(TRY(identity::parse_provider_settings(table, base)));
        }
        return {};
    };
}

Setter receivers(const std::filesystem::path& base, std::vector<ReceiveSettings>& to) {
    return [base, &to](const Json& value) -> Result<void> {
        if (!value.is_array()) {
            return wrong_value("fitconnect_receive", "[[fitconnect_receive]] tables");
        }
        for (const Json& table : value.as_array()) {
            to.push_back(TRY(read_fitconnect_receive(table, base)));
        }
        return {};
    };
}

std::map<std::string, Setter, std::less<>> setters_for(Config& config,
                                                       const std::filesystem::path& base) {
    return {
        {"database", text("database", config.database)},
        {"data_folder", folder("data_folder", base, config.data_folder)},
        {"product_data", folder("product_data", base, config.product_data)},
        {"address", text("address", config.address)},
        {"port", number("port", 0, 65535,
                        [&config](int value) { config.port = static_cast<std::uint16_t>(value); })},
        {"tls_certificate", file("tls_certificate", base, config.tls_certificate)},
        {"tls_key", file("tls_key", base, config.tls_key)},
        {"base_url", text("base_url", config.base_url)},
        {"trusted_proxies", texts("trusted_proxies", config.trusted_proxies)},
        {"workers", number("workers", 1, 256, [&config](int value) { config.workers = value; })},
        {"job_threads",
         number("job_threads", 1, 64, [&config](int value) { config.job_threads = value; })},
        {"database_connections",
         number("database_connections", 1, 256,
                [&config](int value) { config.database_connections = value; })},
        {"smtp_url", text("smtp_url", config.smtp_url)},
        {"smtp_from", text("smtp_from", config.smtp_from)},
        {"smtp_user", text("smtp_user", config.smtp_user)},
        {"smtp_password", text("smtp_password", config.smtp_password.reveal())},
        {"smtp_require_tls", flag("smtp_require_tls", config.smtp_require_tls)},
        {"account_provider", providers(base, config.account_providers)},
        {"malware_scanner", text("malware_scanner", config.malware_scanner)},
        {"fitconnect_server",
         [base, &config](const Json& value) -> Result<void> {
             config.fitconnect_server = TRY(read_fitconnect_server(value, base));
             return {};
         }},
        {"fitconnect_receive", receivers(base, config.fitconnect_receive)},
        {"fitconnect_trust_anchors",
         folder("fitconnect_trust_anchors", base, config.fitconnect_trust_anchors)},
        {"demo", flag("demo", config.demo)},
        {"log_level", text("log_level", config.log_level)},
    };
}

// A relative SQLite path counts from the folder of the file, like every other path.
std::string resolve_database(const std::string& url, const Config& config,
                             const std::filesystem::path& base) {
    constexpr std::string_view scheme = "sqlite:";
    if (url.empty()) {
        return std::string(scheme) + (config.data_folder / "gordion.db").string();
    }
    if (url.starts_with(scheme) && url != "sqlite::memory:") {
        return std::string(scheme) + (base / url.substr(scheme.size())).string();
    }
    return url;
}

// Beside the binary in an installation, in the checkout for developers.
std::filesystem::path find_product_data() {
    std::error_code ignored;
    const auto binary = std::filesystem::read_symlink("/proc/self/exe", ignored).parent_path();
    for (const char* candidate : {"data", "../share/gordion/data", "../../data"}) {
        if (std::filesystem::exists(binary / candidate / "attributions.toml", ignored)) {
            return (binary / candidate).lexically_normal();
        }
    }
    return "data";
}

}  // namespace

Config default_config(const std::filesystem::path& data_folder) {
    Config config;
    config.data_folder = data_folder;
    config.product_data = find_product_data();
    config.database = resolve_database("", config, {});
    return config;
}

Result<Config> parse_config(std::string_view toml, const std::filesystem::path& base,
                            const std::filesystem::path& data_folder) {
    const formats::Toml document = TRY(formats::parse_toml(toml));
    Config config = default_config(base / "var");
    config.database.clear();
    const auto setters = setters_for(config, base);
    for (const auto& [name, value] : document.root.as_object()) {
        const auto known = setters.find(name);
        if (known == setters.end()) {
            return Error{ErrorKind::Invalid,
                         "app.config_unknown",
                         document.place(name),
                         {{"key", name}},
                         "There is no such setting."};
        }
        TRY(known->second(value));
    }
    if (config.tls_certificate.empty() != config.tls_key.empty()) {
        return wrong_value("tls_key", "both tls_certificate and tls_key, or none");
    }
    if (!data_folder.empty()) {
        config.data_folder = data_folder;
    }
    config.database = resolve_database(config.database, config, base);
    if (config.fitconnect_server && config.fitconnect_server->public_url.empty()) {
        config.fitconnect_server->public_url = config.base_url;
    }
    return config;
}

Result<Config> read_config(const std::filesystem::path& file,
                           const std::filesystem::path& data_folder) {
    if (!std::filesystem::exists(file)) {
        return Error{ErrorKind::NotFound,
                     "app.config_missing",
                     file.string(),
                     {},
                     "There is no configuration file here."};
    }
    return parse_config(TRY(load_file(file, limits::toml_bytes)), file.parent_path(), data_folder);
}

}  // namespace gordion::app
