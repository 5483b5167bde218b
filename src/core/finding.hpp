// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/error.hpp"

namespace gordion {

enum class Severity {
    Note,     ///< Good to know.
    Warning,  ///< Works, but somebody should look at it.
    Fault,    ///< Must be mended before the thing can be used.
};

std::string_view to_string(Severity severity);

/// One result of judging many things at once: form checks, imports, package checks, conformity.
/// Same rules for `code`, `place`, `values` and `message` as in Error.
struct Finding {
    std::string code;
    Severity severity = Severity::Fault;
    std::string place;
    Values values;
    std::string message;

    /// "fault: place: message [code]" – for logs and shells.
    [[nodiscard]] std::string to_text() const;
    bool operator==(const Finding&) const = default;
};

using Findings = std::vector<Finding>;

[[nodiscard]] bool has_faults(const Findings& findings);
void append(Findings& to, Findings from);

/// A value together with what was noticed while making it.
template <typename T>
struct Judged {
    T value;
    Findings findings;
};

}  // namespace gordion
