// SPDX-License-Identifier: EUPL-1.2
#include "zustelldienst/callback_targets.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

#include "http/client.hpp"

namespace gordion::zustelldienst {

namespace {

struct Address {
    std::array<unsigned char, 16> bytes{};
    std::size_t size = 0;
};

std::optional<Address> find_address(std::string_view text) {
    const std::string name(text);
    Address address;
    if (inet_pton(AF_INET, name.c_str(), address.bytes.data()) == 1) {
        address.size = 4;
        return address;
    }
    if (inet_pton(AF_INET6, name.c_str(), address.bytes.data()) == 1) {
        address.size = 16;
        return address;
    }
    return std::nullopt;
}

bool is_in_network(const Address& address, std::string_view network) {
    constexpr unsigned bits_per_byte = 8;
    const std::size_t slash = network.find('/');
    const auto base = find_address(network.substr(0, slash));
    if (!base || base->size != address.size) {
        return false;
    }
    auto bits = static_cast<unsigned>(base->size * bits_per_byte);
    if (slash != std::string_view::npos) {
        const std::string_view text = network.substr(slash + 1);
        unsigned wanted = 0;
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), wanted);
        if (error != std::errc() || end != text.data() + text.size() || wanted > bits) {
            return false;
        }
        bits = wanted;
    }
    for (std::size_t i = 0; i < base->size && bits > 0; ++i) {
        const unsigned here = std::min(bits, bits_per_byte);
        const unsigned mask = (0xffU << (bits_per_byte - here)) & 0xffU;
        if ((base->bytes[i] & mask) != (address.bytes[i] & mask)) {
            return false;
        }
        bits -= here;
    }
    return true;
}

Error refused(std::string_view reason, std::string message) {
    return {ErrorKind::Invalid,
            "zustelldienst.callback_url",
            "callback.url",
            {{"reason", std::string(reason)}},
            std::move(message)};
}

// Resolvers also read "127.1", "0x7f000001" and "2130706433" as addresses.
bool looks_numeric(std::string_view host) {
    const std::size_t dot = host.rfind('.');
    const std::string_view last = dot == std::string_view::npos ? host : host.substr(dot + 1);
    return !last.empty() && (last.starts_with("0x") || std::ranges::all_of(last, [](char c) {
                                 return c >= '0' && c <= '9';
                             }));
}

}  // namespace

std::string host_of_url(std::string_view url) {
    const std::size_t scheme = url.find("://");
    if (scheme == std::string_view::npos) {
        return {};
    }
    std::string_view rest = url.substr(scheme + 3);
    rest = rest.substr(0, rest.find_first_of("/?#"));
    if (rest.find_first_of("@\\%") != std::string_view::npos) {
        return {};
    }
    if (rest.starts_with('[')) {
        const std::size_t end = rest.find(']');
        rest = end == std::string_view::npos ? std::string_view() : rest.substr(1, end - 1);
    } else {
        rest = rest.substr(0, rest.find(':'));
    }
    std::string host(rest);
    std::ranges::transform(host, host.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    while (host.ends_with('.')) {
        host.pop_back();
    }
    return host;
}

bool is_allowed_host(std::string_view host, const Settings& settings) {
    return std::ranges::find(settings.callback_hosts, host) != settings.callback_hosts.end();
}

bool allows_callback_address(std::string_view address, const Settings& settings) {
    if (settings.callbacks_to_private_addresses || http::is_public_address(address)) {
        return true;
    }
    const auto found = find_address(address);
    return found && std::ranges::any_of(settings.callback_hosts, [&](const std::string& allowed) {
               return is_in_network(*found, allowed);
           });
}

Result<void> check_callback_url(std::string_view url, const Settings& settings) {
    constexpr std::size_t longest = 2'000;
    const bool is_plain = settings.callbacks_over_plain_http && url.starts_with("http://");
    if (!url.starts_with("https://") && !is_plain) {
        return refused("scheme", "A callback url must begin with https://.");
    }
    const std::string host = host_of_url(url);
    const bool has_odd_bytes = std::ranges::any_of(
        url, [](char c) { return static_cast<unsigned char>(c) <= ' ' || c == '\x7f'; });
    if (host.empty() || has_odd_bytes || url.size() > longest) {
        return refused("url", "A callback url is https://host[:port]/path, without user.");
    }
    if (is_allowed_host(host, settings) || settings.callbacks_to_private_addresses) {
        return {};
    }
    const auto address = find_address(host);
    const bool is_inside =
        address ? !allows_callback_address(host, settings)
                : looks_numeric(host) || host == "localhost" || host.ends_with(".localhost");
    if (is_inside) {
        return refused("address",
                       "A callback must not lead to a loopback, private or reserved address.");
    }
    return {};
}

}  // namespace gordion::zustelldienst
