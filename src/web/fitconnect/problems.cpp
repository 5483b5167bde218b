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
