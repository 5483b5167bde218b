// SPDX-License-Identifier: EUPL-1.2
#include "fitconnect/callback.hpp"

#include <charconv>

#include "core/limits.hpp"
#include "core/text.hpp"
#include "crypto/hashes.hpp"
#include "fitconnect/names.hpp"

namespace gordion::fitconnect {

std::string callback_uri(CallbackKind kind) {
    std::string uri(callback_uris);
    switch (kind) {
        case CallbackKind::NewSubmissions:
            return uri + "new-submissions";
        case CallbackKind::NewEvents:
            return uri + "new-events";
        case CallbackKind::NewReplies:
            return uri + "new-replies";
    }
    return uri;
}

std::string callback_authentication(std::string_view secret, std::int64_t timestamp_s,
                                    std::string_view body) {
    std::string message = std::to_string(timestamp_s) + ".";
    message.append(body);
    return crypto::to_hex(crypto::hmac_sha512(secret, message));
}

Result<void> check_callback(std::string_view secret, const ReceivedCallback& received,
                            Instant now) {
    constexpr std::size_t most_digits = 12;
    std::int64_t timestamp_s = 0;
    const std::string_view text = received.timestamp;
    if (text.size() > most_digits || !is_digits(text)) {
        return Error{ErrorKind::Invalid,
                     "fitconnect.callback_timestamp",
                     "",
                     {},
                     "The timestamp of the callback is no number of seconds."};
    }
    std::from_chars(text.data(), text.data() + text.size(), timestamp_s);
    const std::int64_t age_ms = now.ms - timestamp_s * 1000;
    if (age_ms > limits::callback_age_ms || age_ms < -limits::clock_skew_ms) {
        return Error{ErrorKind::Invalid,
                     "fitconnect.callback_timestamp",
                     "",
                     {{"age_s", std::to_string(age_ms / 1000)}},
                     "The callback is older than five minutes, or from the future."};
    }
    const std::string expected = callback_authentication(secret, timestamp_s, received.body);
    if (!crypto::equal_in_constant_time(expected, received.authentication)) {
        return Error{ErrorKind::Unauthenticated,
                     "fitconnect.callback_authentication",
                     "",
                     {},
                     "The callback was not made with the agreed secret."};
    }
    return {};
}

}  // namespace gordion::fitconnect
