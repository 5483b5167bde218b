// SPDX-License-Identifier: EUPL-1.2
#include "http/internal/request_reader.hpp"

#include <algorithm>
#include <boost/beast/http/basic_parser.hpp>
#include <boost/beast/http/error.hpp>

#include "core/text.hpp"
#include "http/internal/target.hpp"

namespace gordion::http {
namespace {

namespace beast = boost::beast;
using BeastText = beast::string_view;

constexpr std::size_t most_headers = 100;
// Space is taken at once only up to here: an announced length is not yet a body.
constexpr std::size_t reserved_body_bytes = 256 * 1024;

std::string_view to_view(BeastText text) {
    return {text.data(), text.size()};
}

bool is_token_start(char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

bool is_host_character(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view(".-_:[]").find(c) != std::string_view::npos;
}

// "HTTP/" DIGIT "." DIGIT at the end of the request line: a version that exists, but not here.
bool names_other_version(std::string_view head) {
    const std::string_view line = head.substr(0, head.find("\r\n"));
    if (line.size() < 9) {
        return false;
    }
    const std::string_view version = line.substr(line.size() - 9);
    return version.substr(0, 6) == " HTTP/" && is_digits(version.substr(6, 1)) &&
           version[7] == '.' && is_digits(version.substr(8, 1));
}

}  // namespace

/// Beast's parser, writing straight into the request: no second set of fields.
struct RequestReader::Grammar final : beast::http::basic_parser<true> {
    explicit Grammar(Request& into) : request(into) {}

    Request& request;
    std::string_view method;  // these two point into the head while it is read
    std::string_view target;
    int version = 11;

private:
    using Code = beast::error_code;

