// SPDX-License-Identifier: EUPL-1.2
#include "zustelldienst/callbacks.hpp"

#include <array>

#include "core/names.hpp"
#include "crypto/sealing.hpp"
#include "formats/json.hpp"
#include "zustelldienst/callback_targets.hpp"
#include "zustelldienst/transmission_store.hpp"

namespace gordion::zustelldienst {

using fitconnect::CallbackKind;
using fitconnect::EventVerb;
using fitconnect::SubjectKind;
using formats::Json;

namespace {

constexpr Names<CallbackKind, 3> kind_names = {{{CallbackKind::NewSubmissions, "new-submissions"},
                                                {CallbackKind::NewEvents, "new-events"},
                                                {CallbackKind::NewReplies, "new-replies"}}};
constexpr Names<CallbackTarget, 2> target_names = {
    {{CallbackTarget::Sender, "sender"}, {CallbackTarget::Destination, "destination"}}};
constexpr std::string_view secret_bound_to = "fitconnect.sender-callback";

// A submission goes to the destination, a reply to the sender; the other one hears of the answer.
CallbackTarget receiver_of(const Transmission& of) {
    return of.kind == SubjectKind::Submission ? CallbackTarget::Destination
                                              : CallbackTarget::Sender;
}

CallbackTarget author_of(const Transmission& of) {
    return of.kind == SubjectKind::Submission ? CallbackTarget::Sender
                                              : CallbackTarget::Destination;
}

}  // namespace

std::vector<PlannedCallback> callbacks_after(const Transmission& of, EventVerb verb,
                                             EventCause cause) {
    const PlannedCallback to_author{CallbackKind::NewEvents, author_of(of)};
    const PlannedCallback to_receiver{CallbackKind::NewEvents, receiver_of(of)};
    switch (verb) {
        case EventVerb::Create:
            return {};
        case EventVerb::Submit:
            return {{of.kind == SubjectKind::Submission ? CallbackKind::NewSubmissions
                                                        : CallbackKind::NewReplies,
                     receiver_of(of)}};
        case EventVerb::Notify:
        case EventVerb::Forward:
        case EventVerb::Accept:
            return {to_author};
        case EventVerb::Reject:
            return cause == EventCause::Service ? std::vector{to_author, to_receiver}
                                                : std::vector{to_author};
        case EventVerb::Delete:
            // The receiver never knew of what was not submitted.
            return of.submitted_at.ms != 0 ? std::vector{to_author, to_receiver}
                                           : std::vector{to_author};
    }
    return {};
}

Result<void> enqueue_callbacks(storage::Connection& connection, const Clock& clock, Random& random,
                               const CallbackPlan& plan) {
    for (const PlannedCallback& planned : callbacks_after(plan.of, plan.verb, plan.cause)) {
        const bool has_target = planned.target == CallbackTarget::Sender
                                    ? plan.of.callback.has_value()
                                    : plan.destination_has_callback;
        if (!has_target) {
            continue;
        }
        Json payload = Json::object({{"transmission", plan.of.id},
                                     {"reply", plan.of.kind == SubjectKind::Reply},
                                     {"callback", name_of(kind_names, planned.kind)},
                                     {"to", name_of(target_names, planned.target)}});
        TRY(storage::enqueue(
            connection, clock, random,
            {"", plan.of.tenant, std::string(callback_job), formats::write_json(payload), {0}, 0}));
    }
    return {};
}

std::string write_callback(const Transmission& of, const PlannedCallback& planned) {
    const bool is_reply = of.kind == SubjectKind::Reply;
    const bool names_twice = !is_reply && (planned.target == CallbackTarget::Destination ||
                                           of.version == fitconnect::ApiVersion::V1);
    Json body = Json::object({{"type", fitconnect::callback_uri(planned.kind)}});
    if (names_twice) {
        body.set("submissionIds", Json::array({of.id}));
    }
    body.set(is_reply ? "replies" : "submissions",
             Json::array({Json::object({{"destinationId", of.destination_id},
                                        {is_reply ? "replyId" : "submissionId", of.id},
                                        {"caseId", of.case_id}})}));
    return formats::write_json(body);
}

SealedCallback seal_callback(std::string_view key, std::string_view url, std::string_view secret,
                             Random& random) {
    return {std::string(url), crypto::seal(key, secret, secret_bound_to, random)};
}

namespace {

http::ClientConfig client_config(const Callbacks::Parts& parts) {
    http::ClientConfig config;
    config.user_agent = "gordion-zustelldienst";
    config.plain_http =
        parts.settings.callbacks_over_plain_http ? http::PlainHttp::Allow : http::PlainHttp::Refuse;
    config.ca_file = parts.ca_file;
    return config;
}

http::ClientConfig guarded_config(const Callbacks::Parts& parts) {
    http::ClientConfig config = client_config(parts);
    config.allows_address = [&settings = parts.settings](std::string_view address) {
        return allows_callback_address(address, settings);
    };
    return config;
}

}  // namespace

Callbacks::Callbacks(Parts parts)
    : parts_(std::move(parts)),
      guarded_(guarded_config(parts_)),
      unguarded_(client_config(parts_)) {}

Callbacks::~Callbacks() = default;

Result<std::optional<Callbacks::Target>> Callbacks::find_target(const Scope& scope,
                                                                const Transmission& of,
                                                                CallbackTarget target) {
    if (target == CallbackTarget::Sender) {
        if (!of.callback) {
            return std::optional<Target>();
        }
        std::string secret =
            TRY(crypto::unseal(parts_.secret_key, of.callback->sealed_secret, secret_bound_to));
        return std::optional(Target{of.callback->url, std::move(secret)});
    }
    const auto known = TRY(parts_.surroundings.load_destination(scope, of.destination_id));
    const auto secret = TRY(parts_.surroundings.find_callback_secret(scope, of.destination_id));
    if (known.destination->callback_url.empty() || !secret) {
        return std::optional<Target>();
    }
    return std::optional(Target{known.destination->callback_url, *secret});
}

Result<int> Callbacks::post(const Target& target, std::string body) {
    constexpr std::int64_t ms_per_second = 1000;
    constexpr std::int64_t timeout_ms = 10'000;
    constexpr std::size_t answer_bytes = 64 * 1024;
    TRY(check_callback_url(target.url, parts_.settings));
    const std::int64_t timestamp = parts_.clock.now().ms / ms_per_second;
    http::ClientRequest request;
    request.method = http::Method::Post;
    request.url = target.url;
    request.body = std::move(body);
    request.timeout_ms = timeout_ms;
    request.response_bytes = answer_bytes;
    request.headers = {
        {"content-type", "application/json"},
        {std::string(fitconnect::callback_timestamp_header), std::to_string(timestamp)},
        {std::string(fitconnect::callback_authentication_header),
         fitconnect::callback_authentication(target.secret, timestamp, request.body)}};
    const bool is_named = is_allowed_host(host_of_url(target.url), parts_.settings);
    return TRY((is_named ? unguarded_ : guarded_).send(request)).status;
}

namespace {

storage::JobVerdict verdict_of(const Result<int>& answered) {
    constexpr int success = 200;
    constexpr int redirection = 300;
    if (!answered.has_value()) {
        // What the settings forbid does not become allowed by waiting.
        const bool is_final = answered.error().kind == ErrorKind::Invalid ||
                              answered.error().kind == ErrorKind::Forbidden;
        return {is_final ? storage::JobOutcome::GiveUp : storage::JobOutcome::Retry,
                answered.error().code};
    }
    if (answered.value() >= success && answered.value() < redirection) {
        return {};
    }
    return {storage::JobOutcome::Retry, "zustelldienst.callback_status"};
}

}  // namespace

storage::JobVerdict Callbacks::call(const storage::Job& job) {
    const auto payload = formats::parse_json(job.payload);
    if (!payload) {
        return {storage::JobOutcome::GiveUp, payload.error().code};
    }
    const auto kind = find_named(kind_names, std::string_view(payload.value().text_at("callback")));
    const auto to = find_named(target_names, std::string_view(payload.value().text_at("to")));
    const Json* reply = payload.value().find("reply");
    if (!kind || !to || reply == nullptr || !reply->is_bool()) {
        return {storage::JobOutcome::GiveUp, "zustelldienst.callback_job"};
    }
    const Scope scope = system_scope("fitconnect.callback");
    const auto found = parts_.database.read(scope, [&](storage::Connection& connection) {
        return find_transmission(connection,
                                 reply->as_bool() ? SubjectKind::Reply : SubjectKind::Submission,
                                 payload.value().text_at("transmission"));
    });
    if (!found) {
        return {storage::JobOutcome::Retry, found.error().code};
    }
    if (!found.value()) {
        return {};
    }
    const auto target = find_target(scope, *found.value(), *to);
    if (!target) {
        return {target.error().kind == ErrorKind::NotFound ? storage::JobOutcome::Done
                                                           : storage::JobOutcome::Retry,
                target.error().code};
    }
    if (!target.value()) {
        return {};
    }
    return verdict_of(post(*target.value(), write_callback(*found.value(), {*kind, *to})));
}

}  // namespace gordion::zustelldienst
