// SPDX-License-Identifier: EUPL-1.2
#include "delivery/channels/backoffice/backoffice.hpp"
#include "delivery/channels/channel.hpp"
#include "delivery/channels/demo/demo.hpp"

namespace gordion::delivery {

Channels all_channels(SubmissionArrival& back_office) {
    Channels channels;
    channels.push_back(std::make_unique<BackofficeChannel>(back_office));
    channels.push_back(std::make_unique<DemoRefuses>());
    channels.push_back(std::make_unique<DemoThrows>());
    return channels;
}

}  // namespace gordion::delivery
