// SPDX-License-Identifier: EUPL-1.2
#include "core/limits.hpp"
#include "web/sandbox/sandbox_parts.hpp"
#include "zustelldienst/transmission_store.hpp"

namespace gordion::web {

using sandbox::Failure;
using zustelldienst::CheckOutcome;
using zustelldienst::Transmission;

Result<std::vector<fitconnect::SecurityEvent>> load_case_events(SandboxParts& in,
                                                                std::string_view case_id) {
    std::vector<fitconnect::SecurityEvent> events;
    if (case_id.empty()) {
        return events;
    }
    const auto stored =
        TRY(in.database->read(system_scope("sandbox.trace"), [&](storage::Connection& connection) {
            return zustelldienst::list_case_events(connection, case_id,
                                                   {0, limits::fitconnect_page});
        }));
    for (const zustelldienst::StoredEvent& event : stored.items) {
        events.push_back(TRY(fitconnect::read_event(TRY(formats::parse_json(event.claims)))));
    }
    return events;
}

Result<SandboxStory> load_sandbox_story(SandboxParts& in, std::string_view id) {
    SandboxStory story;
    story.calls = TRY(in.traces->load_story(system_scope("sandbox.trace"), id));
    story.events = TRY(load_case_events(in, story.calls.case_id));
    return story;
}

Result<void> switch_on(SandboxParts& in, sandbox::FailureOrder order) {
    const std::string destination = order.destination_id;
    if (in.plan.find_destination(destination) == nullptr) {
        return Error{ErrorKind::NotFound,
                     "sandbox.destination_missing",
                     "destination",
                     {{"destination", destination}},
                     "The sandbox has no such destination."};
    }
    const bool rejects = order.failure == Failure::Reject;
    TRY(in.switches.set(std::move(order)));
    if (rejects && in.subscriber) {
        in.subscriber->look_at(destination);
    }
    return {};
}

namespace {

// What a callback job is about, if it can be told.
std::optional<Transmission> subject_of(SandboxParts& in, const formats::Json& payload) {
    const formats::Json* reply = payload.find("reply");
    const bool is_reply = reply != nullptr && reply->is_bool() && reply->as_bool();
    auto found = in.database->read(system_scope("sandbox.callback"), [&](storage::Connection& c) {
        return zustelldienst::find_transmission(
            c, is_reply ? fitconnect::SubjectKind::Reply : fitconnect::SubjectKind::Submission,
            payload.text_at("transmission"));
    });
    return found ? std::move(found).value() : std::nullopt;
}

}  // namespace

storage::JobVerdict call_back(SandboxParts& in, const storage::Job& job) {
    const auto payload = formats::parse_json(job.payload);
    const auto subject = payload ? subject_of(in, payload.value()) : std::optional<Transmission>();
    if (!subject) {
        return in.delivery->transmissions.callbacks.call(job);
    }
    const Transmission& of = *subject;
    zustelldienst::TracedCall call;
    call.id = job.id + "-" + std::to_string(job.attempts);
    call.at = in.clock.now();
    call.method = "POST";
    call.path = "(callback to the " + payload.value().text_at("to") + ")";
    call.destination_id = of.destination_id;
    call.case_id = of.case_id;
    (of.kind == fitconnect::SubjectKind::Reply ? call.reply_id : call.submission_id) = of.id;
    storage::JobVerdict verdict;
    if (const auto lost = in.switches.take(of.destination_id, Failure::LostCallback)) {
        call.ordered = lost->sentence();
    } else {
        verdict = in.delivery->transmissions.callbacks.call(job);
        constexpr std::int64_t us_per_ms = 1000;
        call.duration_us = (in.clock.now().ms - call.at.ms) * us_per_ms;
        const bool reached = verdict.outcome == storage::JobOutcome::Done;
        call.checks.push_back(
            {"callback.answered",
             reached ? CheckOutcome::Pass : CheckOutcome::Fail,
             reached ? "The callback's address answered with success."
                     : "The callback's address must answer with a status from 200 to 299; it "
                       "did not (" +
                           verdict.error_code + ").",
             {}});
    }
    in.traces->add(std::move(call));
    return verdict;
}

}  // namespace gordion::web
