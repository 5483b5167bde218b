// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include "delivery/channels/channel.hpp"

namespace gordion::delivery {

/// A receiver that refuses everything, as designed: shows what citizen and operator see then.
class DemoRefuses final : public Channel {
public:
    [[nodiscard]] std::string_view name() const override { return "demo_refuses"; }
    Result<void> deliver(const Submission& submission, const std::stop_token& lost) override;
};

/// A receiver with a bug: shows that one broken channel harms nothing else.
class DemoThrows final : public Channel {
public:
    [[nodiscard]] std::string_view name() const override { return "demo_throws"; }
    Result<void> deliver(const Submission& submission, const std::stop_token& lost) override;
};

}  // namespace gordion::delivery
