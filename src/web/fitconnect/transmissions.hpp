// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include "web/fitconnect/fit_call.hpp"

namespace gordion::web {

// What the endpoints of submissions and of replies have in common: the kind is the only difference.
// The path names the thing {submission} or {reply}, and {attachment}.

Result<http::Response> submit(FitCall& call, fitconnect::SubjectKind kind);
Result<http::Response> show_parcel(FitCall& call, fitconnect::SubjectKind kind);
Result<http::Response> show_transmission_log(FitCall& call, fitconnect::SubjectKind kind);
Result<http::Response> show_attachment(FitCall& call, fitconnect::SubjectKind kind);

/// Asks whether this caller may upload this attachment and opens a sink that writes into a blob and
/// looks at the JWE while it comes. Without put_attachment() nothing of it stays.
Result<std::unique_ptr<http::BodySink>> open_attachment(FitCall& call,
                                                        fitconnect::SubjectKind kind);
Result<http::Response> put_attachment(FitCall& call, fitconnect::SubjectKind kind);

/// {"count", "offset", "totalCount", "eventLog"}.
http::Response write_log(const zustelldienst::TokenSlice& log, const zustelldienst::Page& page);
zustelldienst::Paging paging_of(const zustelldienst::Page& page);

}  // namespace gordion::web
