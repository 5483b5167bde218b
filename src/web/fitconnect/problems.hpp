// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <string_view>

#include "core/error.hpp"
#include "http/message.hpp"

namespace gordion::web {

/// An Error as application/problem+json (RFC 7807) with type, title, status, detail and, as
/// instance, the request. Every member is there always: one client fails without `detail`.
http::Response show_problem(const Error& error, std::string_view request_id);
/// The same for a status that no Error stands for.
http::Response show_problem(int status, std::string_view detail, std::string_view request_id);

}  // namespace gordion::web
