// SPDX-License-Identifier: EUPL-1.2
#include "core/finding.hpp"

#include <algorithm>
#include <iterator>

namespace gordion {

std::string_view to_string(Severity severity) {
    switch (severity) {
        case Severity::Note:
            return "note";
        case Severity::Warning:
            return "warning";
        case Severity::Fault:
            return "fault";
    }
    return "unknown";
}

std::string Finding::to_text() const {
    std::string text(to_string(severity));
    if (!place.empty()) {
        text += ": " + place;
    }
    text += ": " + message;
    for (std::size_t i = 0; i < values.size(); ++i) {
        text += (i == 0 ? " (" : ", ") + values[i].first + "=" + values[i].second;
    }
    return text + (values.empty() ? "" : ")") + " [" + code + "]";
}

bool has_faults(const Findings& findings) {
    return std::any_of(findings.begin(), findings.end(),
                       [](const Finding& finding) { return finding.severity == Severity::Fault; });
}

void append(Findings& to, Findings from) {
    to.insert(to.end(), std::make_move_iterator(from.begin()), std::make_move_iterator(from.end()));
}

}  // namespace gordion
