// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <string>

#include "core/result.hpp"
#include "http/message.hpp"
#include "web/site.hpp"

namespace gordion::web {

/// A style, script or font that is built in, by its hashed name. Error code: web.page_missing.
Result<http::Response> asset_response(const Site& site, const std::string& name);

}  // namespace gordion::web
