// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <string>
#include <vector>

#include "fitconnect/event.hpp"
#include "sandbox/failure_switches.hpp"
#include "sandbox/recording_store.hpp"
#include "zustelldienst/trace.hpp"

namespace gordion::sandbox {

/// The event log of one case, for a report: what the tokens say, not the tokens.
struct RecordedLog {
    std::string case_id;
    std::vector<fitconnect::SecurityEvent> events;
};

/// [{"event","issuer","at","id","subject","problems":[…]}]
formats::Json write_events(const std::vector<fitconnect::SecurityEvent>& events);
/// {"id","name","begun","ended"}; ended is absent while it runs.
formats::Json write_recording(const Recording& recording);

/// What a report is made of.
struct ReportParts {
    const Recording& recording;
    std::string version;     ///< of this program
    formats::Json settings;  ///< how the server behaved; without secrets
    const std::vector<zustelldienst::TracedCall>& calls;  ///< oldest first
    const std::vector<RecordedLog>& logs;
    const std::vector<FailureOrder>& orders;  ///< that are on now
    bool is_complete = true;                  ///< false: calls were left out or dropped
    Instant now;
};

/// The report as JSON, to be attached to a ticket: no secret, key, token or content. Failed checks
/// are counted by name and sentence, most frequent first, so that the page begins with what to
/// change.
formats::Json write_report(const ReportParts& parts);

}  // namespace gordion::sandbox
