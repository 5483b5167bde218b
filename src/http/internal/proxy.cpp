// SPDX-License-Identifier: EUPL-1.2
#include "http/internal/proxy.hpp"

#include <algorithm>

#include "core/text.hpp"

namespace gordion::http {
namespace {

constexpr std::size_t longest_address = 45;  // of IPv6 with an embedded IPv4 address

bool is_address(std::string_view text) {
    return !text.empty() && text.size() <= longest_address &&
           text.find_first_not_of("0123456789abcdefABCDEF.:") == std::string_view::npos;
}

}  // namespace

void believe_proxy(Request& request, const std::vector<std::string>& trusted) {
    const auto is_trusted = [&](std::string_view address) {
        return std::find(trusted.begin(), trusted.end(), address) != trusted.end();
    };
    if (trusted.empty() || !is_trusted(request.remote_address)) {
        return;
    }
    request.is_secure =
        request.find_header("x-forwarded-proto").value_or(std::string_view()) == "https";
    std::string chain;
    for (const std::string_view part : request.headers.find_all("x-forwarded-for")) {
        chain.append(chain.empty() ? "" : ",").append(part);
    }
    std::string_view rest(chain);
    while (!rest.empty()) {
        const std::size_t comma = rest.rfind(',');
        const bool is_last = comma == std::string_view::npos;
        const std::string_view address = trim(is_last ? rest : rest.substr(comma + 1));
        if (!is_address(address)) {
            return;
        }
        request.remote_address = address;
        if (!is_trusted(address)) {
            return;
        }
        rest = is_last ? std::string_view() : rest.substr(0, comma);
    }
}

}  // namespace gordion::http
