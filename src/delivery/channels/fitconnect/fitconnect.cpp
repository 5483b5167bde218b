// SPDX-License-Identifier: EUPL-1.2
#include "delivery/channels/fitconnect/fitconnect.hpp"

#include <algorithm>
#include <array>

#include "core/limits.hpp"
#include "core/log.hpp"
#include "core/text.hpp"
#include "crypto/hashes.hpp"
#include "delivery/transfer_store.hpp"

namespace gordion::delivery {

using formats::Json;

namespace {

constexpr std::string_view outcome_job = "delivery.outcome";
constexpr std::size_t tag_characters = 22;
constexpr std::size_t problem_titles = 5;
constexpr std::size_t problem_title_characters = 200;

// A fast Fachverfahren answers within a minute, a slow one within days.
std::int64_t pause_before_asking(int asked) {
    constexpr std::array<std::int64_t, 6> minutes{1, 2, 5, 15, 60, 240};
    return minutes.at(std::min<std::size_t>(static_cast<std::size_t>(asked), minutes.size() - 1)) *
           60'000;
}

std::string question_name(const SubmissionId& id, const std::string& which) {
    return std::string(outcome_job) + "." + id.value + "." + which;
}

// What no later question can mend.
bool is_contradiction(const Error& error) {
    return fitconnect::is_proved_wrong(error) || error.code == "fitconnect.tags_differ";
}

// What the delivery job does with an error depends on its kind alone. Final is what the server says
// of this submission; settings, certificates and our own store may be right the next time.
Error as_delivery_error(Error error) {
    const auto type = std::find_if(error.values.begin(), error.values.end(),
                                   [](const auto& value) { return value.first == "type"; });
    const bool is_inactive =
        type != error.values.end() && type->second.ends_with("/destination-state-invalid");
    const bool is_ours = !error.code.starts_with("fitconnect.") ||
                         error.code == "fitconnect.settings" || error.code == "fitconnect.address";
    if (is_inactive || (is_ours && error.kind != ErrorKind::Conflict)) {
        error.kind = ErrorKind::Unavailable;
    } else if (error.kind == ErrorKind::TooLarge) {
        error.kind = ErrorKind::Invalid;
    }
    return error;
}

Result<std::string> tag_of(const storage::BlobStore& blobs, const Attachment& attachment) {
    storage::BlobReader reader = TRY(blobs.open(attachment.blob_id));
    std::string tail(tag_characters + 1, '\0');
    if (reader.size() > tail.size()) {
        reader.seek(reader.size() - tail.size());
    }
    std::size_t got = 0;
    while (got < tail.size()) {
        const std::size_t more = TRY(reader.read(std::span(tail).subspan(got)));
        if (more == 0) {
            break;
        }
        got += more;
    }
    return fitconnect::authentication_tag("a.b.c.d" + tail);
}

}  // namespace

struct FitConnectChannel::Connection {
    Connection(http::Client& http, const Clock& clock, const fitconnect::ApiSettings& settings,
               const fitconnect::KeyTrust& trust)
        : api(http, clock, settings), events(api, clock, trust), sender(api, events) {}

