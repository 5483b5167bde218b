// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "core/finding.hpp"

namespace gordion::documents::internal {

/// Collects what a check finds; looks up the sentence of each condition.
class UaReport {
public:
    /// `number` as in ua_conditions(). Beyond ten findings of one condition it only counts.
    void add(std::string_view number, std::string place);
    [[nodiscard]] Findings take() && { return std::move(findings_); }

private:
    Findings findings_;
    std::map<std::string, int, std::less<>> counts_;
};

}  // namespace gordion::documents::internal
