// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "fitconnect/names.hpp"
#include "formats/json.hpp"
#include "http/body_sink.hpp"
#include "http/message.hpp"
#include "zustelldienst/zustelldienst.hpp"

namespace gordion::web {

/// The interfaces of FIT-Connect that this server answers, as bits.
enum FitApi : unsigned {
    fit_submission = 1,
    fit_destination = 2,
    fit_routing = 4,
    fit_every = 7,
};

/// One call on its way through an endpoint.
struct FitCall {
    const http::Request& request;
    zustelldienst::Zustelldienst& in;
    zustelldienst::CheckObserver& checks;
    fitconnect::ApiVersion version = fitconnect::ApiVersion::V1;
    std::string_view base;  ///< what stood before the version: "/submission-api" or ""
    std::map<std::string, std::string, std::less<>> path_values;
    bool has_caller = false;
    zustelldienst::Caller caller;  ///< where has_caller
    formats::Json body;            ///< of FitBody::Json and the like

    /// The value of a named part of the pattern. Another name is a Bug.
    [[nodiscard]] const std::string& path(std::string_view name) const;
    /// A UUID in the path, in its stored spelling. What is none is answered as what is not there.
    /// Error code: zustelldienst.path_unknown.
    [[nodiscard]] Result<std::string> uuid(std::string_view name) const;
    /// "offset" and "limit" of the query. Error code: zustelldienst.page (Invalid).
    [[nodiscard]] Result<zustelldienst::Page> page() const;
    [[nodiscard]] bool is_v2() const { return version == fitconnect::ApiVersion::V2; }
    /// For stores. Where nobody had to say who he is, the platform itself.
    [[nodiscard]] Scope scope(std::string_view purpose) const;
};

enum class FitAccess {
    Public,
    Token,      ///< a valid access token; what it permits is asked by the endpoint
    TokenInV1,  ///< v2 is public; a token is read where there is one
};

enum class FitBody {
    None,
    Form,         ///< application/x-www-form-urlencoded, read by the endpoint
    Json,         ///< application/json, at most limits::http_body_bytes
    Patch,        ///< application/json or application/merge-patch+json
    LargeJson,    ///< application/json, at most limits::json_bytes
    EventToken,   ///< application/jose, secevent+jwt or jwt; read by the endpoint
    StreamedJwe,  ///< application/jose into the sink of `open`, at most Settings::attachment_bytes
};

/// The sink of a streamed body. Whoever let the request in may hear of the refusal that it gives
/// while the body comes, because then no endpoint answers.
class FitSink : public http::BodySink {
public:
    std::function<void(const http::Response& refusal)> on_refusal = {};
};

/// Answers one call; an Error becomes problem+json.
using FitAnswer = Result<http::Response> (*)(FitCall& call);
/// Opens the sink of a streamed body, after access and content type were checked; `answer` runs
/// when it is full and finds it in call.request.body_sink.
using FitOpen = Result<std::unique_ptr<FitSink>> (*)(FitCall& call);

struct FitEndpoint {
    http::Method method = http::Method::Get;
    std::string_view pattern;  ///< behind the version: "/destinations/{destination}"
    unsigned apis = fit_every;
    FitAccess access = FitAccess::Token;
    FitBody body = FitBody::None;
    FitAnswer answer = nullptr;
    FitOpen open = nullptr;
    std::string_view media_type = "application/json";  ///< of the answer, for Accept
    bool is_cacheable = true;                          ///< false: Cache-Control: no-cache
    bool only_v2 = false;
    unsigned v2_apis = fit_every;  ///< of `apis`, those that know it in v2 as well
    bool is_versioned = true;      ///< false: the pattern stands where "/v1" does
};

// The endpoints, by family.
std::vector<FitEndpoint> destination_fit_endpoints();
std::vector<FitEndpoint> routing_fit_endpoints();
std::vector<FitEndpoint> technical_fit_endpoints();
std::vector<FitEndpoint> submission_fit_endpoints();
std::vector<FitEndpoint> case_fit_endpoints();
std::vector<FitEndpoint> reply_fit_endpoints();

// Answers of many endpoints.
http::Response fit_json(const formats::Json& body, int status = 200);
/// {"count", "offset", "totalCount", <name>: items}
http::Response fit_list(std::string_view name, formats::Json items, const zustelldienst::Page& page,
                        std::size_t total);

}  // namespace gordion::web