    std::string destination_id;
    std::string fingerprint;  // of settings and secret: a change makes another connection
    fitconnect::ApiClient api;
    fitconnect::EventLogReader events;
    fitconnect::Sender sender;
};

FitConnectChannel::FitConnectChannel(Parts parts, Options options)
    : parts_(parts), options_(std::move(options)), http_(options_.http) {}

FitConnectChannel::~FitConnectChannel() = default;

void FitConnectChannel::believe(crypto::TrustAnchors anchors) {
    options_.trust.certificates.anchors = std::move(anchors);
}

std::unique_ptr<fitconnect::ApiClient> FitConnectChannel::make_client(
    const fitconnect::ApiSettings& settings) {
    return std::make_unique<fitconnect::ApiClient>(http_, parts_.clock, settings);
}

std::string FitConnectChannel::callback_path(const Submission& submission) {
    return "/fitconnect/callback/" + submission.tenant.value + "/" + submission.id.value;
}

// One secret per submission, so that nobody who learnt one can call for another; it is derived, so
// nothing has to be stored.
Sensitive<std::string> FitConnectChannel::callback_secret(const SubmissionId& id) const {
    return Sensitive(crypto::to_hex(crypto::derive_key(
        parts_.master_key.key_for("fitconnect-callback"), "callback:" + id.value)));
}

Result<std::shared_ptr<FitConnectChannel::Connection>> FitConnectChannel::connect(
    const Scope& scope, const Submission& submission) {
    const routing::Destination destination =
        TRY(parts_.destinations.load_destination(scope, submission.tenant, submission.destination));
    Json settings_json = destination.channel_settings;
    settings_json.set("client_secret", TRY(parts_.destinations.open_channel_secret(
                                               scope, submission.tenant, submission.destination))
                                           .reveal());
    const std::string fingerprint = crypto::sha256(formats::write_json(settings_json));
    const std::lock_guard lock(mutex_);
    auto& kept = connections_[submission.destination.value];
    if (kept == nullptr || kept->fingerprint != fingerprint) {
        auto settings = TRY(fitconnect::read_api_settings(settings_json, options_.plain_addresses));
        settings.pause = options_.pause;
        kept = std::make_shared<Connection>(http_, parts_.clock, settings, options_.trust);
        kept->destination_id = settings_json.text_at("destination_id");
        kept->fingerprint = fingerprint;
    }
    return kept;
}

// Each question has its name, so that none is asked by two chains of jobs.
Result<void> FitConnectChannel::enqueue_question(storage::Connection& connection,
                                                 const Submission& submission, int asked) {
    return storage::enqueue(
        connection, parts_.clock, parts_.random,
        {question_name(submission.id, std::to_string(asked)), submission.tenant,
         std::string(outcome_job),
         formats::write_json(Json::object({{"submission", submission.id.value}, {"asked", asked}})),
         parts_.clock.now().plus_ms(pause_before_asking(asked)), 0});
}

struct FitConnectChannel::Sending {
    const Scope& scope;
    const Submission& submission;
    const std::stop_token& lost;
};

Result<void> FitConnectChannel::keep(const Sending& sending, const std::string& before,
                                     const fitconnect::SendProgress& progress) {
    const Submission& submission = sending.submission;
    const std::string text = formats::write_json(fitconnect::write_progress(progress));
    return parts_.database.write(
        sending.scope, [&](storage::Connection& connection) -> Result<void> {
            TRY(move_transfer(connection, submission, before, text));
            return progress.submitted ? enqueue_question(connection, submission, 0)
                                      : Result<void>();
        });
}

Result<fitconnect::SealedSubmission> FitConnectChannel::seal(const Sending& sending,
                                                             const Connection& connection) {
    const Submission& submission = sending.submission;
    SubmissionStore submissions(parts_.database, parts_.clock);
    EncryptedContent content = TRY(submissions.load_content(sending.scope, submission));
    fitconnect::SealedSubmission sealed;
    sealed.metadata_jwe = std::move(content.metadata_jwe);
    sealed.data_jwe = std::move(content.data_jwe);
    sealed.announcement.destination_id = connection.destination_id;
    sealed.announcement.service_identifier = fitconnect::service_identifier(submission.service);
    sealed.announcement.service_name = submission.service;
    sealed.announcement.region = fitconnect::region_of(submission.ars);
    for (const Attachment& attachment : content.attachments) {
        sealed.announcement.attachments.push_back(attachment.id);
    }
    if (options_.base_url.starts_with("https://")) {
        sealed.announcement.callback = fitconnect::CallbackTarget{
            options_.base_url + callback_path(submission), callback_secret(submission.id)};
    }
    sealed.open_attachment = [this, attachments = std::move(content.attachments)](
                                 const std::string& id) -> Result<fitconnect::SealedFile> {
        const auto found = std::find_if(attachments.begin(), attachments.end(),
                                        [&](const Attachment& one) { return one.id == id; });
        VERIFY(found != attachments.end(), "only announced attachments are asked for");
        std::string tag = TRY(tag_of(parts_.blobs, *found));
        return fitconnect::SealedFile{
            std::move(tag),
            {static_cast<std::uint64_t>(found->bytes),
             [this, blob = found->blob_id]() -> Result<std::unique_ptr<ByteSource>> {
                 return std::unique_ptr<ByteSource>(
                     std::make_unique<storage::BlobReader>(TRY(parts_.blobs.open(blob))));
             }}};
    };
    return sealed;
}

Result<void> FitConnectChannel::send(const Sending& sending, Connection& connection) {
    const Submission& submission = sending.submission;
    const auto transfer = TRY(parts_.database.read(sending.scope, [&](storage::Connection& rows) {
        return find_transfer(rows, submission.tenant, submission.id);
    }));
    std::string stored = transfer ? transfer->progress : "";
    fitconnect::SendProgress begun;
    if (transfer) {
        begun = TRY(fitconnect::read_progress(TRY(formats::parse_json(stored))));
    }
    const fitconnect::SealedSubmission sealed = TRY(seal(sending, connection));
    TRY(connection.sender.send(
        sealed, std::move(begun), [&](const fitconnect::SendProgress& progress) -> Result<void> {
            // What is submitted is kept by whoever is first, with or without the job's lease.
            if (sending.lost.stop_requested() && !progress.submitted) {
                return transfer_elsewhere(submission);
            }
            TRY(keep(sending, stored, progress));
            stored = formats::write_json(fitconnect::write_progress(progress));
            return {};
        }));
    return {};
}

Result<void> FitConnectChannel::deliver(const Submission& submission, const std::stop_token& lost) {
    const Scope scope{submission.tenant, {"system"}, "delivery.deliver", {}, false};
    const auto connection = connect(scope, submission);
    if (!connection) {
        return as_delivery_error(connection.error());
    }
    Result<void> sent = send({scope, submission, lost}, *connection.value());
    return sent ? std::move(sent) : as_delivery_error(sent.take_error());
}

Result<void> FitConnectChannel::note(const Scope& scope, const Submission& submission,
                                     const fitconnect::SendOutcome& outcome) {
    const bool accepted = outcome.kind == fitconnect::SendOutcome::Kind::Accepted;
    Values details{{"channel", "fitconnect"}};
    if (!accepted) {
        // Titles are the words of the standard's list; a detail could quote the Fachdaten.
        std::vector<std::string> titles;
        for (const fitconnect::Problem& problem : outcome.problems) {
            if (titles.size() < problem_titles && !problem.title.empty()) {
                titles.emplace_back(first_characters(problem.title, problem_title_characters));
            }
        }
        details.emplace_back("code", outcome.kind == fitconnect::SendOutcome::Kind::Deleted
                                         ? "delivery.receiver_silent"
                                         : "delivery.receiver_rejected");
        if (!titles.empty()) {
            details.emplace_back("reason", join(titles, "; "));
        }
    }
    return parts_.database.write(scope, [&](storage::Connection& connection) -> Result<void> {
        TRY(append_event(connection, submission,
                         {0, accepted ? EventKind::Accepted : EventKind::Rejected,
                          parts_.clock.now(), details}));
        return {};
    });
}

Result<fitconnect::SendOutcome> FitConnectChannel::find_outcome(const Scope& scope,
                                                                const Submission& submission,
                                                                const std::string& progress) {
    const auto sent = TRY(fitconnect::read_progress(TRY(formats::parse_json(progress))));
    const auto connection = TRY(connect(scope, submission));
    return connection->sender.load_outcome(sent);
}

Result<storage::JobVerdict> FitConnectChannel::settle(const Scope& scope,
                                                      const Submission& submission,
                                                      std::optional<int> asked) {
    const auto transfer = TRY(parts_.database.read(scope, [&](storage::Connection& connection) {
        return find_transfer(connection, submission.tenant, submission.id);
    }));
    if (!transfer) {
        return storage::JobVerdict{storage::JobOutcome::GiveUp, "delivery.submission_missing"};
    }
    if (asked && *asked != transfer->asked) {
        return storage::JobVerdict{};  // another chain of questions goes on
    }
    const auto outcome = find_outcome(scope, submission, transfer->progress);
    if (outcome && outcome.value().kind != fitconnect::SendOutcome::Kind::Pending) {
        TRY(note(scope, submission, outcome.value()));
        return storage::JobVerdict{};
    }
    if (!outcome && is_contradiction(outcome.error())) {
        log(LogLevel::Error, "delivery.outcome_refused",
            {{"submission", submission.id.value}, {"code", outcome.error().code}});
        return storage::JobVerdict{storage::JobOutcome::GiveUp, outcome.error().code};
    }
    if (!outcome) {
        log(LogLevel::Warning, "delivery.outcome_unknown",
            {{"submission", submission.id.value}, {"code", outcome.error().code}});
    }
    if (!asked) {
        return storage::JobVerdict{};
    }
    const std::int64_t age_ms = parts_.clock.now().ms - submission.submitted_at.ms;
    if (age_ms > limits::outcome_days * 24 * 3600 * 1000) {
        return storage::JobVerdict{storage::JobOutcome::GiveUp, "delivery.receiver_silent"};
    }
    TRY(parts_.database.write(scope, [&](storage::Connection& rows) -> Result<void> {
        const bool is_due = TRY(count_question(rows, submission, *asked));
        return is_due ? enqueue_question(rows, submission, *asked + 1) : Result<void>();
    }));
    return storage::JobVerdict{};
}

storage::JobVerdict FitConnectChannel::ask_outcome(const storage::Job& job) {
    const Scope scope{job.tenant, {"system"}, "delivery.outcome", {}, false};
    const auto payload = formats::parse_json(job.payload);
    VERIFY(payload.has_value(), "the payload was written here");
    SubmissionStore submissions(parts_.database, parts_.clock);
    const auto submission =
        submissions.load_submission(scope, job.tenant, {payload.value().text_at("submission")});
    if (!submission) {
        return {storage::JobOutcome::GiveUp, submission.error().code};
    }
    if (submission.value().state == SubmissionState::Submitted) {
        // Sent, but the delivery job has not noted it yet.
        return {storage::JobOutcome::Retry, "delivery.not_forwarded"};
    }
    if (submission.value().state != SubmissionState::Forwarded) {
        return {};
    }
    const Json* asked = payload.value().find("asked");
    const auto settled = settle(scope, submission.value(),
                                asked == nullptr || !asked->is_int()
                                    ? std::nullopt
                                    : std::optional(static_cast<int>(asked->as_int())));
    return settled ? settled.value()
                   : storage::JobVerdict{storage::JobOutcome::Retry, settled.error().code};
}

Result<void> FitConnectChannel::on_callback(const TenantId& tenant, const SubmissionId& id,
                                            const fitconnect::ReceivedCallback& received) {
    TRY(fitconnect::check_callback(callback_secret(id).reveal(), received, parts_.clock.now()));
    const Scope scope{tenant, {"system"}, "delivery.outcome", {}, false};
    SubmissionStore submissions(parts_.database, parts_.clock);
    const Submission submission = TRY(submissions.load_submission(scope, tenant, id));
    if (submission.state != SubmissionState::Forwarded) {
        return {};
    }
    // The answer itself is read by a job: a callback says only that there is something to read.
    return parts_.database.write(scope, [&](storage::Connection& connection) {
        return storage::enqueue(connection, parts_.clock, parts_.random,
                                {question_name(id, "callback." + std::string(received.timestamp)),
                                 tenant,
                                 std::string(outcome_job),
                                 formats::write_json(Json::object({{"submission", id.value}})),
                                 {},
                                 0});
    });
}

}  // namespace gordion::delivery
