// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <string_view>

#include "http/message.hpp"
#include "zustelldienst/trace.hpp"

namespace gordion::zustelldienst {

/// What is told of a call by who answered it.
struct AnsweredCall {
    const http::Request& request;
    const http::Response& response;
    const CheckList& checks;
    Instant begun_at;
    Instant answered_at;
    std::string client_id = {};  ///< of the access token
    std::string tenant = {};
    std::string ordered = {};  ///< by a failure switch
};

/// The call for a trace. Ids are taken from the path, from the few members of small JSON bodies
/// that name them, and from an event token; nothing else of a body is kept. A call that was refused
/// without a failed check gets one named "answer" with the problem's detail, so that every refusal
/// says what to change.
TracedCall trace_call(const AnsweredCall& answered);

}  // namespace gordion::zustelldienst
