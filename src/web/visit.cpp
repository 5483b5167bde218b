// SPDX-License-Identifier: EUPL-1.2
#include "web/visit.hpp"

#include <algorithm>

#include "core/text.hpp"

namespace gordion::web {

const std::string& Visit::path(std::string_view name) const {
    const auto found = path_values.find(name);
    VERIFY(found != path_values.end(), "the endpoint's pattern names this part");
    return found->second;
}

std::string_view Visit::posted(std::string_view name) const {
    return trim(post.fields.find_or(name, ""));
}

std::string_view Visit::query(std::string_view name) const {
    return trim(request.query.find_or(name, ""));
}

std::string Visit::text(std::string_view code, const Values& values) const {
    return site.texts().text(language, code, values);
}

std::string Visit::csrf() const {
    return session_token.empty() ? std::string() : identity::csrf_token(session_token);
}

std::string choose_language(const http::Request& request) {
    for (const auto asked : {request.find_query("lang"), request.find_cookie(language_cookie)}) {
        if (asked && std::find(languages.begin(), languages.end(), *asked) != languages.end()) {
            return std::string(*asked);
        }
    }
    return "de";
}

bool is_from_elsewhere(const http::Request& request) {
    if (const auto site = request.find_header("Sec-Fetch-Site")) {
        return *site == "cross-site" || *site == "same-site";
    }
    const auto origin = request.find_header("Origin");
    const auto host = request.find_header("Host");
    if (!origin || !host) {
        return false;
    }
    const auto scheme_end = origin->find("://");
    return scheme_end == std::string_view::npos || origin->substr(scheme_end + 3) != *host;
}

Error forged_form() {
    return {ErrorKind::Forbidden,
            "web.forged",
            "",
            {},
            "This form does not come from our own page, or its page was open too long."};
}

}  // namespace gordion::web
