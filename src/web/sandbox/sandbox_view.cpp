// SPDX-License-Identifier: EUPL-1.2
#include "web/sandbox/sandbox_view.hpp"

#include <algorithm>
#include <array>

#include "core/names.hpp"
#include "fitconnect/names.hpp"
#include "web/embedded.hpp"

namespace gordion::web {

using fitconnect::EventVerb;
using fitconnect::SecurityEvent;
using formats::Json;
using zustelldienst::Check;
using zustelldienst::CheckOutcome;
using zustelldienst::TracedCall;

namespace {

constexpr std::string_view language = "de";

// "13:05:07.123" of "2026-11-25T13:05:07.123Z".
std::string clock_time(Instant at) {
    constexpr std::size_t date_characters = 11;
    constexpr std::size_t time_characters = 12;
    return at.to_iso().substr(date_characters, time_characters);
}

// "sender" for the ready clients, the id for others.
std::string name_of_client(const SandboxParts& in, const std::string& id) {
    const auto found = std::find_if(in.plan.clients.begin(), in.plan.clients.end(),
                                    [&](const auto& planned) { return planned.id == id; });
    return found == in.plan.clients.end()
               ? id
               : in.site->texts().text(language, "sandbox_pages.role." + found->role);
}

Json view_call(const SandboxParts& in, const TracedCall& call) {
    constexpr std::int64_t us_per_ms = 1000;
    Json failures = Json::array();
    std::string passed;
    for (const Check& check : call.checks) {
        if (check.outcome == CheckOutcome::Fail) {
            failures.push(Json::object({{"name", check.name}, {"sentence", check.sentence}}));
        } else {
            passed += (passed.empty() ? "" : ", ") + check.name;
        }
    }
    const bool has_failed = failures.size() > 0;
    const std::string reason =
        has_failed ? failures.as_array().back().text_at("sentence") : std::string();
    return Json::object({{"id", call.id},
                         {"time", clock_time(call.at)},
                         {"iso", call.at.to_iso()},
                         {"method", call.method},
                         {"path", call.path},
                         {"query", call.query},
                         {"status", call.status == 0 ? "–" : std::to_string(call.status)},
                         {"failed", call.has_failed()},
                         {"ms", call.duration_us / us_per_ms},
                         {"client", name_of_client(in, call.client_id)},
                         {"ordered", call.ordered},
                         {"reason", reason},
                         {"subject", call.submission_id.empty() ? call.id : call.submission_id},
                         {"has_failed", has_failed},
                         {"failures", std::move(failures)},
                         {"passed", passed}});
}

// "POST …/submissions → 201": without prefix, and ids shortened to what tells them apart.
std::string short_label(const TracedCall& call) {
    constexpr std::size_t uuid_characters = 36;
    constexpr std::size_t shown_characters = 8;
    constexpr std::size_t longest = 60;
    std::string path = call.path;
    for (const char* version : {"/v1/", "/v2/"}) {
        if (const std::size_t at = path.find(version); at != std::string::npos) {
            path = path.substr(at);
        }
    }
    for (std::size_t at = 0; at + uuid_characters <= path.size(); ++at) {
        if (fitconnect::normalize_uuid(path.substr(at, uuid_characters))) {
            path.replace(at + shown_characters, uuid_characters - shown_characters, "…");
        }
    }
    std::string label = call.method + " " + path;
    if (label.size() > longest) {
        label = label.substr(0, label.find_last_of('/', longest)) + "/…";
    }
    return call.status == 0 ? label : label + "  " + std::to_string(call.status);
}

// Whose lane: 0 sender, 2 subscriber; the sandbox stands between them.
int lane_of(const SandboxParts& in, const TracedCall& call) {
    if (call.path.starts_with("(callback")) {
        return call.path.find("destination") == std::string::npos ? 0 : 2;
    }
    return call.client_id == in.plan.client("subscriber").id ||
                   call.client_id == in.plan.client("demo").id
               ? 2
               : 0;
}

}  // namespace

Json view_calls(const SandboxParts& in, const std::vector<TracedCall>& calls) {
    Json list = Json::array();
    for (const TracedCall& call : calls) {
        list.push(view_call(in, call));
    }
    return list;
}

Json view_events(const SandboxParts& in, const std::vector<SecurityEvent>& events) {
    static constexpr Names<EventVerb, 7> verbs{{{EventVerb::Create, "create"},
                                                {EventVerb::Submit, "submit"},
                                                {EventVerb::Notify, "notify"},
                                                {EventVerb::Forward, "forward"},
                                                {EventVerb::Accept, "accept"},
                                                {EventVerb::Reject, "reject"},
                                                {EventVerb::Delete, "deleted"}}};
    const auto text = [&](std::string_view name, const Values& values = {}) {
        return in.site->texts().text(language, "sandbox_pages.event." + std::string(name), values);
    };
    Json list = Json::array();
    const Json written = sandbox::write_events(events);
    for (std::size_t i = 0; i < events.size(); ++i) {
        const bool is_reply = events[i].type.subject == fitconnect::SubjectKind::Reply;
        Json shown = written.as_array()[i];
        shown.set("time", clock_time(events[i].issued_at));
        shown.set("text", text(name_of(verbs, events[i].type.verb),
                               {{"subject", text(is_reply ? "reply" : "submission")}}));
        list.push(std::move(shown));
    }
    return list;
}

Json view_picture(const SandboxParts& in, const std::vector<TracedCall>& calls) {
    constexpr std::size_t most = 60;
    constexpr std::int64_t row_height = 34;
    constexpr std::int64_t first_row = 66;
    constexpr std::int64_t middle = 410;
    constexpr std::array<std::int64_t, 3> lanes{40, middle, 780};
    if (calls.empty() || calls.size() > most) {
        return {};
    }
    Json arrows = Json::array();
    std::int64_t y = first_row;
    for (const TracedCall& call : calls) {
        const std::int64_t lane = lanes.at(static_cast<std::size_t>(lane_of(in, call)));
        const bool is_callback = call.path.starts_with("(callback");
        const std::int64_t from = is_callback ? middle : lane;
        const std::int64_t to = is_callback ? lane : middle;
        const std::int64_t direction = to > from ? 1 : -1;
        arrows.push(Json::object({{"x1", from},
                                  {"x2", to - direction * 8},
                                  {"tip", to},
                                  {"back", to - direction * 9},
                                  {"y", y},
                                  {"above", y - 5},
                                  {"below", y + 5},
                                  {"label_x", (lane + middle) / 2},
                                  {"label_y", y - 8},
                                  {"label", short_label(call)},
                                  {"failed", call.has_failed()}}));
        y += row_height;
    }
    return Json::object({{"arrows", std::move(arrows)}, {"height", y}});
}

std::string show_sandbox_report(const SandboxParts& in, const Json& report,
                                const std::vector<TracedCall>& calls,
                                const std::vector<sandbox::RecordedLog>& logs) {
    const auto render = [&](const char* name, const Json& data) {
        return in.site->render(name, data, language).markup();
    };
    Json shown_logs = Json::array();
    for (const sandbox::RecordedLog& log : logs) {
        shown_logs.push(Json::object(
            {{"case", log.case_id},
             {"list", render("sandbox/event_list",
                             Json::object({{"events", view_events(in, log.events)}}))}}));
    }
    Json data = report;
    data.set("style", find_embedded("assets/report.css"));
    data.set("has_findings", report.find("findings")->size() > 0);
    data.set("has_switches", report.find("switches")->size() > 0);
    data.set("has_logs", !logs.empty());
    data.set("shown_logs", std::move(shown_logs));
    data.set("settings_text", formats::write_json_pretty(*report.find("settings")));
    const Json picture = view_picture(in, calls);
    data.set("picture", picture.is_object() ? render("sandbox/picture", picture) : std::string());
    data.set("call_list",
             render("sandbox/call_list", Json::object({{"calls", view_calls(in, calls)}})));
    return render("sandbox/report", data);
}

}  // namespace gordion::web
