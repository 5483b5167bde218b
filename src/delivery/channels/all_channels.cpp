// SPDX-License-Identifier: EUPL-1.2
#include "delivery/channels/backoffice/backoffice.hpp"
#include "delivery/channels/channel.hpp"
#include "delivery/channels/demo/demo.hpp"
#include "delivery/channels/fitconnect/fitconnect.hpp"

namespace gordion::delivery {

namespace {

// The channel also answers jobs and callbacks, so it is not this list's own.
class ToFitConnect final : public Channel {
public:
    explicit ToFitConnect(FitConnectChannel& channel) : channel_(&channel) {}
    [[nodiscard]] std::string_view name() const override { return channel_->name(); }
    Result<void> deliver(const Submission& submission, const std::stop_token& lost) override {
        return channel_->deliver(submission, lost);
    }

private:
    FitConnectChannel* channel_;
};

}  // namespace

Channels all_channels(SubmissionArrival& back_office, FitConnectChannel* fit_connect) {
    Channels channels;
    channels.push_back(std::make_unique<BackofficeChannel>(back_office));
    if (fit_connect != nullptr) {
        channels.push_back(std::make_unique<ToFitConnect>(*fit_connect));
    }
    channels.push_back(std::make_unique<DemoRefuses>());
    channels.push_back(std::make_unique<DemoThrows>());
    return channels;
}

}  // namespace gordion::delivery
