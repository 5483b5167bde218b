// SPDX-License-Identifier: EUPL-1.2
#include "web/sandbox/sandbox_report.hpp"

#include <algorithm>
#include <set>

#include "core/limits.hpp"
#include "sandbox/report.hpp"
#include "web/sandbox/sandbox_parts.hpp"
#include "web/sandbox/sandbox_view.hpp"

namespace gordion::web {

using formats::Json;
using sandbox::Recording;
using zustelldienst::TracedCall;

namespace {

struct Recorded {
    std::vector<TracedCall> calls;  ///< oldest first
    bool is_complete = true;
};

Result<Recorded> load_calls(SandboxParts& in, const Recording& recording) {
    Recorded recorded;
    zustelldienst::TraceFilter filter;
    filter.from = recording.begun_at;
    filter.until = recording.ended_at;
    filter.limit = limits::trace_list;
    while (true) {
        auto page = TRY(in.traces->list_calls(system_scope("sandbox.report"), filter));
        const std::size_t count = page.size();
        std::move(page.begin(), page.end(), std::back_inserter(recorded.calls));
        if (count < filter.limit) {
            break;
        }
        filter.offset += count;
    }
    std::reverse(recorded.calls.begin(), recorded.calls.end());
    // The trace keeps so many; older ones of this recording may be gone.
    recorded.is_complete = in.traces->dropped() == 0 &&
                           recorded.calls.size() < static_cast<std::size_t>(limits::trace_calls);
    return recorded;
}

Result<std::vector<sandbox::RecordedLog>> load_logs(SandboxParts& in,
                                                    const std::vector<TracedCall>& calls) {
    std::set<std::string> cases;
    for (const TracedCall& call : calls) {
        cases.insert(call.case_id);
    }
    cases.erase("");
    std::vector<sandbox::RecordedLog> logs;
    for (const std::string& id : cases) {
        auto events = TRY(load_case_events(in, id));
        logs.push_back({id, std::move(events)});
    }
    return logs;
}

Json write_settings(const SandboxParts& in) {
    const zustelldienst::Settings& settings = in.delivery->settings;
    return Json::object({{"public_url", settings.public_url},
                         {"notify_at_once", settings.notify_at_once},
                         {"check_region", settings.check_region},
                         {"readable_after_acceptance", settings.readable_after_acceptance},
                         {"replies", settings.replies},
                         {"require_user_agent", settings.require_user_agent},
                         {"attachment_bytes", settings.attachment_bytes},
                         {"submission_bytes", settings.submission_bytes},
                         {"rate_limit", settings.rate_limit}});
}

}  // namespace

Result<SandboxReport> make_sandbox_report(SandboxParts& in, std::string_view id) {
    const Recording recording = id.empty()
                                    ? Recording{"", "since the start", in.begun_at, std::nullopt}
                                    : TRY(in.recordings.load(system_scope("sandbox.report"), id));
    const Recorded recorded = TRY(load_calls(in, recording));
    const auto logs = TRY(load_logs(in, recorded.calls));
    const auto orders = in.switches.list();
    SandboxReport report;
    report.json =
        sandbox::write_report({recording, in.config.version, write_settings(in), recorded.calls,
                               logs, orders, recorded.is_complete, in.clock.now()});
    report.html = show_sandbox_report(in, report.json, recorded.calls, logs);
    return report;
}

}  // namespace gordion::web
