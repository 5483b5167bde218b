// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <string>
#include <vector>

#include "formats/json.hpp"
#include "sandbox/report.hpp"
#include "web/sandbox/sandbox_parts.hpp"

namespace gordion::web {

/// How calls and events are shown, on pages and in reports: data for the templates
/// sandbox/call_list and sandbox/event_list.
formats::Json view_calls(const SandboxParts& in,
                         const std::vector<zustelldienst::TracedCall>& calls);
formats::Json view_events(const SandboxParts& in,
                          const std::vector<fitconnect::SecurityEvent>& events);
/// Calls as arrows between sender, sandbox and subscriber: data for sandbox/picture. Nothing where
/// there are more than fit.
formats::Json view_picture(const SandboxParts& in,
                           const std::vector<zustelldienst::TracedCall>& calls);

/// The report as one HTML file, with its style inside.
std::string show_sandbox_report(const SandboxParts& in, const formats::Json& report,
                                const std::vector<zustelldienst::TracedCall>& calls,
                                const std::vector<sandbox::RecordedLog>& logs);

}  // namespace gordion::web
