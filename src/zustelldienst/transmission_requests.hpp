// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include "core/result.hpp"
#include "formats/json.hpp"
#include "zustelldienst/transmission_desk.hpp"

namespace gordion::zustelldienst {

// Bodies of the Submission API, in both versions. Members that nobody knows are ignored, those that
// are known must have their type. Source: Submission API 1.1.3, CreateSubmission and
// SubmitSubmission; v2 and replies: domain/fitconnect-api.md, sections 4 and 6.
// Error code: zustelldienst.member (Invalid; place: the member, value reason).

/// POST /submissions. UUIDs in either case; `serviceType` in v1, `publicService` in v2.
Result<Announcement> read_announcement(const formats::Json& body, fitconnect::ApiVersion version);
/// POST /replies.
Result<ReplyAnnouncement> read_reply_announcement(const formats::Json& body,
                                                  fitconnect::ApiVersion version);
/// PUT /submissions/{id} and /replies/{id}. Whether data may be missing is the desk's to say.
Result<Content> read_content(const formats::Json& body);

/// {"destinationId", "submissionId" or "replyId", "caseId"}.
formats::Json write_announced(const Transmission& made);
formats::Json write_waiting(const Waiting& waiting, fitconnect::SubjectKind kind);
/// The whole, with content where the parcel has some; `callback` only in v1.
formats::Json write_parcel(const Parcel& parcel, fitconnect::ApiVersion version);

}  // namespace gordion::zustelldienst
