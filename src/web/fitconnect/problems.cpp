// SPDX-License-Identifier: EUPL-1.2
#include "web/fitconnect/problems.hpp"

#include <array>

#include "fitconnect/names.hpp"
#include "formats/json.hpp"

namespace gordion::web {
namespace {

// `type` is api_problems and the slug. Source: domain/fitconnect-api.md, section 1.1; slugs beyond
// the three known ones are inferred.
struct Problem {
    std::string_view code;
    int status;
    std::string_view slug;
    std::string_view title;
};

constexpr std::array problems{
    Problem{"zustelldienst.destination_missing", 404, "destination-not-found",
            "Destination not found"},
    Problem{"zustelldienst.key_missing", 404, "key-not-found", "Key not found"},
    Problem{"zustelldienst.path_unknown", 404, "not-found", "Not found"},
    Problem{"zustelldienst.method_unknown", 405, "method-not-allowed", "Method not allowed"},
    Problem{"zustelldienst.accept", 406, "not-acceptable", "Not acceptable"},
    Problem{"zustelldienst.content_type", 415, "unsupported-media-type", "Unsupported media type"},
    Problem{"zustelldienst.user_agent", 403, "user-agent-missing", "User-Agent missing"},
    Problem{"zustelldienst.destinations_many", 403, "destination-limit", "Too many destinations"},
    Problem{"zustelldienst.destination_transition", 400, "invalid-state-transition",
            "Invalid state transition"},
    Problem{"zustelldienst.submission_missing", 404, "submission-not-found",
            "Application not found"},
    Problem{"zustelldienst.reply_missing", 404, "reply-not-found", "Reply not found"},
    Problem{"zustelldienst.case_missing", 404, "case-not-found", "Case not found"},
    Problem{"zustelldienst.attachment_missing", 404, "attachment-not-found",
            "Attachment not found"},
    Problem{"zustelldienst.destination_state", 422, "destination-state-invalid",
            "Destination state invalid"},
    Problem{"zustelldienst.service_not_offered", 422, "service-not-offered", "Service not offered"},
    Problem{"zustelldienst.region_not_offered", 422, "region-not-offered", "Region not offered"},
    Problem{"zustelldienst.case_differs", 422, "case-mismatch", "Case of another destination"},
    Problem{"zustelldienst.replies_off", 422, "replies-not-supported", "Replies not supported"},
    Problem{"zustelldienst.attachment_not_announced", 422, "attachment-not-announced",
            "Attachment not announced"},
    Problem{"zustelldienst.attachments_incomplete", 422, "attachment-missing",
            "Attachments missing"},
    Problem{"zustelldienst.state_invalid", 422, "invalid-state", "Invalid state"},
    Problem{"zustelldienst.data_missing", 422, "data-missing", "Encrypted data missing"},
    Problem{"zustelldienst.jwe_invalid", 422, "invalid-jwe", "Invalid JWE"},
    Problem{"zustelldienst.jwe_content_type", 422, "invalid-jwe", "Invalid JWE"},
    Problem{"zustelldienst.jwe_compressed", 422, "invalid-jwe", "Invalid JWE"},
    Problem{"zustelldienst.callback_url", 422, "invalid-callback", "Invalid callback"},
    Problem{"zustelldienst.event_state", 409, "invalid-state-transition",
            "Invalid state transition"},
    Problem{"zustelldienst.event_replayed", 409, "event-replayed", "Event replayed"},
    Problem{"zustelldienst.event_case", 422, "invalid-set", "Invalid security event token"},
    Problem{"zustelldienst.event_subject", 422, "invalid-set", "Invalid security event token"},
    Problem{"zustelldienst.event_key", 422, "invalid-set", "Invalid security event token"},
    Problem{"zustelldienst.event_type", 422, "invalid-set", "Invalid security event token"},
    Problem{"zustelldienst.event_schema", 422, "invalid-set", "Invalid security event token"},
    Problem{"zustelldienst.event_time", 422, "invalid-set", "Invalid security event token"},
    Problem{"zustelldienst.event_tags", 422, "invalid-set", "Invalid security event token"},
    Problem{"zustelldienst.event_problems", 422, "invalid-set", "Invalid security event token"},
    Problem{"crypto.jws_signature", 422, "invalid-set", "Invalid security event token"},
    Problem{"crypto.jws_algorithm", 422, "invalid-set", "Invalid security event token"},
    Problem{"fitconnect.event_claim", 422, "invalid-set", "Invalid security event token"},
    Problem{"fitconnect.event_unknown", 422, "invalid-set", "Invalid security event token"},
    Problem{"fitconnect.event_count", 422, "invalid-set", "Invalid security event token"},
    Problem{"fitconnect.event_schema", 422, "invalid-set", "Invalid security event token"},
    Problem{"fitconnect.event_header", 422, "invalid-set", "Invalid security event token"},
    Problem{"fitconnect.event_key", 422, "invalid-set", "Invalid security event token"},
    Problem{"crypto.jws_malformed", 400, "invalid-set", "Invalid security event token"},
    Problem{"formats.too_deep", 400, "validation-failed", "Validation failed"},
    Problem{"fitconnect.destination_member", 400, "validation-failed", "Validation failed"},
};

// For codes without a line above.
Problem problem_of(ErrorKind kind) {
    switch (kind) {
        case ErrorKind::Invalid:
            return {"", 400, "validation-failed", "Validation failed"};
        case ErrorKind::Unauthenticated:
            return {"", 401, "unauthorized", "Unauthorized"};
        case ErrorKind::Forbidden:
            return {"", 403, "forbidden", "Forbidden"};
        case ErrorKind::NotFound:
            return {"", 404, "not-found", "Not found"};
        case ErrorKind::Conflict:
            return {"", 409, "conflict", "Conflict"};
        case ErrorKind::TooLarge:
            return {"", 413, "payload-too-large", "Payload too large"};
        case ErrorKind::TooMany:
            return {"", 429, "too-many-requests", "Too many requests"};
        case ErrorKind::Unsupported:
            return {"", 415, "unsupported-media-type", "Unsupported media type"};
        case ErrorKind::Unavailable:
        case ErrorKind::Deadline:
            return {"", 503, "unavailable", "Temporarily unavailable"};
        case ErrorKind::Corrupt:
            break;
    }
    return {"", 500, "internal-error", "Internal server error"};
}

// What is wrong where, for the person who reads it. What lies behind an error of ours is for our
// log only.
std::string detail_of(const Error& error, int status) {
    if (status >= 500) {
        return "The server could not do this now; its log knows more under the instance.";
    }
    std::string detail = error.message;
    std::string more = error.place;
    for (const auto& [name, value] : error.values) {
        more += (more.empty() ? "" : ", ") + name + ": " + value;
    }
    return more.empty() ? detail : detail + " (" + more + ")";
}

http::Response write_problem(const Problem& problem, std::string_view detail,
                             std::string_view request_id) {
    const formats::Json body = formats::Json::object(
        {{"type", std::string(fitconnect::api_problems) + std::string(problem.slug)},
         {"title", problem.title},
         {"status", problem.status},
         {"detail", detail},
         {"instance", "urn:request:" + std::string(request_id)}});
    http::Response response = http::Response::bytes(formats::write_json(body),
                                                    "application/problem+json", problem.status);
    if (problem.status == 401) {
        response.set_header("WWW-Authenticate", "Bearer");
    }
    return response;
}

}  // namespace

http::Response show_problem(const Error& error, std::string_view request_id) {
    Problem problem = problem_of(error.kind);
    for (const Problem& known : problems) {
        if (known.code == error.code) {
            problem = known;
        }
    }
    return write_problem(problem, detail_of(error, problem.status), request_id);
}

http::Response show_problem(int status, std::string_view detail, std::string_view request_id) {
    return write_problem({"", status, "request-refused", http::status_text(status)}, detail,
                         request_id);
}

}  // namespace gordion::web
