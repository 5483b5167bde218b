// SPDX-License-Identifier: EUPL-1.2
#include "http/client.hpp"

#include <arpa/inet.h>
#include <curl/curl.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <exception>
#include <mutex>
#include <optional>

#include "core/text.hpp"
#include "core/verify.hpp"

namespace gordion::http {
namespace {

constexpr std::size_t kept_handles = 8;
constexpr std::size_t response_header_bytes = 64 * 1024;
constexpr std::size_t other_body_bytes = 1024 * 1024;  // beside a sink: what explains a refusal
constexpr long stream_buffer_bytes = 256 * 1024;
constexpr long stall_bytes_per_second = 1024;

struct EndHandle {
    void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
};
using Handle = std::unique_ptr<CURL, EndHandle>;

struct EndList {
    void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
using List = std::unique_ptr<curl_slist, EndList>;

/// What the callbacks of one transfer see.
struct Transfer {
    const ClientConfig* config = nullptr;
    const ClientRequest* request = nullptr;
    CURL* handle = nullptr;
    std::size_t taken_bytes = 0;
    std::uint64_t source_left = 0;
    std::optional<Error> failure;  // of source or sink
    std::exception_ptr bug;        // theirs, too: it must not cross the C of libcurl
    ClientResponse response;
    std::size_t header_bytes = 0;
    bool is_denied = false;
    bool is_too_large = false;
};

std::string numeric_address(const sockaddr& address) {
    std::array<char, INET6_ADDRSTRLEN> text{};
    if (address.sa_family == AF_INET) {
        ::inet_ntop(AF_INET, &reinterpret_cast<const sockaddr_in&>(address).sin_addr, text.data(),
                    text.size());
    } else if (address.sa_family == AF_INET6) {
        ::inet_ntop(AF_INET6, &reinterpret_cast<const sockaddr_in6&>(address).sin6_addr,
                    text.data(), text.size());
    }
    return text.data();
}

curl_socket_t open_socket(void* user, curlsocktype /*purpose*/, curl_sockaddr* address) {
    auto& transfer = *static_cast<Transfer*>(user);
    const auto& allows = transfer.config->allows_address;
    if (allows && !allows(numeric_address(address->addr))) {
        transfer.is_denied = true;
        return CURL_SOCKET_BAD;
    }
    return ::socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

std::size_t take_body(char* bytes, std::size_t /*one*/, std::size_t count, void* user) {
    auto& transfer = *static_cast<Transfer*>(user);
    const ClientRequest& request = *transfer.request;
    long status = 0;
    curl_easy_getinfo(transfer.handle, CURLINFO_RESPONSE_CODE, &status);
    const bool is_for_sink = request.body_sink && status / 100 == 2;
    const std::size_t limit = request.body_sink && !is_for_sink
                                  ? std::min(other_body_bytes, request.response_bytes)
                                  : request.response_bytes;
    transfer.taken_bytes += count;
    if (transfer.taken_bytes > limit) {
        transfer.is_too_large = true;
        return 0;  // ends the transfer
    }
    if (!is_for_sink) {
        transfer.response.body.append(bytes, count);
        return count;
    }
    try {
        Result<void> taken = request.body_sink({bytes, count});
        if (taken) {
            return count;
        }
        transfer.failure = taken.take_error();
    } catch (...) {
        transfer.bug = std::current_exception();
    }
    return 0;
}

std::size_t give_body(char* room, std::size_t /*one*/, std::size_t count, void* user) {
    auto& transfer = *static_cast<Transfer*>(user);
    const auto wanted =
        static_cast<std::size_t>(std::min<std::uint64_t>(count, transfer.source_left));
    if (wanted == 0) {
        return 0;
    }
    try {
        Result<std::size_t> given = transfer.request->body_source->read({room, wanted});
        if (given && given.value() > 0) {
            transfer.source_left -= given.value();
            return given.value();
        }
        transfer.failure = given ? Error{ErrorKind::Unavailable,
                                         "http.source_short",
                                         "",
                                         {{"missing", std::to_string(transfer.source_left)}},
                                         "a request has fewer bytes than it promised"}
                                 : given.take_error();
    } catch (...) {
        transfer.bug = std::current_exception();
    }
    return CURL_READFUNC_ABORT;
}

std::size_t take_header(char* bytes, std::size_t /*one*/, std::size_t count, void* user) {
    auto& transfer = *static_cast<Transfer*>(user);
    const std::string_view line(bytes, count);
    transfer.header_bytes += count;
    if (transfer.header_bytes > response_header_bytes) {
        transfer.is_too_large = true;
        return 0;
    }
    if (line.substr(0, 5) == "HTTP/") {
        transfer.response.headers = Headers();  // after a 100 Continue the real ones follow
    } else if (const std::size_t colon = line.find(':'); colon != std::string_view::npos) {
        transfer.response.headers.add(line.substr(0, colon), trim(line.substr(colon + 1)));
    }
    return count;
}

bool is_fit_header(const std::pair<std::string, std::string>& header) {
    constexpr std::string_view breaks("\r\n\0", 3);
    return !header.first.empty() && header.first.find_first_of(": \t") == std::string::npos &&
           header.first.find_first_of(breaks) == std::string::npos &&
           header.second.find_first_of(breaks) == std::string::npos;
}

Result<List> make_headers(const ClientRequest& request) {
    // An empty Expect keeps libcurl from waiting a second before it sends a larger body.
    curl_slist* list = curl_slist_append(
        nullptr, request.body_source != nullptr ? "Expect: 100-continue" : "Expect:");
    List owned(list);
    for (const auto& header : request.headers) {
        if (!is_fit_header(header)) {
            return Error{ErrorKind::Invalid,
                         "http.client_header",
                         "",
                         {},
                         "a header name is malformed, or a value contains a line break"};
        }
        // "Name;" is libcurl's spelling of a header without a value.
        const std::string line =
            header.second.empty() ? header.first + ";" : header.first + ": " + header.second;
        list = curl_slist_append(list, line.c_str());
        VERIFY(list != nullptr, "small allocations do not fail here");
    }
    return owned;
}

void prepare_body(CURL* handle, const ClientRequest& request, Transfer& transfer) {
    const auto set = [handle](CURLoption option, auto value) {
        VERIFY(curl_easy_setopt(handle, option, value) == CURLE_OK,
               "every option below is known to the libcurl that we build with");
    };
    if (request.method == Method::Head) {
        set(CURLOPT_NOBODY, 1L);
        return;
    }
    const bool has_body = !request.body.empty() || request.method == Method::Post ||
                          request.method == Method::Put || request.method == Method::Patch;
    if (request.body_source != nullptr) {
        transfer.source_left = request.body_source_bytes;
        set(CURLOPT_UPLOAD, 1L);
        set(CURLOPT_INFILESIZE_LARGE, static_cast<curl_off_t>(request.body_source_bytes));
        set(CURLOPT_READFUNCTION, give_body);
        set(CURLOPT_READDATA, &transfer);
        set(CURLOPT_UPLOAD_BUFFERSIZE, stream_buffer_bytes);
    } else if (has_body) {
        set(CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request.body.size()));
        set(CURLOPT_POSTFIELDS, request.body.data());
    }
    if (request.body_sink) {
        set(CURLOPT_BUFFERSIZE, stream_buffer_bytes);
    }
    set(CURLOPT_CUSTOMREQUEST, std::string(to_string(request.method)).c_str());
}

void prepare(CURL* handle, const ClientRequest& request, const ClientConfig& config,
             Transfer& transfer) {
    const auto set = [handle](CURLoption option, auto value) {
        VERIFY(curl_easy_setopt(handle, option, value) == CURLE_OK,
               "every option below is known to the libcurl that we build with");
    };
    set(CURLOPT_URL, request.url.c_str());
    set(CURLOPT_PROTOCOLS_STR, config.plain_http == PlainHttp::Allow ? "http,https" : "https");
    set(CURLOPT_FOLLOWLOCATION, 0L);
    set(CURLOPT_PROXY, "");  // also none from the environment
    set(CURLOPT_NETRC, static_cast<long>(CURL_NETRC_IGNORED));
    set(CURLOPT_NOSIGNAL, 1L);
    set(CURLOPT_SSL_VERIFYPEER, 1L);
    set(CURLOPT_SSL_VERIFYHOST, 2L);
    set(CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
    set(CURLOPT_USERAGENT, config.user_agent.c_str());
    set(CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(config.connect_timeout_ms));
    set(CURLOPT_TIMEOUT_MS, static_cast<long>(request.timeout_ms));
    set(CURLOPT_WRITEFUNCTION, take_body);
    set(CURLOPT_WRITEDATA, &transfer);
    set(CURLOPT_HEADERFUNCTION, take_header);
    set(CURLOPT_HEADERDATA, &transfer);
    set(CURLOPT_OPENSOCKETFUNCTION, open_socket);
    set(CURLOPT_OPENSOCKETDATA, &transfer);
    if (!config.ca_file.empty()) {
        set(CURLOPT_CAINFO, config.ca_file.c_str());
    }
    if (request.stall_timeout_s > 0) {
        set(CURLOPT_LOW_SPEED_LIMIT, stall_bytes_per_second);
        set(CURLOPT_LOW_SPEED_TIME, static_cast<long>(request.stall_timeout_s));
    }
    prepare_body(handle, request, transfer);
}

// The host without path or query: what may be logged of a URL.
std::string place_of(const std::string& url) {
    const std::size_t begin = url.find("://");
    if (begin == std::string::npos) {
        return "url";
    }
    std::string authority = url.substr(begin + 3, url.find_first_of("/?#", begin + 3) - begin - 3);
    return authority.substr(std::min(authority.rfind('@') + 1, authority.size()));
}

Error to_error(CURLcode code, const Transfer& transfer, const std::string& place) {
    if (transfer.failure) {
        return *transfer.failure;
    }
    if (transfer.is_denied) {
        return {ErrorKind::Forbidden,
                "http.client_denied",
                place,
                {},
                "the name leads to an address that this platform must not call"};
    }
    if (transfer.is_too_large) {
        return {ErrorKind::TooLarge,
                "http.client_too_large",
                place,
                {},
                "the answer is larger than allowed"};
    }
    const std::string message = curl_easy_strerror(code);
    switch (code) {
        case CURLE_URL_MALFORMAT:
        case CURLE_UNSUPPORTED_PROTOCOL:
            return {ErrorKind::Invalid, "http.client_url", place, {}, message};
        case CURLE_OPERATION_TIMEDOUT:
            return {ErrorKind::Deadline, "http.client_timeout", place, {}, message};
        case CURLE_SSL_CONNECT_ERROR:
        case CURLE_PEER_FAILED_VERIFICATION:
        case CURLE_SSL_CERTPROBLEM:
        case CURLE_SSL_CIPHER:
        case CURLE_SSL_CACERT_BADFILE:
        case CURLE_SSL_ISSUER_ERROR:
            return {ErrorKind::Unavailable, "http.client_tls", place, {}, message};
        default:
            return {ErrorKind::Unavailable, "http.client_unreachable", place, {}, message};
    }
}

bool is_public_v4(std::uint32_t address) {
    struct Net {
        std::uint32_t prefix;
        int bits;
    };
    // RFC 6890 and RFC 5771: everything that is not for the open internet.
    static constexpr std::array<Net, 14> closed{{{0x00000000, 8},
                                                 {0x0A000000, 8},
                                                 {0x64400000, 10},
                                                 {0x7F000000, 8},
                                                 {0xA9FE0000, 16},
                                                 {0xAC100000, 12},
                                                 {0xC0000000, 24},
                                                 {0xC0000200, 24},
                                                 {0xC0A80000, 16},
                                                 {0xC6120000, 15},
                                                 {0xC6336400, 24},
                                                 {0xCB007100, 24},
                                                 {0xE0000000, 4},
                                                 {0xF0000000, 4}}};
    return std::none_of(closed.begin(), closed.end(), [&](const Net& net) {
        return (address ^ net.prefix) >> (32 - net.bits) == 0;
    });
}

}  // namespace

struct Client::Kept {
    explicit Kept(ClientConfig with) : config(std::move(with)) {}
    const ClientConfig config;
    std::mutex mutex;
    std::vector<Handle> idle;

