// SPDX-License-Identifier: EUPL-1.2
#include "xzufi/internal/finding_list.hpp"

#include "core/limits.hpp"

namespace gordion::xzufi::internal {

bool FindingList::has_room(Severity severity) {
    std::size_t& count = severity == Severity::Fault ? faults_ : others_;
    if (count < limits::findings) {
        ++count;
        return true;
    }
    ++left_out_;
    return false;
}

void FindingList::add(Finding finding) {
    if (has_room(finding.severity)) {
        findings_.push_back(std::move(finding));
    }
}

void FindingList::add_repeated(const std::string& key, Finding finding) {
    const auto known = repeated_.find(key);
    if (known != repeated_.end()) {
        ++known->second.second;
    } else if (has_room(finding.severity)) {
        repeated_.emplace(key, std::pair(findings_.size(), 1));
        findings_.push_back(std::move(finding));
    }
}

Findings FindingList::take() {
    for (const auto& [key, place] : repeated_) {
        findings_[place.first].values.emplace_back("times", std::to_string(place.second));
    }
    if (left_out_ > 0) {
        findings_.push_back({"xzufi.more_findings",
                             Severity::Note,
                             "",
                             {{"count", std::to_string(left_out_)}},
                             "more findings are not listed"});
    }
    return std::move(findings_);
}

}  // namespace gordion::xzufi::internal
