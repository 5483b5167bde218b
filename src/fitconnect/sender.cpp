// SPDX-License-Identifier: EUPL-1.2
#include "fitconnect/sender.hpp"

#include <algorithm>
#include <utility>

#include "core/text.hpp"

namespace gordion::fitconnect {

using formats::Json;

Json write_progress(const SendProgress& progress) {
    Json uploaded = Json::array();
    for (const std::string& id : progress.uploaded) {
        uploaded.push(id);
    }
    Json attachments = Json::object();
    for (const auto& [id, tag] : progress.tags.attachments) {
        attachments.set(id, tag);
    }
    Json tags = Json::object({{"metadata", progress.tags.metadata}});
    if (progress.tags.data) {
        tags.set("data", *progress.tags.data);
    }
    tags.set("attachments", std::move(attachments));
    return Json::object({{"submission", progress.ids.item_id},
                         {"case", progress.ids.case_id},
                         {"destination", progress.ids.destination_id},
                         {"uploaded", std::move(uploaded)},
                         {"tags", std::move(tags)},
                         {"submitted", progress.submitted}});
}

Result<SendProgress> read_progress(const Json& json) {
    const Json* uploaded = json.find("uploaded");
    const Json* tags = json.find("tags");
    const Json* attachments = tags == nullptr ? nullptr : tags->find("attachments");
    const Json* submitted = json.find("submitted");
    if (uploaded == nullptr || !uploaded->is_array() || attachments == nullptr ||
        !attachments->is_object() || submitted == nullptr || !submitted->is_bool()) {
        return Error{ErrorKind::Corrupt,
                     "fitconnect.progress",
                     "",
                     {},
                     "What was kept of a sending cannot be read."};
    }
    SendProgress progress;
    progress.ids = {json.text_at("submission"), json.text_at("case"), json.text_at("destination")};
    for (const Json& id : uploaded->as_array()) {
        progress.uploaded.insert(id.is_string() ? id.as_string() : "");
    }
    progress.tags.metadata = tags->text_at("metadata");
    if (tags->find("data") != nullptr) {
        progress.tags.data = tags->text_at("data");
    }
    for (const auto& [id, tag] : attachments->as_object()) {
        progress.tags.attachments[id] = tag.is_string() ? tag.as_string() : "";
    }
    progress.submitted = submitted->as_bool();
    return progress;
}

Result<SendOutcome> judge_outcome(const EventLog& log, const AuthenticationTags& tags) {
    if (log.submitted_tags) {
        TRY(compare_tags(tags, *log.submitted_tags));
    }
    SendOutcome outcome;
    outcome.problems = log.problems;
    if (log.answer == EventVerb::Accept) {
        if (log.accepted_tags) {
            TRY(compare_tags(tags, *log.accepted_tags));
        }
        outcome.kind = SendOutcome::Kind::Accepted;
    } else if (log.answer == EventVerb::Reject) {
        outcome.kind = SendOutcome::Kind::Rejected;
    } else if (log.state == TransportState::Deleted) {
        outcome.kind = SendOutcome::Kind::Deleted;
    }
    return outcome;
}

Result<SealedFile> seal_in_memory(std::string jwe) {
    std::string tag = TRY(authentication_tag(jwe));
    return SealedFile{std::move(tag),
                      upload_from(std::make_shared<const std::string>(std::move(jwe)))};
}

namespace {

// What repeating the request does not change.
bool is_refusal(const Error& error) {
    switch (error.kind) {
        case ErrorKind::Invalid:
        case ErrorKind::NotFound:
        case ErrorKind::Conflict:
        case ErrorKind::TooLarge:
        case ErrorKind::Unsupported:
            return error.code == "fitconnect.refused";
        default:
            return false;
    }
}

// Not final: whoever sends tries again later.
Error later(Error error) {
    if (is_refusal(error) || error.kind == ErrorKind::Invalid) {
        error.kind = ErrorKind::Unavailable;
    }
    return error;
}

Result<void> complete_tags(const SealedSubmission& sealed, AuthenticationTags& tags) {
    tags.metadata = TRY(authentication_tag(sealed.metadata_jwe));
    tags.data.reset();
    if (!sealed.data_jwe.empty()) {
        tags.data = TRY(authentication_tag(sealed.data_jwe));
    }
    for (const std::string& id : sealed.announcement.attachments) {
        if (!tags.attachments.contains(id)) {
            tags.attachments[id] = TRY(sealed.open_attachment(id)).tag;
        }
    }
    return {};
}

}  // namespace

Sender::Sender(ApiClient& api, EventLogReader& events) : api_(&api), events_(&events) {}

Result<void> Sender::announce(const SealedSubmission& sealed, SendProgress& progress,
                              const Keep& keep) {
    progress = {};
    progress.ids = TRY(api_->announce(sealed.announcement));
    progress.ids.destination_id =
        normalize_uuid(sealed.announcement.destination_id).value_or(progress.ids.destination_id);
    return keep(progress);
}

Result<void> Sender::upload(const SealedSubmission& sealed, SendProgress& progress,
                            const Keep& keep, Refusal& refusal) {
    for (const std::string& id : sealed.announcement.attachments) {
        if (progress.uploaded.contains(id)) {
            continue;
        }
        const SealedFile file = TRY(sealed.open_attachment(id));
        const auto uploaded = api_->upload_attachment(progress.ids.item_id, id, file.jwe);
        if (!uploaded) {
            if (is_refusal(uploaded.error())) {
                refusal = uploaded.error();
            }
            return uploaded.error();
        }
        progress.tags.attachments[id] = file.tag;
        progress.uploaded.insert(id);
        TRY(keep(progress));
    }
    return {};
}

Result<void> Sender::submit(const SealedSubmission& sealed, SendProgress& progress,
                            const Keep& keep, Refusal& refusal) {
    TRY(complete_tags(sealed, progress.tags));
    const Result<void> submitted =
        api_->submit(progress.ids.item_id, sealed.metadata_jwe, sealed.data_jwe);
    if (!submitted) {
        // It may have come through all the same, now or in an earlier try.
        refusal = submitted.error();
        return submitted.error();
    }
    progress.submitted = true;
    return keep(progress);
}

// What became of a submission with which the server does not go on, as the log proves it; an error
// if it proves nothing.
Result<Sender::Fate> Sender::find_fate(const SealedSubmission& sealed, SendProgress& progress,
                                       const Error& refusal) {
    const bool is_missing = refusal.kind == ErrorKind::NotFound;
    const auto tokens = api_->list_case_events(progress.ids.case_id);
    if (!tokens) {
        const Error& error = tokens.error();
        const bool is_case_missing =
            error.code == "fitconnect.refused" && error.kind == ErrorKind::NotFound;
        if (is_case_missing && is_missing) {
            return Fate::Gone;
        }
        return later(is_refusal(refusal) ? error : refusal);
    }
    const EventLog log = TRY(events_->read(tokens.value(), progress.ids));
    if (log.submitted_tags) {
        TRY(complete_tags(sealed, progress.tags));
        TRY(compare_tags(progress.tags, *log.submitted_tags));
        return Fate::Submitted;
    }
    if (log.state == TransportState::Deleted) {
        return Fate::Gone;
    }
    // A log that tells no end of what the server does not have will tell it later.
    return is_missing ? later(refusal) : refusal;
}

Result<SendProgress> Sender::send(const SealedSubmission& sealed, SendProgress begun,
                                  const Keep& keep) {
    SendProgress progress = std::move(begun);
    if (progress.submitted) {
        return progress;
    }
    bool may_announce_again = !progress.ids.item_id.empty();
    if (!may_announce_again) {
        TRY(announce(sealed, progress, keep));
    }
    for (;;) {
        Refusal refusal;
        Result<void> done = upload(sealed, progress, keep, refusal);
        if (done) {
            done = submit(sealed, progress, keep, refusal);
        }
        if (done) {
            return progress;
        }
        if (!refusal) {
            return done.take_error();
        }
        const Fate fate = TRY(find_fate(sealed, progress, *refusal));
        if (fate == Fate::Submitted) {
            progress.submitted = true;
            TRY(keep(progress));
            return progress;
        }
        if (!std::exchange(may_announce_again, false)) {
            return later(*refusal);
        }
        TRY(announce(sealed, progress, keep));
    }
}

Result<SendOutcome> Sender::load_outcome(const SendProgress& sent) {
    return judge_outcome(TRY(events_->load(sent.ids)), sent.tags);
}

Result<ReadyDestination> prepare_destination(ApiClient& api, const DestinationQuestion& asked,
                                             const KeyTrust& trust, Instant now) {
    Destination destination = TRY(api.load_destination(asked.destination_id));
    if (destination.status != DestinationStatus::Active) {
        return Error{ErrorKind::Conflict,
                     "fitconnect.destination_state",
                     "",
                     {{"status", std::string(to_string(destination.status))}},
                     "Only an active destination receives."};
    }
    const DestinationService* service =
        find_offered_service(destination, asked.service_identifier, asked.region);
    if (service == nullptr) {
        return Error{ErrorKind::NotFound,
                     "fitconnect.service_not_offered",
                     "",
                     {{"service", std::string(asked.service_identifier)}},
                     "The destination does not receive this service in this region."};
    }
    const auto& versions = destination.metadata_versions;
    if (std::find(versions.begin(), versions.end(), asked.metadata_version) == versions.end()) {
        return Error{
            ErrorKind::Unsupported,
            "fitconnect.metadata_version",
            "",
            {{"version", std::string(asked.metadata_version)}, {"offered", join(versions, " ")}},
            "The destination does not read this version of the metadata."};
    }
    const Json jwk = TRY(api.load_destination_key(destination.id, destination.encryption_kid));
    crypto::PublicKey key = TRY(check_encryption_key(jwk, destination.encryption_kid, trust, now));
    DestinationService offered = *service;
    return ReadyDestination{std::move(destination), std::move(offered), std::move(key)};
}

}  // namespace gordion::fitconnect
