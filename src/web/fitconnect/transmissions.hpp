// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include "web/fitconnect/fit_call.hpp"

namespace gordion::web {

/// Where the endpoints of submissions or replies lie, under the version. The path names the thing
/// {submission} or {reply}, and {attachment}.
struct TransmissionPaths {
    std::string_view all;
    std::string_view one;
    std::string_view events;
    std::string_view attachment;
};

/// The endpoints of one kind. How it is announced and listed is its own; submitting, fetching, the
/// log and attachments are the same for both. An attachment is streamed into a blob and its JWE
/// looked at while it comes; of an upload that is not put to its end nothing stays.
std::vector<FitEndpoint> transmission_fit_endpoints(fitconnect::SubjectKind kind,
                                                    const TransmissionPaths& paths,
                                                    FitAnswer announce, FitAnswer list);

/// {"count", "offset", "totalCount", "eventLog"}.
http::Response write_log(const zustelldienst::TokenSlice& log, const zustelldienst::Page& page);
zustelldienst::Paging paging_of(const zustelldienst::Page& page);

}  // namespace gordion::web
