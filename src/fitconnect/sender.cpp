// SPDX-License-Identifier: EUPL-1.2
#include "fitconnect/sender.hpp"

#include <algorithm>

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
                            const Keep& keep) {
    for (const std::string& id : sealed.announcement.attachments) {
        if (progress.uploaded.contains(id)) {
            continue;
        }
        const SealedFile file = TRY(sealed.open_attachment(id));
        TRY(api_->upload_attachment(progress.ids.item_id, id, file.jwe));
        progress.tags.attachments[id] = file.tag;
        progress.uploaded.insert(id);
        TRY(keep(progress));
    }
    return {};
}

Result<void> Sender::submit(const SealedSubmission& sealed, SendProgress& progress,
                            const Keep& keep) {
    progress.tags.metadata = TRY(authentication_tag(sealed.metadata_jwe));
    progress.tags.data.reset();
    if (!sealed.data_jwe.empty()) {
        progress.tags.data = TRY(authentication_tag(sealed.data_jwe));
    }
    const Result<void> submitted =
        api_->submit(progress.ids.item_id, sealed.metadata_jwe, sealed.data_jwe);
    if (!submitted) {
        // An earlier try may have come through without its answer reaching us.
        const auto log = events_->load(progress.ids);
        const bool took_place = log && log.value().submitted_tags &&
                                compare_tags(progress.tags, *log.value().submitted_tags);
        if (!took_place) {
            return submitted.error();
        }
    }
    progress.submitted = true;
    return keep(progress);
}

Result<SendProgress> Sender::send(const SealedSubmission& sealed, SendProgress begun,
                                  const Keep& keep) {
    SendProgress progress = std::move(begun);
    if (progress.submitted) {
        return progress;
    }
    const bool is_resumed = !progress.ids.item_id.empty();
    if (!is_resumed) {
        TRY(announce(sealed, progress, keep));
    }
    const auto rest = [&]() -> Result<void> {
        TRY(upload(sealed, progress, keep));
        return submit(sealed, progress, keep);
    };
    Result<void> done = rest();
    if (!done && is_resumed && done.error().kind == ErrorKind::NotFound &&
        done.error().code == "fitconnect.refused") {
        TRY(announce(sealed, progress, keep));
        done = rest();
    }
    if (!done) {
        return done.take_error();
    }
    return progress;
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
    const DestinationService* service = find_offered_service(
        destination, asked.service_identifier, asked.region.empty() ? "DE" : asked.region);
    if (service == nullptr && asked.region.empty()) {
        const auto named = std::find_if(
            destination.services.begin(), destination.services.end(),
            [&](const auto& offered) { return offered.identifier == asked.service_identifier; });
        service = named == destination.services.end() ? nullptr : &*named;
    }
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
    Json jwk = TRY(api.load_destination_key(destination.id, destination.encryption_kid));
    crypto::PublicKey key = TRY(check_encryption_key(jwk, destination.encryption_kid, trust, now));
    DestinationService offered = *service;
    return ReadyDestination{std::move(destination), std::move(offered), std::move(jwk),
                            std::move(key)};
}

}  // namespace gordion::fitconnect
