// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <string>
#include <vector>

#include "http/message.hpp"

namespace gordion::http {

/// If the request came from a trusted proxy, takes client address and TLS from its headers. The
/// address is the last one in X-Forwarded-For that is no proxy of ours: what stands before it was
/// written by the client.
void believe_proxy(Request& request, const std::vector<std::string>& trusted);

}  // namespace gordion::http
