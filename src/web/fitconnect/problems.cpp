// SPDX-License-Identifier: EUPL-1.2
#include "web/fitconnect/problems.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <string>

#include "fitconnect/embedded.hpp"
#include "fitconnect/names.hpp"
#include "formats/json.hpp"
#include "formats/toml.hpp"

namespace gordion::web {
namespace {

// `type` is api_problems and the slug; status and title stand in data/fitconnect/problems.toml.
struct Named {
    std::string_view code;
    std::string_view slug;
    int status = 0;  ///< another one than the file says
};

constexpr std::array named{
    Named{"zustelldienst.destination_missing", "destination-not-found"},
    Named{"zustelldienst.key_missing", "key-not-found"},
    Named{"zustelldienst.path_unknown", "not-found"},
    Named{"zustelldienst.method_unknown", "method-not-allowed"},
    Named{"zustelldienst.accept", "not-acceptable"},
    Named{"zustelldienst.content_type", "unsupported-media-type"},
    Named{"zustelldienst.user_agent", "user-agent-missing"},
    Named{"zustelldienst.destinations_many", "destination-limit"},
    Named{"zustelldienst.destination_transition", "invalid-state-transition", 400},
    Named{"zustelldienst.submission_missing", "submission-not-found"},
    Named{"zustelldienst.reply_missing", "reply-not-found"},
    Named{"zustelldienst.case_missing", "case-not-found"},
    Named{"zustelldienst.attachment_missing", "attachment-not-found"},
    Named{"zustelldienst.destination_state", "destination-state-invalid"},
    Named{"zustelldienst.service_not_offered", "service-not-offered"},
    Named{"zustelldienst.region_not_offered", "region-not-offered"},
    Named{"zustelldienst.case_differs", "case-mismatch"},
    Named{"zustelldienst.replies_off", "replies-not-supported"},
    Named{"zustelldienst.attachment_not_announced", "attachment-not-announced"},
    Named{"zustelldienst.attachments_incomplete", "attachment-missing"},
    Named{"zustelldienst.state_invalid", "invalid-state"},
    Named{"zustelldienst.data_missing", "data-missing"},
    Named{"zustelldienst.jwe_invalid", "invalid-jwe"},
    Named{"zustelldienst.jwe_content_type", "invalid-jwe"},
    Named{"zustelldienst.jwe_compressed", "invalid-jwe"},
    Named{"zustelldienst.callback_url", "invalid-callback"},
    Named{"zustelldienst.event_state", "invalid-state-transition"},
    Named{"zustelldienst.event_replayed", "event-repeated"},
    Named{"zustelldienst.event_case", "invalid-set"},
    Named{"zustelldienst.event_subject", "invalid-set"},
    Named{"zustelldienst.event_key", "invalid-set"},
    Named{"zustelldienst.event_key_time", "invalid-set"},
    Named{"zustelldienst.event_type", "invalid-set"},
    Named{"zustelldienst.event_schema", "invalid-set"},
    Named{"zustelldienst.event_time", "invalid-set"},
    Named{"zustelldienst.event_tags", "invalid-set"},
    Named{"zustelldienst.event_problems", "invalid-set"},
    Named{"crypto.jws_signature", "invalid-set"},
    Named{"crypto.jws_algorithm", "invalid-set"},
    Named{"fitconnect.event_claim", "invalid-set"},
    Named{"fitconnect.event_unknown", "invalid-set"},
    Named{"fitconnect.event_count", "invalid-set"},
    Named{"fitconnect.event_schema", "invalid-set"},
    Named{"fitconnect.event_header", "invalid-set"},
    Named{"fitconnect.event_key", "invalid-set"},
    Named{"crypto.jws_malformed", "invalid-set", 400},
    Named{"formats.too_deep", "validation-failed"},
    Named{"fitconnect.destination_member", "validation-failed"},
};

// For codes without a line above.
std::string_view slug_of(ErrorKind kind) {
    switch (kind) {
        case ErrorKind::Invalid:
            return "validation-failed";
        case ErrorKind::Unauthenticated:
            return "unauthorized";
        case ErrorKind::Forbidden:
            return "forbidden";
        case ErrorKind::NotFound:
            return "not-found";
        case ErrorKind::Conflict:
            return "conflict";
        case ErrorKind::TooLarge:
            return "payload-too-large";
        case ErrorKind::TooMany:
            return "too-many-requests";
        case ErrorKind::Unsupported:
            return "unsupported-media-type";
        case ErrorKind::Unavailable:
        case ErrorKind::Deadline:
            return "unavailable";
        case ErrorKind::Corrupt:
            break;
    }
    return "internal-error";
}

struct Problem {
    std::string_view slug;
    int status = 0;
    std::string title;
};

std::map<std::string, Problem, std::less<>> read_problems() {
    const auto file = formats::parse_toml(fitconnect::find_embedded("problems.toml"));
    VERIFY(file.has_value(), "the file is ours");
    std::map<std::string, Problem, std::less<>> known;
    for (const formats::Json& line : file.value().root.find("api")->as_array()) {
        known.emplace(line.text_at("slug"),
                      Problem{"", static_cast<int>(line.find("status")->as_int()),
                              std::string(line.text_at("title_en"))});
    }
    // All at once, so that the first answer of a test shows what the file lacks.
    for (const Named& line : named) {
        VERIFY(known.contains(line.slug), "problems.toml names each slug of this file");
    }
    return known;
}

Problem find_problem(std::string_view slug, int status = 0) {
    static const auto known = read_problems();
    const auto found = known.find(slug);
    VERIFY(found != known.end(), "problems.toml names each slug of this file");
    Problem problem = found->second;
    problem.slug = found->first;
    problem.status = status == 0 ? problem.status : status;
    return problem;
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
    const auto line = std::ranges::find(named, error.code, &Named::code);
    const Problem problem = line != named.end() ? find_problem(line->slug, line->status)
                                                : find_problem(slug_of(error.kind));
    return write_problem(problem, detail_of(error, problem.status), request_id);
}

http::Response show_problem(int status, std::string_view detail, std::string_view request_id) {
    return write_problem({"request-refused", status, std::string(http::status_text(status))},
                         detail, request_id);
}

}  // namespace gordion::web
