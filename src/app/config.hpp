// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

#include "app/receive_config.hpp"
#include "core/result.hpp"
#include "core/sensitive.hpp"
#include "identity/provider_settings.hpp"
#include "zustelldienst/settings.hpp"

namespace gordion::app {

/// gordion.toml as a value; docs/operating/configuration.md lists every member. Relative paths
/// count from the folder of the file.
struct Config {
    /// "sqlite:PATH" or "postgresql://…".
    std::string database;
    /// Blobs, search index, master key – and the database, where it is SQLite.
    std::filesystem::path data_folder = "var";
    /// The data the product ships: directory, postcodes, catalogue, vocabulary.
    std::filesystem::path product_data;
    std::string address = "127.0.0.1";
    std::uint16_t port = 8080;
    /// PEM files, both or none: with them the server speaks TLS itself, and nothing else.
    std::filesystem::path tls_certificate;
    std::filesystem::path tls_key;
    /// What citizens type; links in mails begin with it. "https://…" makes cookies Secure.
    std::string base_url = "http://127.0.0.1:8080";
    std::vector<std::string> trusted_proxies;
    int workers = 4;
    int job_threads = 1;
    int database_connections = 4;

    std::string smtp_url;  ///< empty: messages are only captured (demo) or dropped
    std::string smtp_from;
    std::string smtp_user;
    Sensitive<std::string> smtp_password;
    bool smtp_require_tls = true;

    /// Where citizens and organisations may sign in; docs/operating/accounts.md.
    std::vector<identity::ProviderSettings> account_providers;
    /// clamd, "unix:/run/clamav/clamd.ctl" or "tcp:host:port"; empty: uploads are not scanned.
    std::string malware_scanner;
    /// Certificates (PEM) to which the keys of FIT-Connect destinations must lead; empty: no key of
    /// another delivery server is believed. A demo takes keys that vouch for themselves.
    std::filesystem::path fitconnect_trust_anchors;

    /// Destinations at delivery servers of FIT-Connect that this installation receives for.
    std::vector<ReceiveSettings> fitconnect_receive;

    /// The delivery server of FIT-Connect; none: it is off. docs/operating/fitconnect-server.md.
    std::optional<zustelldienst::Settings> fitconnect_server;

    /// Shows captured mails and demo accounts; never on a real installation.
    bool demo = false;
    std::string log_level = "info";
};

/// Every member may be missing. Unknown members are refused, so that a typing error is not silently
/// a default. Error codes: app.config_missing, app.config_unknown (place "line N"),
/// app.config_value, identity.provider_setting, formats.toml_invalid.
/// `data_folder` takes the place of the one in the file, unless it is empty.
Result<Config> read_config(const std::filesystem::path& file,
                           const std::filesystem::path& data_folder = {});
Result<Config> parse_config(std::string_view toml, const std::filesystem::path& folder,
                            const std::filesystem::path& data_folder = {});
/// Where nothing says otherwise: SQLite in the data folder, product data beside the binary.
Config default_config(const std::filesystem::path& data_folder);

}  // namespace gordion::app
