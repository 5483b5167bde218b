// SPDX-License-Identifier: EUPL-1.2
#include <charconv>

#include "core/text.hpp"
#include "sandbox/report.hpp"
#include "web/sandbox/sandbox_parts.hpp"

namespace gordion::web {
namespace {

using formats::Json;
using http::Method;

http::Response show_json(const Json& json) {
    http::Response response = http::Response::json(formats::write_json_pretty(json) + "\n");
    response.set_header("Cache-Control", "no-store");
    return response;
}

Error wrong_method(std::string_view methods) {
    return {ErrorKind::Unsupported,
            "zustelldienst.method_unknown",
            "",
            {{"allowed", std::string(methods)}},
            "This is asked with " + std::string(methods) + "."};
}

std::size_t number_of(const http::Request& request, std::string_view name, std::size_t fallback) {
    const std::string_view text = request.query.find_or(name, "");
    std::size_t number = fallback;
    std::from_chars(text.data(), text.data() + text.size(), number);
    return number;
}

Json write_calls(const std::vector<zustelldienst::TracedCall>& calls) {
    Json list = Json::array();
    for (const auto& call : calls) {
        list.push(write_traced_call(call));
    }
    return list;
}

Result<http::Response> list_trace(SandboxParts& in, const http::Request& request) {
    zustelldienst::TraceFilter filter;
    filter.subject = request.query.find_or("subject", "");
    filter.client_id = request.query.find_or("client", "");
    filter.only_failed = request.query.has("failed");
    filter.limit = number_of(request, "limit", filter.limit);
    filter.offset = number_of(request, "offset", 0);
    const auto calls = TRY(in.traces->list_calls(system_scope("sandbox.trace"), filter));
    const std::int64_t dropped = in.traces->dropped();
    return show_json(Json::object({{"dropped", dropped}, {"calls", write_calls(calls)}}));
}

Result<http::Response> show_story(SandboxParts& in, std::string_view id) {
    const SandboxStory story = TRY(load_sandbox_story(in, id));
    Json json = Json::object({{"about", to_string(story.calls.about)},
                              {"id", story.calls.id},
                              {"case", story.calls.case_id},
                              {"is_complete", story.calls.is_complete}});
    json.set("calls", write_calls(story.calls.calls));
    json.set("events", sandbox::write_events(story.events));
    return show_json(json);
}

Result<http::Response> use_switches(SandboxParts& in, const http::Request& request) {
    if (request.method == Method::Delete) {
        in.switches.clear_all();
    } else if (request.method == Method::Put) {
        const Json json = TRY(formats::parse_json(request.body));
        TRY(switch_on(in, TRY(sandbox::read_failure_order(json))));
    } else if (request.method != Method::Get) {
        return wrong_method("GET, PUT or DELETE");
    }
    Json list = Json::array();
    for (const sandbox::FailureOrder& order : in.switches.list()) {
        Json item = write_failure_order(order);
        item.set("sentence", order.sentence());
        list.push(std::move(item));
    }
    return show_json(Json::object({{"switches", std::move(list)}}));
}

Result<http::Response> use_recordings(SandboxParts& in, const http::Request& request,
                                      std::string_view rest) {
    const Scope scope = system_scope("sandbox.record");
    if (rest.empty() && request.method == Method::Get) {
        Json list = Json::array();
        for (const sandbox::Recording& recording : TRY(in.recordings.list(scope))) {
            list.push(sandbox::write_recording(recording));
        }
        return show_json(Json::object({{"recordings", std::move(list)}}));
    }
    if (request.method != Method::Post) {
        return wrong_method(rest.empty() ? "GET or POST" : "POST");
    }
    if (rest.empty()) {
        const Json json = TRY(formats::parse_json(request.body));
        return show_json(
            sandbox::write_recording(TRY(in.recordings.begin(scope, json.text_at("name")))));
    }
    const std::vector<std::string> parts = split(rest, '/');
    if (parts.size() != 2 || parts[1] != "end") {
        return Error{ErrorKind::NotFound, "sandbox.path", "", {}, "POST …/recordings/ID/end"};
    }
    return show_json(sandbox::write_recording(TRY(in.recordings.end(scope, parts[0]))));
}

Result<http::Response> show_report(SandboxParts& in, const http::Request& request,
                                   std::string_view format) {
    const SandboxReport report =
        TRY(make_sandbox_report(in, request.query.find_or("recording", "")));
    http::Response response =
        format == "html" ? http::Response::html(report.html) : show_json(report.json);
    response.set_header("Cache-Control", "no-store");
    response.set_download("gordion-sandbox-report." + std::string(format));
    return response;
}

Result<http::Response> read_only(const http::Request& request) {
    if (request.method != Method::Get && request.method != Method::Head) {
        return wrong_method("GET");
    }
    return http::Response::empty(200);
}

}  // namespace

std::optional<Result<http::Response>> answer_sandbox_api(SandboxParts& in,
                                                         const http::Request& request) {
    const std::string_view path = request.path;
    const auto below = [&](std::string_view prefix) -> std::optional<std::string_view> {
        if (path == prefix) {
            return std::string_view();
        }
        return path.starts_with(prefix) && path[prefix.size()] == '/'
                   ? std::optional(path.substr(prefix.size() + 1))
                   : std::nullopt;
    };
    const auto trace = below("/sandbox/trace");
    const auto recordings = below("/sandbox/recordings");
    const bool is_report = path == "/sandbox/report.json" || path == "/sandbox/report.html";
    const bool is_switches = path == "/sandbox/switches";
    if (!trace && !recordings && !is_report && !is_switches) {
        return std::nullopt;
    }
    const bool writes = request.method != Method::Get && request.method != Method::Head;
    if (writes && is_from_elsewhere(request)) {
        return forged_form();
    }
    if (is_switches) {
        return use_switches(in, request);
    }
    if (recordings) {
        return use_recordings(in, request, *recordings);
    }
    if (auto allowed = read_only(request); !allowed) {
        return allowed;
    }
    if (is_report) {
        return show_report(in, request, path.substr(path.rfind('.') + 1));
    }
    return trace->empty() ? list_trace(in, request) : show_story(in, *trace);
}

}  // namespace gordion::web
