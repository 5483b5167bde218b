// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <string>
#include <string_view>

#include "core/result.hpp"
#include "formats/json.hpp"

namespace gordion::web {

struct SandboxParts;

/// A report to be attached to a ticket: what sandbox::write_report() says, twice.
struct SandboxReport {
    formats::Json json;
    std::string html;  ///< one file that needs nothing else
};

/// Of a recording, or of everything since the start if `recording` is empty. Error codes:
/// sandbox.recording_missing, those of storage.
Result<SandboxReport> make_sandbox_report(SandboxParts& in, std::string_view recording);

}  // namespace gordion::web
