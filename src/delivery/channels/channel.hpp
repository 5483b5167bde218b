// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <memory>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.hpp"
#include "delivery/submission.hpp"

namespace gordion::delivery {

/// Told when a submission has reached our own back office. `cases` implements it, `app` connects
/// the two, so that delivery does not know cases. Called at least once per submission.
class SubmissionArrival {
public:
    virtual ~SubmissionArrival() = default;
    virtual Result<void> on_arrival(const Submission& submission) = 0;
};

/// A way to a destination. deliver() may run again after it succeeded (a crash before its success
/// was noted), so it is idempotent by submission id. Which errors are tried again: every kind but
/// Invalid, Unsupported and NotFound. `lost` is requested once another worker may have the job:
/// what must not be done twice is not begun then. Called from several job threads.
class Channel {
public:
    virtual ~Channel() = default;
    /// The name a Destination carries in `channel`.
    [[nodiscard]] virtual std::string_view name() const = 0;
    virtual Result<void> deliver(const Submission& submission, const std::stop_token& lost) = 0;
};

using Channels = std::vector<std::unique_ptr<Channel>>;

class FitConnectChannel;

/// Every channel there is, in the order in which pages list them. `fit_connect` outlives them;
/// none: nothing goes to other delivery servers.
Channels all_channels(SubmissionArrival& back_office, FitConnectChannel* fit_connect = nullptr);

}  // namespace gordion::delivery
