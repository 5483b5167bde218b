// SPDX-License-Identifier: EUPL-1.2
#include "web/fitconnect/media_types.hpp"

#include <algorithm>
#include <vector>

#include "core/text.hpp"

namespace gordion::web {
namespace {

// A client that sends event tokens as what they are instead of what the file says is understood.
std::vector<std::string_view> accepted_types(FitBody body) {
    switch (body) {
        case FitBody::None:
            break;
        case FitBody::Form:
            return {"application/x-www-form-urlencoded"};
        case FitBody::Json:
        case FitBody::LargeJson:
            return {"application/json"};
        case FitBody::Patch:
            return {"application/json", "application/merge-patch+json"};
        case FitBody::EventToken:
            return {"application/jose", "application/secevent+jwt", "application/jwt"};
        case FitBody::StreamedJwe:
            return {"application/jose"};
    }
    return {};
}

bool takes(std::string_view range, std::string_view media_type) {
    const std::string_view type = trim(range.substr(0, range.find(';')));
    const bool refused =
        range.find("q=0") != std::string_view::npos &&
        range.find_first_of("123456789", range.find("q=0")) == std::string_view::npos;
    const std::string_view family = media_type.substr(0, media_type.find('/') + 1);
    const bool fits = http::equals_ignoring_case(type, media_type) || type == "*/*" ||
                      (type.size() == family.size() + 1 && type.ends_with("*") &&
                       http::equals_ignoring_case(type.substr(0, family.size()), family));
    return fits && !refused;
}

}  // namespace

Result<void> check_accept(const http::Request& request, std::string_view media_type) {
    const auto header = request.find_header("Accept");
    if (!header || trim(*header).empty()) {
        return {};
    }
    std::string_view rest = *header;
    while (!rest.empty()) {
        const std::size_t end = std::min(rest.find(','), rest.size());
        if (takes(rest.substr(0, end), media_type)) {
            return {};
        }
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    return Error{ErrorKind::Unsupported,
                 "zustelldienst.accept",
                 "Accept",
                 {{"offered", std::string(media_type)}},
                 "The resource has no representation that the Accept header takes."};
}

Result<void> check_content_type(const http::Request& request, FitBody body) {
    const std::vector<std::string_view> accepted = accepted_types(body);
    if (accepted.empty() || std::ranges::find(accepted, request.media_type()) != accepted.end()) {
        return {};
    }
    return Error{ErrorKind::Unsupported,
                 "zustelldienst.content_type",
                 "Content-Type",
                 {{"accepted", std::string(accepted.front())}},
                 "The body has a Content-Type that this resource does not take."};
}

Result<void> check_user_agent(const http::Request& request,
                              const zustelldienst::Settings& settings) {
    if (!settings.require_user_agent ||
        !trim(request.find_header("User-Agent").value_or("")).empty()) {
        return {};
    }
    return Error{ErrorKind::Forbidden,
                 "zustelldienst.user_agent",
                 "User-Agent",
                 {},
                 "Calls need a User-Agent header that names the program."};
}

}  // namespace gordion::web
