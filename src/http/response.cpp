// SPDX-License-Identifier: EUPL-1.2
#include <algorithm>

#include "core/verify.hpp"
#include "http/message.hpp"
#include "http/percent.hpp"

namespace gordion::http {

Response Response::bytes(std::string body, std::string media_type, int status) {
    Response response;
    response.status = status;
    response.headers.emplace_back("Content-Type", std::move(media_type));
    response.body = std::move(body);
    return response;
}

Response Response::text(std::string body, int status) {
    return bytes(std::move(body), "text/plain; charset=utf-8", status);
}

Response Response::html(std::string body, int status) {
    return bytes(std::move(body), "text/html; charset=utf-8", status);
}

Response Response::json(std::string body, int status) {
    return bytes(std::move(body), "application/json", status);
}

Response Response::shared(std::shared_ptr<const std::string> body, std::string media_type) {
    Response response;
    response.headers.emplace_back("Content-Type", std::move(media_type));
    response.shared_body = std::move(body);
    return response;
}

Response Response::stream(std::shared_ptr<ByteSource> source, std::uint64_t bytes,
                          std::string media_type) {
    Response response;
    response.headers.emplace_back("Content-Type", std::move(media_type));
    response.source = std::move(source);
    response.source_bytes = bytes;
    return response;
}

Response Response::redirect(std::string location) {
    const auto is_fit = [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return byte > 0x20 && byte < 0x7F;
    };
    VERIFY(!location.empty() && std::all_of(location.begin(), location.end(), is_fit),
           "locations are percent-encoded by whoever builds them");
    Response response = empty(303);
    response.headers.emplace_back("Location", std::move(location));
    return response;
}

Response Response::not_found() {
    return text("404 Not Found\n", 404);
}

Response Response::not_modified(std::string etag) {
    Response response = empty(304);
    response.headers.emplace_back("ETag", std::move(etag));
    return response;
}

Response Response::empty(int status) {
    Response response;
    response.status = status;
    return response;
}

Response& Response::set_header(std::string_view name, std::string value) {
    headers.erase(std::remove_if(
                      headers.begin(), headers.end(),
                      [&](const auto& header) { return equals_ignoring_case(header.first, name); }),
                  headers.end());
    return add_header(name, std::move(value));
}

Response& Response::add_header(std::string_view name, std::string value) {
    headers.emplace_back(std::string(name), std::move(value));
    return *this;
}

Response& Response::set_cookie(const Cookie& cookie) {
    return add_header("Set-Cookie", cookie.to_header());
}

Response& Response::set_download(std::string_view file_name) {
    std::string ascii;
    for (const char c : file_name) {
        const auto byte = static_cast<unsigned char>(c);
        const bool is_plain = byte >= 0x20 && byte < 0x7F && c != '"' && c != '\\' && c != '%';
        ascii += is_plain ? c : '_';
    }
    return set_header(
        "Content-Disposition",
        "attachment; filename=\"" + ascii + "\"; filename*=UTF-8''" + percent_encode(file_name));
}

std::optional<std::string_view> Response::find_header(std::string_view name) const {
    for (const auto& [known, value] : headers) {
        if (equals_ignoring_case(known, name)) {
            return value;
        }
    }
    return std::nullopt;
}

std::string_view status_text(int status) {
    static constexpr std::pair<int, std::string_view> phrases[] = {
        {100, "Continue"},
        {200, "OK"},
        {201, "Created"},
        {202, "Accepted"},
        {204, "No Content"},
        {206, "Partial Content"},
        {301, "Moved Permanently"},
        {302, "Found"},
        {303, "See Other"},
        {304, "Not Modified"},
        {307, "Temporary Redirect"},
        {308, "Permanent Redirect"},
        {400, "Bad Request"},
        {401, "Unauthorized"},
        {403, "Forbidden"},
        {404, "Not Found"},
        {405, "Method Not Allowed"},
        {406, "Not Acceptable"},
        {408, "Request Timeout"},
        {409, "Conflict"},
        {410, "Gone"},
        {412, "Precondition Failed"},
        {413, "Content Too Large"},
        {415, "Unsupported Media Type"},
        {417, "Expectation Failed"},
        {422, "Unprocessable Content"},
        {423, "Locked"},
        {428, "Precondition Required"},
        {429, "Too Many Requests"},
        {431, "Request Header Fields Too Large"},
        {500, "Internal Server Error"},
        {501, "Not Implemented"},
        {502, "Bad Gateway"},
        {503, "Service Unavailable"},
        {504, "Gateway Timeout"},
        {505, "HTTP Version Not Supported"},
    };
    for (const auto& [known, phrase] : phrases) {
        if (known == status) {
            return phrase;
        }
    }
    return "Unknown";
}

}  // namespace gordion::http
