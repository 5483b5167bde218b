// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "crypto/master_key.hpp"
#include "delivery/channels/channel.hpp"
#include "delivery/submission_store.hpp"
#include "fitconnect/callback.hpp"
#include "fitconnect/sender.hpp"
#include "http/client.hpp"
#include "routing/destination_store.hpp"
#include "storage/blobs.hpp"
#include "storage/jobs.hpp"

namespace gordion::delivery {

/// Retry policy of this channel: what the client does not mend within seconds, the delivery job
/// tries again (limits::job_attempts, from seconds to hours), from where it stopped. A refusal for
/// good (400, 404, 413, 415, 422) ends it; an inactive destination does not.
///
/// Brings submissions to destinations at a FIT-Connect delivery server, ours or another. Their JWEs
/// are encrypted for that destination's key already; here they are announced, uploaded and
/// submitted, each step kept. Whether the receiver accepts is asked for by jobs, or told by a
/// callback, and proved by the event log.
///
/// Settings of such a destination: fitconnect::read_api_settings() and "destination_id"; its secret
/// is the client secret.
class FitConnectChannel final : public Channel {
public:
    struct Parts {
        storage::Database& database;
        storage::BlobStore& blobs;
        routing::DestinationStore& destinations;
        const crypto::MasterKey& master_key;
        const Clock& clock;
        Random& random;
    };
    struct Options {
        http::ClientConfig http = {};
        fitconnect::KeyTrust trust = {};
        fitconnect::PlainAddress plain_addresses = fitconnect::PlainAddress::Refuse;
        /// Ours, for callbacks; servers call https:// only, so with another one we ask instead.
        std::string base_url = {};
        /// How a try waits for the next; see fitconnect::ApiSettings.
        std::function<void(std::int64_t ms)> pause = {};
    };
    FitConnectChannel(Parts parts, Options options);
    ~FitConnectChannel() override;

    /// Whose certificates are believed besides; before anything is delivered.
    void believe(crypto::TrustAnchors anchors);
    /// For registering: a client of that server, with this channel's bounds and trust.
    [[nodiscard]] std::unique_ptr<fitconnect::ApiClient> make_client(
        const fitconnect::ApiSettings& settings);
    [[nodiscard]] const Options& options() const { return options_; }

    [[nodiscard]] std::string_view name() const override { return "fitconnect"; }
    Result<void> deliver(const Submission& submission, const std::stop_token& lost) override;

    /// The handler of "delivery.outcome" jobs: asks the event log, and moves the submission to
    /// Accepted or Rejected. A job that is due by the count of questions asks again later, at most
    /// for limits::outcome_days; one of a callback asks once. An answer that is proved to
    /// contradict what was sent is given up for an operator to look at; everything else may pass.
    storage::JobVerdict ask_outcome(const storage::Job& job);

    /// A callback for one of our submissions: asks at once if it is genuine, and once for all that
    /// carry the same time. Error codes:
    /// delivery.submission_missing, and those of fitconnect::check_callback().
    Result<void> on_callback(const TenantId& tenant, const SubmissionId& id,
                             const fitconnect::ReceivedCallback& received);
    /// Where the callbacks of a submission arrive, below base_url: "/fitconnect/callback/T/ID".
    static std::string callback_path(const Submission& submission);

private:
    struct Connection;
    Result<std::shared_ptr<Connection>> connect(const Scope& scope, const Submission& submission);
    struct Sending;
    Result<void> send(const Sending& sending, Connection& connection);
    Result<fitconnect::SealedSubmission> seal(const Sending& sending, const Connection& connection);
    Result<void> keep(const Sending& sending, const std::string& before,
                      const fitconnect::SendProgress& progress);
    /// `asked`: which question it is; none: that of a callback.
    Result<storage::JobVerdict> settle(const Scope& scope, const Submission& submission,
                                       std::optional<int> asked);
    Result<fitconnect::SendOutcome> find_outcome(const Scope& scope, const Submission& submission,
                                                 const std::string& progress);
    Result<void> note(const Scope& scope, const Submission& submission,
                      const fitconnect::SendOutcome& outcome);
    [[nodiscard]] Sensitive<std::string> callback_secret(const SubmissionId& id) const;
    Result<void> enqueue_question(storage::Connection& connection, const Submission& submission,
                                  int asked);

    Parts parts_;
    Options options_;
    http::Client http_;
    std::mutex mutex_;
    std::map<std::string, std::shared_ptr<Connection>> connections_;
};

/// The service identifier, data schema and metadata of an Antrag are FIT-Connect's already; this
/// registers where they go. Checks that the remote destination is active and offers the services,
/// and its key, before anything is stored. `wanted` has tenant, area, name, services and validity.
/// Without a destination_id the Routing API is asked which one receives all services in the area;
/// see fitconnect::find_route().
struct RemoteDestination {
    routing::Destination wanted;
    fitconnect::ApiSettings settings;
    std::string destination_id;
};
Result<routing::Destination> make_remote_destination(fitconnect::ApiClient& api,
                                                     RemoteDestination remote,
                                                     const fitconnect::KeyTrust& trust,
                                                     const Clock& clock);

}  // namespace gordion::delivery
