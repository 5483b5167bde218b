// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <string>
#include <string_view>

#include "core/result.hpp"
#include "core/time.hpp"

namespace gordion::fitconnect {

// What a delivery server calls to say that something is new, and how both sides prove it.
// Source: FIT-Connect documentation, callbacks; domain/fitconnect-crypto.md, section 7.

inline constexpr std::string_view callback_authentication_header = "callback-authentication";
inline constexpr std::string_view callback_timestamp_header = "callback-timestamp";

enum class CallbackKind { NewSubmissions, NewEvents, NewReplies };

/// ".../callbacks/new-submissions".
std::string callback_uri(CallbackKind kind);

/// Lower-case hex of HMAC-SHA-512 with the secret's bytes over "<timestamp>.<body>"; the timestamp
/// in seconds since 1970.
std::string callback_authentication(std::string_view secret, std::int64_t timestamp_s,
                                    std::string_view body);

struct ReceivedCallback {
    std::string_view authentication;
    std::string_view timestamp;  ///< as in the header
    std::string_view body;
};

/// Refuses what is older than five minutes or more than one ahead. Error codes:
/// fitconnect.callback_timestamp, fitconnect.callback_authentication.
Result<void> check_callback(std::string_view secret, const ReceivedCallback& received, Instant now);

}  // namespace gordion::fitconnect