    Handle take() {
        const std::lock_guard lock(mutex);
        if (idle.empty()) {
            return Handle(curl_easy_init());
        }
        Handle handle = std::move(idle.back());
        idle.pop_back();
        return handle;
    }
    void put_back(Handle handle) {
        curl_easy_reset(handle.get());  // keeps the connections
        const std::lock_guard lock(mutex);
        if (idle.size() < kept_handles) {
            idle.push_back(std::move(handle));
        }
    }
};

Client::Client(ClientConfig config) : kept_(std::make_unique<Kept>(std::move(config))) {
    static std::once_flag once;
    std::call_once(once, [] { curl_global_init(CURL_GLOBAL_DEFAULT); });
}

Client::~Client() = default;

Result<ClientResponse> Client::send(const ClientRequest& request) {
    if (request.url.find('\0') != std::string::npos || request.timeout_ms <= 0) {
        return Error{ErrorKind::Invalid,
                     "http.client_url",
                     "url",
                     {},
                     "the URL contains the character NUL, or there is no time for it"};
    }
    const List headers = TRY(make_headers(request));
    Transfer transfer;
    transfer.config = &kept_->config;
    transfer.request = &request;
    Handle handle = kept_->take();
    VERIFY(handle != nullptr, "libcurl was initialized");
    transfer.handle = handle.get();
    prepare(handle.get(), request, kept_->config, transfer);
    curl_easy_setopt(handle.get(), CURLOPT_HTTPHEADER, headers.get());
    const CURLcode code = curl_easy_perform(handle.get());
    if (transfer.bug) {
        std::rethrow_exception(transfer.bug);
    }
    long status = 0;
    curl_easy_getinfo(handle.get(), CURLINFO_RESPONSE_CODE, &status);
    if (code != CURLE_OK) {
        return to_error(code, transfer, place_of(request.url));
    }
    kept_->put_back(std::move(handle));
    transfer.response.status = static_cast<int>(status);
    return std::move(transfer.response);
}

bool is_public_address(std::string_view address) {
    const std::string text(address);
    in_addr v4{};
    if (::inet_pton(AF_INET, text.c_str(), &v4) == 1) {
        return is_public_v4(ntohl(v4.s_addr));
    }
    in6_addr v6{};
    if (::inet_pton(AF_INET6, text.c_str(), &v6) != 1) {
        return false;
    }
    const auto* bytes = v6.s6_addr;
    const auto last_v4 =
        static_cast<std::uint32_t>(bytes[12] << 24 | bytes[13] << 16 | bytes[14] << 8 | bytes[15]);
    if (IN6_IS_ADDR_V4MAPPED(&v6)) {
        return is_public_v4(last_v4);
    }
    // Only 2000::/3 is handed out; of it, documentation, 6to4, Teredo and benchmarking are not.
    const bool is_global = (bytes[0] & 0xE0) == 0x20;
    const bool is_special =
        (bytes[0] == 0x20 && bytes[1] == 0x02) ||
        (bytes[0] == 0x20 && bytes[1] == 0x01 && bytes[2] < 0x02) ||
        (bytes[0] == 0x20 && bytes[1] == 0x01 && bytes[2] == 0x0D && bytes[3] == 0xB8);
    return is_global && !is_special;
}

}  // namespace gordion::http
