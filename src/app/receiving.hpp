// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/modules.hpp"
#include "app/receive_config.hpp"
#include "fitconnect/callback.hpp"
#include "fitconnect/subscriber.hpp"

namespace gordion::app {

/// What this node knows of a destination that it receives for, since it was started.
struct ReceiveStatus {
    TenantId tenant;
    std::string server;  ///< URL of its Submission API
    std::string destination;
    std::optional<Instant> asked_at;  ///< the last round
    std::size_t accepted = 0;         ///< of all rounds
    std::size_t rejected = 0;
    std::size_t waiting = 0;             ///< left at the server in the last round
    std::optional<Error> fault;          ///< of the last round, or of the first that it left
    std::optional<Instant> keys_end_at;  ///< when the first certificate of its keys ends
};

/// Gordion as subscriber of FIT-Connect: for each [[fitconnect_receive]] a job that asks the server
/// what is there (in its rhythm, and at once after a callback), and the jobs that bring letters
/// back over the reply channel. Each round is idempotent, so rounds of several servers on one
/// database, or after a crash, make one case of one submission. Shared between threads.
class Receiving {
public:
    /// `in` outlives it.
    explicit Receiving(Modules& in);
    ~Receiving();
    Receiving(const Receiving&) = delete;
    Receiving& operator=(const Receiving&) = delete;

    /// Error codes: fitconnect.address, app.receive_twice (one destination in two tables). A key
    /// file that cannot be read is logged, and is the fault of every round until it is there.
    Result<void> open();
    void add_handlers(storage::JobRunner& jobs);
    /// The first round of each destination, now.
    Result<void> plan();

    /// One round for one destination. Error codes: app.receive_unknown (NotFound: not in the
    /// configuration), app.receive_key_missing (the key that the server publishes is not among
    /// ours: nothing is fetched, because nothing could be opened), app.receive_signing_key (the
    /// server does not know the key that signs answers), those of fitconnect::Subscriber.
    Result<fitconnect::ReceiveReport> receive(std::string_view destination);
    /// A server says that something is new: a round is due now. Error codes: app.receive_unknown
    /// (also where no secret is configured), those of fitconnect::check_callback().
    Result<void> on_callback(std::string_view destination,
                             const fitconnect::ReceivedCallback& received);
    /// Where that arrives, below base_url.
    static std::string callback_path(std::string_view destination);

    [[nodiscard]] std::vector<ReceiveStatus> status() const;

private:
    struct Station;
    Station* find_station(std::string_view destination) const;
    Station* find_station(const cases::Arrival& arrival) const;
    Result<void> enqueue_round(const Station& station, Instant at, std::string_view name);
    storage::JobVerdict run_round(const storage::Job& job);
    storage::JobVerdict run_reply(const storage::Job& job);
    Result<void> send_reply(const storage::Job& job);
    Result<fitconnect::Subscription> load_subscription(Station& station);
    Result<void> look_at_keys(Station& station, const fitconnect::Destination& destination);
    void note(Station& station, const Result<fitconnect::ReceiveReport>& done);

    Modules& in_;
    std::vector<std::unique_ptr<Station>> stations_;
};

}  // namespace gordion::app
