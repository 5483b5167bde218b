// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/files.hpp"
#include "core/time.hpp"

namespace gordion::http {

class BodySink;  // http/body_sink.hpp

enum class Method { Get, Head, Post, Put, Patch, Delete, Options };

std::string_view to_string(Method method);
std::optional<Method> find_method(std::string_view name);  ///< "GET", exactly as on the wire

/// Names with values in the order in which they came; a name may come more than once.
/// Query parameters and form fields. Names are compared byte by byte.
class Fields {
public:
    using Field = std::pair<std::string, std::string>;

    void add(std::string name, std::string value);
    [[nodiscard]] std::optional<std::string_view> find(std::string_view name) const;  ///< the first
    [[nodiscard]] std::string_view find_or(std::string_view name, std::string_view fallback) const;
    [[nodiscard]] std::vector<std::string_view> find_all(std::string_view name) const;
    [[nodiscard]] bool has(std::string_view name) const { return find(name).has_value(); }

    [[nodiscard]] std::size_t size() const { return fields_.size(); }
    [[nodiscard]] bool empty() const { return fields_.empty(); }
    [[nodiscard]] auto begin() const { return fields_.begin(); }
    [[nodiscard]] auto end() const { return fields_.end(); }
    bool operator==(const Fields&) const = default;

private:
    std::vector<Field> fields_;
};

/// The header fields of a request. All of them lie in one string, because a request has many and
/// most are never asked for. Names are compared without regard to case.
class Headers {
public:
    void add(std::string_view name, std::string_view value);
    [[nodiscard]] std::optional<std::string_view> find(std::string_view name) const;  ///< the first
    [[nodiscard]] std::vector<std::string_view> find_all(std::string_view name) const;
    [[nodiscard]] std::size_t count(std::string_view name) const;
    [[nodiscard]] std::size_t size() const { return entries_.size(); }
    [[nodiscard]] std::pair<std::string_view, std::string_view> at(std::size_t index) const;

private:
    struct Entry {
        std::uint32_t begin = 0;
        std::uint32_t name_length = 0;
        std::uint32_t value_length = 0;
    };
    std::string text_;
    std::vector<Entry> entries_;
};

/// A complete request as a handler sees it. A value: tests build one by hand.
///
/// The server guarantees: `path` begins with "/", is percent-decoded UTF-8 without control
/// characters, backslashes, empty, "." or ".." segments; query names and values are UTF-8 without
/// NUL; the body is complete and within its limit.
struct Request {
    Method method = Method::Get;
    std::string target = "/";  ///< as on the wire, for redirects back; never to be shown raw
    std::string path = "/";
    Fields query;
    Headers headers;
    std::string body;
    /// Where the body went if it was streamed; then `body` is empty. Made by BodyStreams::admit.
    std::shared_ptr<BodySink> body_sink;
    /// Of the client, or what a trusted proxy says about it. Personal data: do not log.
    std::string remote_address;
    /// Unique in this process and across restarts; the number that logs and error pages show.
    std::string id;
    /// Whether the client speaks TLS – with the proxy in front of us, if a trusted one says so.
    bool is_secure = false;
    /// Until when an answer is of use. Absent in requests made by hand.
    std::optional<Deadline> deadline;

    [[nodiscard]] std::optional<std::string_view> find_header(std::string_view name) const {
        return headers.find(name);
    }
    [[nodiscard]] std::optional<std::string_view> find_query(std::string_view name) const {
        return query.find(name);
    }
    /// The first cookie of that name, without surrounding quotes. Give session cookies the prefix
    /// "__Host-": then no other path or subdomain can slip in one that is found first.
    [[nodiscard]] std::optional<std::string_view> find_cookie(std::string_view name) const;
    /// Lower case, without parameters: "application/x-www-form-urlencoded". Empty if absent.
    [[nodiscard]] std::string media_type() const;
    /// Passes on Deadline::check(); no deadline never passes.
    [[nodiscard]] Result<void> check_deadline() const;
};

enum class SameSite { Lax, Strict, None };
enum class CookieTransport { SecureOnly, AlsoPlain };  ///< AlsoPlain is for http://127.0.0.1 only

/// One Set-Cookie header, closed by default (RFC 6265): HttpOnly, Secure, SameSite=Lax, Path=/.
struct Cookie {
    std::string name;
    std::string value;                            ///< characters of RFC 6265 cookie-octet only
    std::optional<std::int64_t> max_age_seconds;  ///< absent: until the browser closes; 0: remove
    std::string path = "/";
    SameSite same_site = SameSite::Lax;
    CookieTransport transport = CookieTransport::SecureOnly;

    /// The value of the header. A name or value with a forbidden character is a Bug.
    [[nodiscard]] std::string to_header() const;
};

/// What a handler answers. Content-Length, Date and Connection are the server's; everything else
/// is the handler's. A header with a line break is a Bug, so nothing can be smuggled in.
/// For HEAD return the same as for GET: the server keeps the length and drops the body.
struct Response {
    int status = 200;
    std::vector<std::pair<std::string, std::string>> headers;
    std::string body;
    /// Sent instead of `body` when set: static files are shared, not copied.
    std::shared_ptr<const std::string> shared_body;
    /// Sent instead of both when set: exactly `source_bytes` of it, read in pieces on a thread that
    /// may block, while the client takes them. If it ends early or fails, so does the connection.
    std::shared_ptr<ByteSource> source;
    std::uint64_t source_bytes = 0;

    static Response text(std::string body, int status = 200);  ///< text/plain; charset=utf-8
    static Response html(std::string body, int status = 200);
    static Response json(std::string body, int status = 200);
    static Response bytes(std::string body, std::string media_type, int status = 200);
    static Response shared(std::shared_ptr<const std::string> body, std::string media_type);
    static Response stream(std::shared_ptr<ByteSource> source, std::uint64_t bytes,
                           std::string media_type);
    /// 303: the browser fetches `location` with GET. Path and query must be percent-encoded.
    static Response redirect(std::string location);
    static Response not_found();  ///< text/plain; web renders its own page instead
    static Response not_modified(std::string etag);
    static Response empty(int status);

    Response& set_header(std::string_view name, std::string value);  ///< replaces
    Response& add_header(std::string_view name, std::string value);
    Response& set_cookie(const Cookie& cookie);
    /// Content-Disposition: attachment with an ASCII and a UTF-8 name (RFC 6266).
    Response& set_download(std::string_view file_name);
    [[nodiscard]] std::optional<std::string_view> find_header(std::string_view name) const;
    /// Of what is in memory.
    [[nodiscard]] std::string_view content() const {
        return shared_body ? std::string_view(*shared_body) : std::string_view(body);
    }
};

/// The reason phrase of RFC 9110: 404 → "Not Found"; unknown numbers → "Unknown".
std::string_view status_text(int status);

/// Compares ASCII letters without regard to case.
bool equals_ignoring_case(std::string_view left, std::string_view right);

/// Which of the offered languages ("de", "en", "ls") an Accept-Language header prefers (RFC 9110,
/// section 12.5.4); the first offered one where nothing fits. `offered` must not be empty.
std::string_view choose_language(std::string_view accept_language,
                                 const std::vector<std::string_view>& offered);

/// Whether Accept-Encoding names this coding ("br", "gzip") without q=0. For static files that
/// carry a compressed variant; pages are compressed by the proxy.
bool accepts_encoding(const Request& request, std::string_view coding);

}  // namespace gordion::http
