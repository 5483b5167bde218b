// SPDX-License-Identifier: EUPL-1.2
#include "http/internal/target.hpp"

#include <algorithm>

#include "http/form.hpp"
#include "http/percent.hpp"

namespace gordion::http {
namespace {

Error bad_path(std::string message) {
    return Error{ErrorKind::Invalid, "http.path_invalid", "target", {}, std::move(message)};
}

bool is_unfit(char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte < 0x20 || byte == 0x7F || c == '/' || c == '\\';
}

Result<std::string> parse_path(std::string_view text) {
    std::string path;
    path.reserve(text.size());
    while (!text.empty()) {
        text.remove_prefix(1);  // the slash
        const std::size_t end = std::min(text.find('/'), text.size());
        if (end > 0 || text.empty()) {
            const std::string segment = TRY(percent_decode(text.substr(0, end)));
            if (segment == "." || segment == ".." ||
                std::any_of(segment.begin(), segment.end(), is_unfit)) {
                return bad_path("a path segment is a dot segment or has an unfit character");
            }
            path.append("/").append(segment);
        }
        text.remove_prefix(end);
    }
    return path;
}

// Takes "http://host" off, so that what stays begins with the path.
std::string_view skip_authority(std::string_view text) {
    for (const std::string_view scheme : {"http://", "https://"}) {
        if (text.size() > scheme.size() &&
            equals_ignoring_case(text.substr(0, scheme.size()), scheme)) {
            text.remove_prefix(scheme.size());
            const std::size_t end = std::min(text.find_first_of("/?"), text.size());
            return end == 0 ? std::string_view() : text.substr(end);
        }
    }
    return {};
}

}  // namespace

Result<Target> parse_target(Method method, std::string_view text) {
    if (method == Method::Options && text == "*") {
        return Target{"/", {}};
    }
    if (text.substr(0, 1) != "/") {
        text = skip_authority(text);
        if (text.empty() || text.front() == '?') {
            return bad_path("the target has no path");
        }
    }
    if (text.find('#') != std::string_view::npos) {
        return bad_path("a fragment is not sent to a server");
    }
    const std::size_t question = std::min(text.find('?'), text.size());
    Target target;
    auto path = parse_path(text.substr(0, question));
    if (!path) {
        return path.error().code == "http.path_invalid" ? path.take_error()
                                                        : bad_path(path.error().message);
    }
    target.path = std::move(path).value();
    if (question < text.size()) {
        auto query = parse_urlencoded(text.substr(question + 1));
        if (!query) {
            return Error{
                ErrorKind::Invalid, "http.query_invalid", "target", {}, query.error().message};
        }
        target.query = std::move(query).value();
    }
    return target;
}

}  // namespace gordion::http
