// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <functional>

#include "cli/verb.hpp"

namespace gordion::cli {

/// "127.0.0.1:8080" into the configuration. Error code: cli.listen_invalid.
Result<void> set_listen(app::Config& config, std::string_view text);

/// Runs server and jobs until SIGTERM or SIGINT, then lets begun requests finish. `started` hears
/// the address once it listens; without it a line is printed.
Result<Exit> serve(Call& call, app::Modules& in,
                   const std::function<void(const std::string& url)>& started);

}  // namespace gordion::cli
