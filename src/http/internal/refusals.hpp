// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <string_view>

#include "http/internal/response_writer.hpp"
#include "http/server.hpp"

namespace gordion::http {

/// Too much to do at this moment: 503 with Retry-After.
Refusal make_busy(std::string_view path, std::string_view message);

/// The page of the config, or plain text where it has none or fails. Never throws.
Wire write_refusal(const ServerConfig& config, const Refusal& refusal, const WireFrame& frame);

}  // namespace gordion::http
