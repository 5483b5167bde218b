// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <string_view>

#include "web/fitconnect/fit_call.hpp"

namespace gordion::web {

/// Whether the Accept header takes such an answer, or a problem instead of it; absent: it does.
/// Error code: zustelldienst.accept.
Result<void> check_accept(const http::Request& request, std::string_view media_type);
/// Error code: zustelldienst.content_type (value accepted).
Result<void> check_content_type(const http::Request& request, FitBody body);
/// Error code: zustelldienst.user_agent, where settings demand one.
Result<void> check_user_agent(const http::Request& request,
                              const zustelldienst::Settings& settings);

}  // namespace gordion::web
