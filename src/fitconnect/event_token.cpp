// SPDX-License-Identifier: EUPL-1.2
#include "crypto/hashes.hpp"
#include "fitconnect/event.hpp"
#include "fitconnect/names.hpp"

namespace gordion::fitconnect {

using formats::Json;

namespace {

constexpr std::string_view event_media_type = "secevent+jwt";

}  // namespace

Result<std::string> sign_event(const SecurityEvent& event, const crypto::PrivateKey& key) {
    return crypto::sign_jws(
        formats::write_json(write_event(event)), key,
        Json::object({{"alg", "PS512"}, {"typ", event_media_type}, {"kid", key.kid()}}));
}

namespace {

Result<std::string> check_header(std::string_view token) {
    const Json header = TRY(crypto::read_jws_header(token));
    if (header.text_at("alg") != "PS512") {
        return Error{ErrorKind::Invalid,
                     "crypto.jws_algorithm",
                     "alg",
                     {{"alg", header.text_at("alg").substr(0, 40)}},
                     "Event tokens are signed with PS512."};
    }
    if (header.text_at("typ") != event_media_type) {
        return Error{ErrorKind::Invalid,
                     "fitconnect.event_header",
                     "typ",
                     {},
                     "The header's typ must be secevent+jwt."};
    }
    std::string kid = header.text_at("kid");
    if (kid.empty()) {
        return Error{
            ErrorKind::Invalid, "fitconnect.event_header", "kid", {}, "The header names no kid."};
    }
    return kid;
}

Result<std::string> unproved_payload(std::string_view token) {
    const std::size_t first = token.find('.');
    const std::size_t second = first == std::string_view::npos ? first : token.find('.', first + 1);
    if (second == std::string_view::npos) {
        return Error{ErrorKind::Invalid,
                     "crypto.jws_malformed",
                     "",
                     {},
                     "A compact JWS has three segments."};
    }
    auto payload = crypto::from_base64url(token.substr(first + 1, second - first - 1));
    if (!payload) {
        return Error{ErrorKind::Invalid,
                     "crypto.jws_malformed",
                     "payload",
                     {},
                     "The payload is not base64url."};
    }
    return payload;
}

Result<SecurityEvent> read_payload(std::string_view bytes) {
    return read_event(TRY(formats::parse_json(bytes)));
}

}  // namespace

Result<UnprovedEvent> read_unproved_event(std::string_view token) {
    std::string kid = TRY(check_header(token));
    SecurityEvent event = TRY(read_payload(TRY(unproved_payload(token))));
    return UnprovedEvent{std::move(kid), std::move(event)};
}

std::optional<std::string> find_event_subject(std::string_view token) {
    const auto bytes = unproved_payload(token);
    const auto payload = bytes ? formats::parse_json(bytes.value()) : Result<Json>(bytes.error());
    if (!payload) {
        return {};
    }
    const std::string subject = payload.value().text_at("sub");
    const std::size_t colon = subject.find(':');
    return colon == std::string::npos ? std::nullopt
                                      : normalize_uuid(std::string_view(subject).substr(colon + 1));
}

Result<SecurityEvent> verify_event(std::string_view token, const crypto::PublicKey& key) {
    const std::string kid = TRY(check_header(token));
    if (kid != key.kid()) {
        return Error{ErrorKind::Invalid,
                     "fitconnect.event_key",
                     "kid",
                     {{"kid", kid.substr(0, 64)}},
                     "The token names another key."};
    }
    return read_payload(TRY(crypto::verify_jws(token, key)));
}

}  // namespace gordion::fitconnect
