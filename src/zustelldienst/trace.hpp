// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/time.hpp"
#include "formats/json.hpp"
#include "zustelldienst/checks.hpp"

namespace gordion::zustelldienst {

/// One call as the trace remembers it: who wanted what, how it went, and what was checked. It holds
/// no secret, no access token and nothing of a body but its size and hash, so that it may be shown,
/// kept and sent to somebody else.
struct TracedCall {
    std::string id;  ///< of the request; `instance` of a problem names it
    Instant at;
    std::int64_t sequence = 0;  ///< tells calls of one millisecond apart; by TraceStore
    std::string method;
    std::string path;   ///< as it came, at most limits::trace_text_bytes
    std::string query;  ///< parameters that FIT-Connect knows; of others the name alone
    std::string client_id;
    std::string tenant;  ///< of the client; empty: none known
    int status = 0;
    std::int64_t duration_us = 0;

    // What it touched: ids in lower case, or empty.
    std::string destination_id;
    std::string submission_id;
    std::string case_id;
    std::string reply_id;
    std::string attachment_id;

    /// Of the request, reduced: see reduce_header().
    std::vector<std::pair<std::string, std::string>> headers;
    std::uint64_t request_bytes = 0;
    std::uint64_t response_bytes = 0;
    std::string request_sha256;  ///< lower-case hex; empty: no body, or one with a secret

    std::vector<Check> checks;
    std::string problem;  ///< `type` of the answer, or RFC 6749's `error`
    std::string detail;   ///< `detail` of the answer
    std::string ordered;  ///< by a failure switch of the sandbox: which; else empty

    bool operator==(const TracedCall&) const = default;
    [[nodiscard]] bool has_failed() const;
};

/// Whether a request header may stand in a trace, and how: of Authorization the scheme and the
/// length alone; Cookie and whatever is not on a short list has no place in it (empty).
std::string reduce_header(std::string_view name, std::string_view value);

/// The query for a trace, from names and values.
std::string reduce_query(const std::vector<std::pair<std::string, std::string>>& fields);

formats::Json write_traced_call(const TracedCall& call);
/// What write_traced_call() wrote; members it does not know are ignored. Error code:
/// zustelldienst.trace (Invalid).
Result<TracedCall> read_traced_call(const formats::Json& json);

}  // namespace gordion::zustelldienst
