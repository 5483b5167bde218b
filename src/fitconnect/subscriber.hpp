// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <filesystem>
#include <stop_token>
#include <string>
#include <vector>

#include "core/random.hpp"
#include "fitconnect/examination.hpp"

namespace gordion::fitconnect {

/// Who takes in what was received. Called from several threads.
class ReceivedInbox {
public:
    virtual ~ReceivedInbox() = default;
    /// Durable when it returns, and idempotent by submission id: a submission comes again until its
    /// acceptance has reached the server. Problems refuse it for good; an Error leaves it for the
    /// next round.
    virtual Result<std::vector<Problem>> take_in(const ReceivedSubmission& received) = 0;
};

struct ReceiveReport {
    std::size_t accepted = 0;
    std::size_t rejected = 0;
    std::size_t failed = 0;     ///< stay at the server; tried again in the next round
    std::vector<Error> errors;  ///< of the failed ones, at most limits::fitconnect_errors
};

/// What becomes of a submission that is encrypted for a key which is none of ours.
enum class UnknownKey {
    Leave,   ///< it stays at the server: the file with the key may be missing here
    Reject,  ///< with encryption-issue: whoever knows that it has every key
};

struct ReceiveOptions {
    std::size_t fetchers = 2;   ///< threads that wait for the network
    std::size_t openers = 0;    ///< threads that decrypt and sign; 0: one for each core
    std::size_t posters = 2;    ///< threads that send the answers
    std::size_t queue = 16;     ///< submissions between the stages; more wait at the server
    std::size_t most = 10'000;  ///< submissions in one round
    UnknownKey unknown_key = UnknownKey::Leave;
    /// Where large attachments lie, encrypted and without a name, until they are answered.
    std::filesystem::path spool = std::filesystem::temp_directory_path();
    /// Nothing more is fetched while this much lies there; 2 GB more may come of each fetcher.
    std::uint64_t spool_bytes = 2'000'000'000;
};

/// Receives for destinations: lists what waits, fetches, proves, decrypts, checks, hands over, and
/// answers with a signed event.
///
/// Three stages with bounded queues between them: fetchers run ahead of the openers, so that the
/// network is never what a core waits for, and stop when the openers are behind, so that memory is
/// bounded by the queue. Attachments over 256 KiB come and go piece by piece over ReceiveOptions::
/// spool, so that their size is no matter of memory. What is proved wrong is rejected with the
/// problem; what could not be fetched, proved or kept stays at the server, because a rejection
/// cannot be taken back. One round at a time; several subscribers may serve one destination,
/// because taking in is idempotent and the server accepts an answer once.
class Subscriber {
public:
    struct Parts {
        ApiClient& api;
        EventLogReader& events;
        ReceivedInbox& inbox;
        const Clock& clock;
        Random& random;
    };
    Subscriber(Parts parts, ReceiveOptions options, DataJudge judge);

    /// One round over what waits for the destination now. A stop lets begun ones finish and begins
    /// nothing new. Error codes: those of ApiClient::list_submissions().
    Result<ReceiveReport> receive(const Subscription& subscription, std::stop_token stop = {});

    /// The event that answers a submission, signed. `problems` empty: accepted, with these tags.
    Result<std::string> make_answer(const Subscription& subscription, const ItemIds& ids,
                                    const EventLog& log, const AuthenticationTags& tags,
                                    const std::vector<Problem>& problems);

private:
    class Round;
    Result<std::vector<ItemIds>> list_waiting(const Subscription& subscription);

    Parts parts_;
    ReceiveOptions options_;
    DataJudge judge_;
};

}  // namespace gordion::fitconnect
