// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <filesystem>

#include "formats/json.hpp"
#include "zustelldienst/settings.hpp"

namespace gordion::app {

/// The table [fitconnect_server] of gordion.toml: its presence turns the delivery server on.
/// docs/operating/fitconnect-server.md lists every member; unknown ones are refused.
/// Error codes: app.config_unknown, app.config_value (place: the member),
/// crypto.certificate_malformed, those of reading a file.
Result<zustelldienst::Settings> read_fitconnect_server(const formats::Json& table,
                                                       const std::filesystem::path& folder);

}  // namespace gordion::app
