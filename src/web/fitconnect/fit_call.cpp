// SPDX-License-Identifier: EUPL-1.2
#include "web/fitconnect/fit_call.hpp"

#include <charconv>

#include "core/text.hpp"

namespace gordion::web {
namespace {

constexpr std::size_t longest_page = 500;

// A number of the query, or the fallback where it is absent.
Result<std::size_t> read_number(const http::Request& request, std::string_view name,
                                std::size_t fallback) {
    const auto text = request.find_query(name);
    if (!text) {
        return fallback;
    }
    std::size_t number = 0;
    const auto read = std::from_chars(text->data(), text->data() + text->size(), number);
    if (!is_digits(*text) || read.ec != std::errc()) {
        return Error{ErrorKind::Invalid,
                     "zustelldienst.page",
                     std::string(name),
                     {},
                     "offset is a whole number from 0, limit one from 1 to 500."};
    }
    return number;
}

}  // namespace

const std::string& FitCall::path(std::string_view name) const {
    const auto found = path_values.find(name);
    VERIFY(found != path_values.end(), "the pattern of the endpoint names this part");
    return found->second;
}

Result<std::string> FitCall::uuid(std::string_view name) const {
    if (auto id = fitconnect::normalize_uuid(path(name))) {
        return std::move(*id);
    }
    return Error{ErrorKind::NotFound,
                 "zustelldienst.path_unknown",
                 std::string(name),
                 {},
                 "The id in the path is no UUID, so there is nothing of that id."};
}

Result<zustelldienst::Page> FitCall::page() const {
    zustelldienst::Page page;
    page.offset = TRY(read_number(request, "offset", page.offset));
    page.limit = TRY(read_number(request, "limit", page.limit));
    if (page.limit < 1 || page.limit > longest_page) {
        return Error{ErrorKind::Invalid,
                     "zustelldienst.page",
                     "limit",
                     {},
                     "offset is a whole number from 0, limit one from 1 to 500."};
    }
    return page;
}

Scope FitCall::scope(std::string_view purpose) const {
    return has_caller ? caller.scope(purpose) : system_scope(purpose);
}

http::Response fit_json(const formats::Json& body, int status) {
    return http::Response::bytes(formats::write_json(body), "application/json", status);
}

http::Response fit_list(std::string_view name, formats::Json items, const zustelldienst::Page& page,
                        std::size_t total) {
    formats::Json body = formats::Json::object(
        {{"count", items.size()}, {"offset", page.offset}, {"totalCount", total}});
    body.set(name, items.is_null() ? formats::Json::array() : std::move(items));
    return fit_json(body);
}

}  // namespace gordion::web
