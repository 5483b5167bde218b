// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <map>
#include <string>

#include "core/finding.hpp"

namespace gordion::xzufi::internal {

/// Findings of one message under a limit. Faults have a limit of their own, so that ten thousand
/// notes cannot hide the one object that was refused.
class FindingList {
public:
    void add(Finding finding);
    /// Only the first finding of a key is kept; its value "times" says how often it came.
    void add_repeated(const std::string& key, Finding finding);
    /// The findings in the order in which they came; then how many are left out.
    Findings take();

private:
    bool has_room(Severity severity);

    Findings findings_;
    std::map<std::string, std::pair<std::size_t, std::int64_t>> repeated_;
    std::size_t faults_ = 0;
    std::size_t others_ = 0;
    std::int64_t left_out_ = 0;
};

}  // namespace gordion::xzufi::internal
