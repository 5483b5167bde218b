// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include "delivery/channels/channel.hpp"

namespace gordion::delivery {

/// Gordion's own back office: nothing leaves the house, the submission is only announced. What
/// fails here (database busy, disk full) passes, so it is tried again.
class BackofficeChannel final : public Channel {
public:
    explicit BackofficeChannel(SubmissionArrival& arrival) : arrival_(&arrival) {}
    [[nodiscard]] std::string_view name() const override { return "backoffice"; }
    Result<void> deliver(const Submission& submission, const std::stop_token&) override {
        return arrival_->on_arrival(submission);
    }

private:
    SubmissionArrival* arrival_;
};

}  // namespace gordion::delivery