    void on_request_impl(beast::http::verb /*verb*/, BeastText method_text, BeastText target_text,
                         int version_number, Code& ec) override {
        version = version_number;
        method = to_view(method_text);
        target = to_view(target_text);
        ec = {};
    }
    void on_response_impl(int, BeastText, int, Code& ec) override { ec = {}; }
    void on_field_impl(beast::http::field /*field*/, BeastText name, BeastText value,
                       Code& ec) override {
        ec = {};
        if (request.headers.size() == most_headers) {
            ec = beast::http::error::header_limit;
            return;
        }
        request.headers.add(to_view(name), to_view(value));
    }
    void on_header_impl(Code& ec) override { ec = {}; }
    // Beast sees heads only: its reader of chunks runs into an assertion on a malformed trailer.
    void on_body_init_impl(const boost::optional<std::uint64_t>&, Code&) override {}
    std::size_t on_body_impl(BeastText, Code&) override { return 0; }
    void on_chunk_header_impl(std::uint64_t, BeastText, Code&) override {}
    std::size_t on_chunk_body_impl(std::uint64_t, BeastText, Code&) override { return 0; }
    void on_finish_impl(Code& ec) override { ec = {}; }
};

RequestReader::RequestReader(const ReaderLimits& limits) : limits_(limits) {}

void RequestReader::reset() {
    chunks_.reset();
    body_length_ = 0;
    body_received_ = 0;
    is_streamed_ = false;
    state_ = State::Head;
    began_ = false;
    line_begin_ = 0;
    expects_continue_ = false;
    keeps_open_ = true;
    is_http_1_0_ = false;
    request_ = Request();
    refusal_ = Refusal();
}

bool RequestReader::take_expectation() {
    return std::exchange(expects_continue_, false);
}

void RequestReader::refuse(int status, std::string code, std::string message) {
    refusal_.status = status;
    refusal_.code = std::move(code);
    refusal_.message = std::move(message);
    if (state_ != State::Body || !is_streamed_) {  // then the request is with the connection
        refusal_.path = request_.path;
        refusal_.wants_json = prefers_json(request_);
    }
    keeps_open_ = false;
    state_ = State::Refused;
}

std::size_t RequestReader::read(std::string_view bytes) {
    std::size_t used = 0;
    if (state_ == State::Head) {
        used = read_head(bytes);
    }
    if (state_ == State::Body) {
        used += read_body(bytes.substr(used));
    }
    return used;
}

std::size_t RequestReader::read_head(std::string_view bytes) {
    std::size_t skipped = 0;
    // RFC 9112, section 2.2: empty lines before a request are ignored.
    while (!began_ && bytes.substr(skipped, 2) == "\r\n") {
        skipped += 2;
    }
    bytes.remove_prefix(skipped);
    if (bytes.empty() || bytes == "\r") {
        return skipped;
    }
    began_ = true;
    if (!is_token_start(bytes.front())) {
        refuse(400, "http.head_malformed", "the request does not begin with a method");
        return skipped;
    }
    const std::size_t end = find_head_end(bytes);
    if (state_ == State::Head &&
        (end > limits_.header_bytes || (end == 0 && bytes.size() >= limits_.header_bytes))) {
        refuse(431, "http.header_too_large", "the header of the request is too large");
    }
    if (state_ == State::Refused || end == 0) {
        return skipped;
    }
    accept_head(bytes.substr(0, end));
    return skipped + end;
}

// Returns how long the head is, with its empty line; 0 while that has not come.
std::size_t RequestReader::find_head_end(std::string_view bytes) {
    for (;;) {
        const std::size_t feed = bytes.find('\n', line_begin_);
        if (feed == std::string_view::npos) {
            return 0;
        }
        if (feed == 0 || bytes[feed - 1] != '\r') {
            refuse(400, "http.head_malformed", "a line of the header ends with a bare line feed");
            return 0;
        }
        if (feed - line_begin_ == 1) {
            return feed + 1;
        }
        if (bytes[line_begin_] == ' ' || bytes[line_begin_] == '\t') {
            refuse(400, "http.head_malformed", "a header line is folded");
            return 0;
        }
        line_begin_ = feed + 1;
    }
}

void RequestReader::accept_head(std::string_view head) {
    Grammar grammar(request_);
    grammar.eager(false);
    grammar.header_limit(static_cast<std::uint32_t>(head.size() + 1));
    grammar.body_limit(boost::none);  // judged below
    beast::error_code ec;
    grammar.put({head.data(), head.size()}, ec);
    if (ec == beast::http::error::header_limit) {
        refuse(431, "http.header_too_large", "the request has too many header fields");
    } else if (ec == beast::http::error::bad_version && names_other_version(head)) {
        refuse(505, "http.version_unsupported", "only HTTP/1.0 and HTTP/1.1 are spoken here");
    } else if (ec || !grammar.is_header_done()) {
        refuse(400, "http.head_malformed", "the header of the request is malformed");
    }
    if (state_ == State::Refused) {
        return;
    }
    keeps_open_ = grammar.keep_alive();
    is_http_1_0_ = grammar.version == 10;
    if (is_accepted_framing() && is_accepted_host() && is_accepted_line(grammar) &&
        is_accepted_length(grammar)) {
        if (is_streamed_) {
            refusal_.path = request_.path;
            refusal_.wants_json = prefers_json(request_);
            state_ = State::Admitting;
        } else {
            state_ = chunks_ || body_length_ > 0 ? State::Body : State::Complete;
        }
    }
}

void RequestReader::admit_body() {
    request_.body.clear();
    state_ = chunks_ || body_length_ > 0 ? State::Body : State::Complete;
}

void RequestReader::take_piece(std::string& piece) {
    piece.clear();
    piece.swap(request_.body);
}

bool RequestReader::is_accepted_line(const Grammar& grammar) {
    const std::optional<Method> method = find_method(grammar.method);
    if (!method) {
        refuse(501, "http.method_unknown", "the method of the request is not known here");
        return false;
    }
    request_.method = *method;
    request_.target = grammar.target;
    Result<Target> target = parse_target(*method, grammar.target);
    if (!target) {
        refuse(400, target.error().code, target.error().message);
        return false;
    }
    request_.path = std::move(target.value().path);
    request_.query = std::move(target.value().query);
    return true;
}

// RFC 9112, section 6.3, without any of its repairs: whoever reads the message must see the same
// end of it as we do.
bool RequestReader::is_accepted_framing() {
    const Headers& headers = request_.headers;
    const std::size_t lengths = headers.count("content-length");
    const std::size_t codings = headers.count("transfer-encoding");
    if (lengths + codings > 1) {
        refuse(400, "http.head_malformed", "the length of the body is given more than once");
        return false;
    }
    if (lengths == 1 && !is_digits(*headers.find("content-length"))) {
        refuse(400, "http.head_malformed", "Content-Length is not a number");
        return false;
    }
    if (codings == 1 && is_http_1_0_) {
        refuse(400, "http.head_malformed", "HTTP/1.0 has no Transfer-Encoding");
        return false;
    }
    if (codings == 1 && !equals_ignoring_case(*headers.find("transfer-encoding"), "chunked")) {
        refuse(501, "http.encoding_unsupported", "the only transfer coding read here is chunked");
        return false;
    }
    return true;
}

bool RequestReader::is_accepted_host() {
    const std::size_t hosts = request_.headers.count("host");
    const std::string_view host = request_.headers.find("host").value_or(std::string_view());
    if (hosts > 1 || (hosts == 0 && !is_http_1_0_) ||
        !std::all_of(host.begin(), host.end(), is_host_character)) {
        refuse(400, "http.head_malformed", "the request needs exactly one well-formed Host");
        return false;
    }
    return true;
}

bool RequestReader::is_accepted_length(const Grammar& grammar) {
    const std::optional<std::uint64_t> streamed =
        limits_.stream_limit ? limits_.stream_limit(request_) : std::nullopt;
    is_streamed_ = streamed.has_value();
    std::size_t limit = limits_.body_bytes;
    if (streamed) {
        limit = *streamed;
    } else if (limits_.body_limit) {
        limit = limits_.body_limit(request_.method, request_.path);
    }
    if (grammar.content_length().value_or(0) > limit) {
        refuse(413, "http.body_too_large", "the body is larger than this address accepts");
        return false;
    }
    if (const auto expectation = request_.headers.find("expect"); expectation && !is_http_1_0_) {
        if (!equals_ignoring_case(*expectation, "100-continue")) {
            refuse(417, "http.expectation_failed", "the only expectation met here is 100-continue");
            return false;
        }
        expects_continue_ = true;
    }
    if (grammar.chunked()) {
        chunks_.emplace(limit);
    } else {
        body_length_ = static_cast<std::size_t>(grammar.content_length().value_or(0));
        request_.body.reserve(
            std::min(body_length_, is_streamed_ ? std::size_t{0} : reserved_body_bytes));
    }
    return true;
}

std::size_t RequestReader::read_body(std::string_view bytes) {
    if (!chunks_) {
        const std::size_t taken = std::min(bytes.size(), body_length_ - body_received_);
        request_.body.append(bytes.substr(0, taken));
        body_received_ += taken;
        if (body_received_ == body_length_) {
            state_ = State::Complete;
        }
        return taken;
    }
    const std::size_t taken = chunks_->read(bytes, request_.body);
    body_received_ = chunks_->body_bytes();
    if (chunks_->state() == ChunkReader::State::Complete) {
        state_ = State::Complete;
    } else if (chunks_->state() == ChunkReader::State::Malformed) {
        refuse(400, "http.body_malformed", "the chunks of the body are malformed");
    } else if (chunks_->state() == ChunkReader::State::TooLarge) {
        refuse(413, "http.body_too_large", "the body is larger than this address accepts");
    }
    return taken;
}

bool prefers_json(const Request& request) {
    const std::string_view accept = request.find_header("accept").value_or(std::string_view());
    return accept.find("application/json") != std::string_view::npos &&
           accept.find("text/html") == std::string_view::npos;
}

}  // namespace gordion::http
