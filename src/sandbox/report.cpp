// SPDX-License-Identifier: EUPL-1.2
#include "sandbox/report.hpp"

#include <algorithm>
#include <map>
#include <set>

namespace gordion::sandbox {
namespace {

using formats::Json;
using zustelldienst::Check;
using zustelldienst::CheckOutcome;
using zustelldienst::TracedCall;

struct Finding {
    std::size_t times = 0;
    std::string first_call;
};

// Failed checks by name and sentence, the most frequent first.
Json write_findings(const std::vector<TracedCall>& calls) {
    std::map<std::pair<std::string, std::string>, Finding> findings;
    for (const TracedCall& call : calls) {
        for (const Check& check : call.checks) {
            if (check.outcome == CheckOutcome::Fail) {
                Finding& finding = findings[{check.name, check.sentence}];
                finding.first_call = finding.times == 0 ? call.id : finding.first_call;
                ++finding.times;
            }
        }
    }
    std::vector<std::pair<std::pair<std::string, std::string>, Finding>> sorted(findings.begin(),
                                                                                findings.end());
    std::stable_sort(sorted.begin(), sorted.end(), [](const auto& left, const auto& right) {
        return left.second.times > right.second.times;
    });
    Json list = Json::array();
    for (const auto& [check, finding] : sorted) {
        list.push(Json::object({{"check", check.first},
                                {"sentence", check.second},
                                {"times", finding.times},
                                {"first_call", finding.first_call}}));
    }
    return list;
}

Json write_summary(const std::vector<TracedCall>& calls) {
    std::map<std::string, std::int64_t> by_status;
    std::set<std::string> clients;
    std::set<std::string> submissions;
    std::int64_t failed = 0;
    std::int64_t ordered = 0;
    for (const TracedCall& call : calls) {
        ++by_status[std::to_string(call.status)];
        failed += call.has_failed() ? 1 : 0;
        ordered += call.ordered.empty() ? 0 : 1;
        clients.insert(call.client_id);
        submissions.insert(call.submission_id);
    }
    clients.erase("");
    submissions.erase("");
    Json statuses = Json::object();
    for (const auto& [status, times] : by_status) {
        statuses.set(status, times);
    }
    return Json::object({{"calls", calls.size()},
                         {"failed", failed},
                         {"ordered_failures", ordered},
                         {"clients", clients.size()},
                         {"submissions", submissions.size()},
                         {"by_status", std::move(statuses)}});
}

}  // namespace

Json write_events(const std::vector<fitconnect::SecurityEvent>& all) {
    Json events = Json::array();
    for (const fitconnect::SecurityEvent& event : all) {
        Json problems = Json::array();
        for (const fitconnect::Problem& problem : event.problems) {
            problems.push(Json::object({{"type", problem.type},
                                        {"title", problem.title},
                                        {"detail", problem.detail},
                                        {"instance", problem.instance}}));
        }
        events.push(Json::object({{"event", fitconnect::event_uri(event.type)},
                                  {"issuer", event.issuer},
                                  {"at", event.issued_at.to_iso()},
                                  {"id", event.id},
                                  {"subject", event.subject_id},
                                  {"problems", std::move(problems)}}));
    }
    return events;
}

Json write_recording(const Recording& recording) {
    Json json = Json::object(
        {{"id", recording.id}, {"name", recording.name}, {"begun", recording.begun_at.to_iso()}});
    if (recording.ended_at) {
        json.set("ended", recording.ended_at->to_iso());
    }
    return json;
}

Json write_report(const ReportParts& parts) {
    Json calls = Json::array();
    for (const TracedCall& call : parts.calls) {
        calls.push(zustelldienst::write_traced_call(call));
    }
    Json logs = Json::array();
    for (const RecordedLog& log : parts.logs) {
        logs.push(Json::object({{"case", log.case_id}, {"events", write_events(log.events)}}));
    }
    Json orders = Json::array();
    for (const FailureOrder& order : parts.orders) {
        orders.push(write_failure_order(order));
    }
    Json report = Json::object({{"report", "gordion sandbox"},
                                {"version", parts.version},
                                {"name", parts.recording.name},
                                {"begun", parts.recording.begun_at.to_iso()}});
    report.set("ended", parts.recording.ended_at.value_or(parts.now).to_iso());
    report.set("is_running", !parts.recording.ended_at.has_value());
    report.set("is_complete", parts.is_complete);
    report.set("settings", parts.settings);
    report.set("summary", write_summary(parts.calls));
    report.set("findings", write_findings(parts.calls));
    report.set("switches", std::move(orders));
    report.set("logs", std::move(logs));
    report.set("calls", std::move(calls));
    return report;
}

}  // namespace gordion::sandbox
