// SPDX-License-Identifier: EUPL-1.2
#include <algorithm>

#include "core/names.hpp"
#include "fitconnect/event.hpp"

namespace gordion::fitconnect {

namespace {

constexpr Names<TransportState, 6> state_names = {{{TransportState::Incomplete, "incomplete"},
                                                   {TransportState::Submitted, "submitted"},
                                                   {TransportState::Forwarded, "forwarded"},
                                                   {TransportState::Accepted, "accepted"},
                                                   {TransportState::Rejected, "rejected"},
                                                   {TransportState::Deleted, "deleted"}}};

}  // namespace

std::string_view to_string(TransportState state) {
    return name_of(state_names, state);
}

std::optional<TransportState> find_transport_state(std::string_view text) {
    return find_named(state_names, text);
}

std::optional<TransportState> next_state(TransportState state, EventVerb verb) {
    using enum TransportState;
    const bool at_receiver = state == Submitted || state == Forwarded;
    switch (verb) {
        case EventVerb::Create:
            return std::nullopt;
        case EventVerb::Submit:
            return state == Incomplete ? std::optional(Submitted) : std::nullopt;
        case EventVerb::Notify:
            return at_receiver ? std::optional(state) : std::nullopt;
        case EventVerb::Forward:
            return state == Submitted ? std::optional(Forwarded) : std::nullopt;
        case EventVerb::Accept:
            return at_receiver ? std::optional(Accepted) : std::nullopt;
        case EventVerb::Reject:
            return at_receiver ? std::optional(Rejected) : std::nullopt;
        case EventVerb::Delete:
            return state != Deleted ? std::optional(Deleted) : std::nullopt;
    }
    return std::nullopt;
}

namespace {

Error tags_differ(std::string place) {
    return {ErrorKind::Invalid,
            "fitconnect.tags_differ",
            std::move(place),
            {},
            "The authentication tag is not the one that the sender's JWE has."};
}

}  // namespace

Result<void> compare_tags(const AuthenticationTags& expected, const AuthenticationTags& found) {
    if (expected.metadata != found.metadata) {
        return tags_differ("metadata");
    }
    if (expected.data != found.data) {
        return tags_differ("data");
    }
    for (const auto& [id, tag] : expected.attachments) {
        const auto other = found.attachments.find(id);
        if (other == found.attachments.end() || other->second != tag) {
            return tags_differ("attachment:" + id);
        }
    }
    if (expected.attachments.size() != found.attachments.size()) {
        return tags_differ("attachments");
    }
    return {};
}

Result<std::string> authentication_tag(std::string_view jwe) {
    constexpr std::ptrdiff_t dots = 4;
    if (std::count(jwe.begin(), jwe.end(), '.') != dots) {
        return Error{ErrorKind::Invalid,
                     "fitconnect.jwe_segments",
                     "",
                     {},
                     "A compact JWE has five segments."};
    }
    return std::string(jwe.substr(jwe.rfind('.') + 1));
}

}  // namespace gordion::fitconnect
