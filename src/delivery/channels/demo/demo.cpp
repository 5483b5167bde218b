// SPDX-License-Identifier: EUPL-1.2
#include "delivery/channels/demo/demo.hpp"

namespace gordion::delivery {

Result<void> DemoRefuses::deliver(const Submission& submission, const std::stop_token&) {
    return Error{ErrorKind::Invalid,
                 "delivery.demo_refused",
                 "",
                 {{"submission", submission.id.value}},
                 "This receiver refuses everything."};
}

Result<void> DemoThrows::deliver(const Submission& submission, const std::stop_token&) {
    VERIFY(submission.id.empty(), "this receiver is broken on purpose");
    return {};
}

}  // namespace gordion::delivery
