// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/ids.hpp"
#include "core/sensitive.hpp"
#include "fitconnect/api_settings.hpp"
#include "formats/json.hpp"

namespace gordion::app {

/// One table [[fitconnect_receive]] of gordion.toml: a destination at a delivery server whose
/// submissions become cases of an administration. docs/operating/fitconnect-receive.md.
struct ReceiveSettings {
    fitconnect::ApiSettings api;
    std::string destination;  ///< UUID at that server
    TenantId tenant;          ///< whose cases they become
    /// Files with private JWKs, the newest first. Read anew in each round, so that a new key needs
    /// no restart.
    std::vector<std::filesystem::path> decryption_keys;
    std::filesystem::path signing_key;
    std::int64_t poll_seconds = 60;
    /// With it the server may call back: POST base_url/fitconnect/received/DESTINATION.
    Sensitive<std::string> callback_secret;
};

/// Error codes: app.config_unknown, app.config_value (place: "fitconnect_receive" and the member),
/// those of fitconnect::read_api_settings(). Whether an address may be plain HTTP is asked when
/// the server starts, because that depends on `demo`.
Result<ReceiveSettings> read_fitconnect_receive(const formats::Json& table,
                                                const std::filesystem::path& folder);

}  // namespace gordion::app
