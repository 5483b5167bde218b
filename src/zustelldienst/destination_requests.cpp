// SPDX-License-Identifier: EUPL-1.2
#include "zustelldienst/destination_requests.hpp"

#include <algorithm>
#include <array>

#include "core/text.hpp"
#include "zustelldienst/callback_targets.hpp"
#include "zustelldienst/key_checks.hpp"

namespace gordion::zustelldienst {

using fitconnect::Destination;
using fitconnect::DestinationStatus;
using formats::Json;

namespace {

constexpr std::size_t longest_name = 300;
constexpr std::size_t longest_url = 2000;
constexpr std::size_t shortest_secret = 32;
constexpr std::size_t longest_secret = 512;

Error member_error(std::string_view place, std::string_view reason) {
    return {ErrorKind::Invalid,
            "fitconnect.destination_member",
            std::string(place),
            {{"reason", std::string(reason)}},
            "A member of the destination is missing or not as the interface demands."};
}

// A member that must be there.
Result<const Json*> demand(const Json& request, std::string_view name) {
    const Json* member = request.find(name);
    if (member == nullptr || member->is_null()) {
        return member_error(name, "missing");
    }
    return member;
}

const Json* find_services(const Json& request) {
    const Json* services = request.find("publicServices");
    return services != nullptr ? services : request.find("services");
}

Result<std::string> read_name(const Json& member) {
    if (member.is_null()) {
        return std::string();
    }
    if (!member.is_string() || member.as_string().size() > longest_name) {
        return member_error("name", "text");
    }
    return member.as_string();
}

struct Callback {
    std::string url;
    CallbackSecret secret;
};

bool is_callback_url(std::string_view url, const Settings& settings) {
    const std::size_t scheme = url.starts_with("https://") ? 8
                               : settings.callbacks_over_plain_http && url.starts_with("http://")
                                   ? 7
                                   : 0;
    return scheme != 0 && url.size() > scheme && url.size() <= longest_url &&
           std::ranges::all_of(url, [](char c) { return c > ' ' && c < '\x7f'; });
}

// `known_url`: that of a callback whose secret may stay.
Result<Callback> read_callback(const Json& member, const Settings& settings, bool has_secret) {
    if (!member.is_object()) {
        return member_error("callback", "object");
    }
    Callback callback{member.text_at("url"), {}};
    if (!is_callback_url(callback.url, settings)) {
        return member_error("callback/url", "https");
    }
    TRY(check_callback_url(callback.url, settings));
    const Json* secret = member.find("secret");
    if (secret == nullptr && has_secret) {
        return callback;
    }
    const std::size_t length =
        secret != nullptr && secret->is_string() ? count_characters(secret->as_string()) : 0;
    if (length < shortest_secret || length > longest_secret) {
        return member_error("callback/secret", "32..512");
    }
    callback.secret = Sensitive<std::string>(secret->as_string());
    return callback;
}

Result<Json> read_reply_channels(const Json& member) {
    constexpr std::array<std::string_view, 4> known{"deMail", "elster", "eMail", "fink"};
    Json kept;
    for (const std::string_view name : known) {
        const Json* channel = member.find(name);
        if (channel != nullptr && channel->is_object()) {
            kept.set(name, *channel);
        }
    }
    const Json* mail = kept.find("eMail");
    const Json* pgp = mail == nullptr ? nullptr : mail->find("usePgp");
    if (kept.is_null() || (pgp != nullptr && !pgp->is_bool())) {
        return member_error("replyChannels", "object");
    }
    return kept;
}

// RFC 7396, section 2.
Json merge_patch(Json target, const Json& patch) {
    if (!patch.is_object()) {
        return patch;
    }
    if (!target.is_object()) {
        target = Json::object();
    }
    for (const auto& [name, value] : patch.as_object()) {
        if (value.is_null()) {
            target.erase(name);
        } else {
            const Json* old = target.find(name);
            target.set(name, merge_patch(old == nullptr ? Json() : *old, value));
        }
    }
    return target;
}

// Merging happens in the outermost members that are objects; what comes out is a PATCH that
// replaces members.
Json to_members(const Json& request, const Destination& destination) {
    const Json old = fitconnect::write_destination(destination, fitconnect::ApiVersion::V1,
                                                   fitconnect::Audience::Owner);
    Json members = Json::object();
    for (const auto& [name, value] : request.as_object()) {
        const Json* before = old.find(name);
        members.set(name, merge_patch(before == nullptr ? Json() : *before, value));
    }
    return members;
}

Error transition(DestinationStatus from, std::string_view to, const char* message) {
    return {ErrorKind::Invalid,
            "zustelldienst.destination_transition",
            "status",
            {{"from", std::string(fitconnect::to_string(from))}, {"to", std::string(to)}},
            message};
}

bool waited_long_enough(const StoredDestination& stored, const Settings& settings, Instant now) {
    return stored.inactive_since &&
           stored.inactive_since->plus_ms(settings.days_ms(settings.decommission_days)) <= now;
}

Result<void> set_status(StoredDestination& stored, const Json& member, const Settings& settings,
                        Instant now) {
    const auto wanted =
        member.is_string() ? fitconnect::find_destination_status(member.as_string()) : std::nullopt;
    if (!wanted) {
        return member_error("status", "enum");
    }
    DestinationStatus& status = stored.destination.status;
    if (*wanted == status) {
        return {};
    }
    const bool opens = *wanted == DestinationStatus::Active;
    const bool pauses =
        *wanted == DestinationStatus::Inactive && status == DestinationStatus::Active;
    const bool ends =
        *wanted == DestinationStatus::Decommissioned && status == DestinationStatus::Inactive;
    if (ends && !waited_long_enough(stored, settings, now)) {
        return transition(status, member.as_string(),
                          "A destination is decommissioned after it was inactive for 30 days.");
    }
    if (!opens && !pauses && !ends) {
        return transition(status, member.as_string(),
                          "A destination goes from created to active, between active and inactive, "
                          "and from inactive to decommissioned.");
    }
    status = *wanted;
    return {};
}

Result<void> set_encryption_kid(DestinationChange& change, const Json& member) {
    const auto& kids = change.encryption_kids;
    const bool known =
        member.is_string() && std::ranges::find(kids, member.as_string()) != kids.end();
    if (!known) {
        return member_error("encryptionKid", "unknown key for encryption");
    }
    change.stored.destination.encryption_kid = member.as_string();
    return {};
}

Result<void> set_callback(DestinationChange& change, const Json* member, const Settings& settings) {
    const bool removed =
        member == nullptr || member->is_null() || (member->is_object() && member->size() == 0);
    if (removed) {
        change.stored.destination.callback_url.clear();
        return {};
    }
    const Callback callback =
        TRY(read_callback(*member, settings, change.stored.has_callback_secret));
    change.stored.destination.callback_url = callback.url;
    change.callback_secret = callback.secret;
    return {};
}

Result<void> set_members(DestinationChange& change, const Json& request, const Settings& settings) {
    Destination& destination = change.stored.destination;
    if (const Json* name = request.find("name")) {
        destination.name = TRY(read_name(*name));
    }
    if (const Json* contact = request.find("contactInformation")) {
        if (!contact->is_object()) {
            return member_error("contactInformation", "object");
        }
        destination.contact = TRY(fitconnect::read_contact(*contact));
    }
    if (const Json* services = find_services(request)) {
        destination.services = TRY(fitconnect::read_services(*services));
    }
    if (const Json* versions = request.find("metadataVersions")) {
        destination.metadata_versions = TRY(fitconnect::read_metadata_versions(*versions));
    }
    if (const Json* kid = request.find("encryptionKid")) {
        TRY(set_encryption_kid(change, *kid));
    }
    if (const Json* channels = request.find("replyChannels")) {
        destination.reply_channels =
            channels->is_null() ? Json() : TRY(read_reply_channels(*channels));
    }
    if (const Json* callback = request.find("callback")) {
        TRY(set_callback(change, callback, settings));
    }
    return {};
}

struct KeyWish {
    const char* name;
    KeyRole role;
};

Result<DestinationKey> read_key(const Json& request, const KeyWish& wish, const Settings& settings,
                                Instant now) {
    const auto& [name, role] = wish;
    auto read = read_destination_key(*TRY(demand(request, name)), settings, now);
    if (!read) {
        Error error = read.take_error();
        error.place = error.place.empty() ? name : std::string(name) + "/" + error.place;
        return error;
    }
    if (read.value().role != role) {
        return member_error(std::string(name) + "/key_ops",
                            role == KeyRole::Encryption ? "wrapKey" : "verify");
    }
    return read;
}

}  // namespace

Result<NewDestination> read_new_destination(const Json& request, const Settings& settings,
                                            Instant now) {
    NewDestination wanted;
    Destination& destination = wanted.destination;
    const Json* contact = TRY(demand(request, "contactInformation"));
    destination.contact = TRY(fitconnect::read_contact(*contact));
    const Json* services = find_services(request);
    if (services == nullptr) {
        return member_error("services", "missing");
    }
    destination.services = TRY(fitconnect::read_services(*services));
    destination.metadata_versions =
        TRY(fitconnect::read_metadata_versions(*TRY(demand(request, "metadataVersions"))));
    if (const Json* name = request.find("name")) {
        destination.name = TRY(read_name(*name));
    }
    if (const Json* channels = request.find("replyChannels"); channels && !channels->is_null()) {
        destination.reply_channels = TRY(read_reply_channels(*channels));
    }
    if (const Json* member = request.find("callback"); member && !member->is_null()) {
        Callback callback = TRY(read_callback(*member, settings, false));
        destination.callback_url = std::move(callback.url);
        wanted.callback_secret = std::move(callback.secret);
    }
    wanted.keys.push_back(
        TRY(read_key(request, {"encryptionPublicKey", KeyRole::Encryption}, settings, now)));
    wanted.keys.push_back(
        TRY(read_key(request, {"signingPublicKey", KeyRole::Signature}, settings, now)));
    const Json* kid = TRY(demand(request, "encryptionKid"));
    if (!kid->is_string() || kid->as_string() != wanted.keys.front().kid) {
        return member_error("encryptionKid", "the kid of encryptionPublicKey");
    }
    if (wanted.keys.front().kid == wanted.keys.back().kid) {
        return member_error("signingPublicKey/kid", "unique");
    }
    destination.encryption_kid = kid->as_string();
    return wanted;
}

Result<void> apply_change(DestinationChange& change, const Json& request, ChangeForm form,
                          const Settings& settings, Instant now) {
    if (change.stored.destination.status == DestinationStatus::Decommissioned) {
        return transition(DestinationStatus::Decommissioned, "",
                          "A decommissioned destination does not change any more.");
    }
    if (form == ChangeForm::Replace) {
        for (const char* name :
             {"status", "contactInformation", "encryptionKid", "metadataVersions"}) {
            TRY(demand(request, name));
        }
        if (find_services(request) == nullptr) {
            return member_error("services", "missing");
        }
        if (request.find("callback") == nullptr) {
            TRY(set_callback(change, nullptr, settings));
        }
        if (request.find("replyChannels") == nullptr) {
            change.stored.destination.reply_channels = Json();
        }
    }
    const bool merges = form == ChangeForm::Merge;
    TRY(set_members(change, merges ? to_members(request, change.stored.destination) : request,
                    settings));
    const Json* status = request.find("status");
    return status == nullptr ? Result<void>() : set_status(change.stored, *status, settings, now);
}

Result<void> check_removable(const StoredDestination& stored, const Settings& settings,
                             Instant now) {
    const DestinationStatus status = stored.destination.status;
    const bool removable = status == DestinationStatus::Created ||
                           status == DestinationStatus::Decommissioned ||
                           waited_long_enough(stored, settings, now);
    return removable ? Result<void>()
                     : Result<void>(transition(status, "",
                                               "A destination that was active is deleted after it "
                                               "was inactive for 30 days."));
}

}  // namespace gordion::zustelldienst
