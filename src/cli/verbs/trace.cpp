// SPDX-License-Identifier: EUPL-1.2
#include <filesystem>

#include "cli/file_writer.hpp"
#include "cli/verbs/verbs.hpp"
#include "http/client.hpp"
#include "http/percent.hpp"

namespace gordion::cli {
namespace {

using formats::Json;

constexpr std::size_t answer_bytes = 16UL * 1024 * 1024;

Error unreadable(const std::string& url) {
    return {ErrorKind::Unavailable,
            "cli.trace_answer",
            url,
            {},
            "What answers there is no sandbox of Gordion. Name its address with --url."};
}

Result<http::ClientResponse> send(http::ClientRequest request) {
    http::ClientConfig config;
    config.plain_http = http::PlainHttp::Allow;
    http::Client client(config);
    request.response_bytes = answer_bytes;
    http::ClientResponse response = TRY(client.send(request));
    const auto json = formats::parse_json(response.body);
    if (response.status == 404 && json && json.value().is_object()) {
        return Error{
            ErrorKind::NotFound, "cli.trace_unknown", "", {}, json.value().text_at("detail")};
    }
    return response;
}

// What a sandbox answers with 200.
Result<std::string> fetch(const std::string& url) {
    http::ClientRequest request;
    request.url = url;
    http::ClientResponse response = TRY(send(std::move(request)));
    return response.status == 200 ? Result<std::string>(std::move(response.body))
                                  : Result<std::string>(unreadable(url));
}

Result<Json> fetch_calls(const std::string& url) {
    auto json = formats::parse_json(TRY(fetch(url)));
    const bool is_trace = json && json.value().is_object() &&
                          json.value().find("calls") != nullptr &&
                          json.value().find("calls")->is_array();
    return is_trace ? std::move(json) : Result<Json>(unreadable(url));
}

void print_call(Call& call, const Json& traced) {
    const Json* status = traced.find("status");
    const Json* duration = traced.find("duration_us");
    constexpr std::int64_t us_per_ms = 1000;
    call.out << traced.text_at("at") << "  "
             << (status != nullptr && status->is_int() ? status->as_int() : 0) << "  "
             << traced.text_at("method") << " " << traced.text_at("path") << "  "
             << (duration != nullptr && duration->is_int() ? duration->as_int() / us_per_ms : 0)
             << " ms  " << traced.text_at("id") << "\n";
    if (const std::string ordered = traced.text_at("ordered"); !ordered.empty()) {
        call.out << "    ordered  " << ordered << "\n";
    }
    const Json* checks = traced.find("checks");
    if (checks == nullptr || !checks->is_array()) {
        return;
    }
    for (const Json& check : checks->as_array()) {
        call.out << "    " << (check.text_at("outcome") == "fail" ? "FAIL" : "ok  ") << "  "
                 << check.text_at("name");
        if (const std::string sentence = check.text_at("sentence"); !sentence.empty()) {
            call.out << ": " << sentence;
        }
        call.out << "\n";
    }
}

// Begins or ends a recording.
Result<Exit> record(Call& call, const std::string& origin) {
    const bool ends = call.has("end");
    http::ClientRequest request;
    request.method = http::Method::Post;
    request.url = origin + "/sandbox/recordings" +
                  (ends ? "/" + http::percent_encode(call.option("end")) + "/end" : "");
    request.headers = {{"content-type", "application/json"}};
    request.body = formats::write_json(Json::object({{"name", call.option("record")}}));
    const http::ClientResponse response = TRY(send(std::move(request)));
    const auto json = formats::parse_json(response.body);
    if (response.status != 200 || !json || !json.value().is_object()) {
        return Error{ErrorKind::Invalid,
                     "cli.trace_recording",
                     "--record",
                     {},
                     json && json.value().is_object() ? json.value().text_at("detail") : ""};
    }
    if (call.json) {
        call.out << formats::write_json(json.value()) << "\n";
    } else {
        call.out << json.value().text_at("id") << "\n";
    }
    return Exit::Done;
}

Result<Exit> save_report(Call& call, const std::string& origin) {
    const std::filesystem::path folder = call.option("report");
    const std::string asked = call.has("recording")
                                  ? "?recording=" + http::percent_encode(call.option("recording"))
                                  : std::string();
    for (const char* format : {"html", "json"}) {
        const std::string content = TRY(fetch(origin + "/sandbox/report." + format + asked));
        const auto file = folder / (std::string("gordion-sandbox-report.") + format);
        TRY(write_file(file, content));
        call.out << file.string() << "\n";
    }
    return Exit::Done;
}

// Calls that failed make exit code 1: something is to be changed.
Result<Exit> run(Call& call) {
    const std::string origin = call.option("url", "http://127.0.0.1:8181");
    if (call.has("record") || call.has("end")) {
        return record(call, origin);
    }
    if (call.has("report")) {
        return save_report(call, origin);
    }
    const std::string id =
        call.arguments.empty() ? "" : "/" + http::percent_encode(call.arguments.front());
    const std::string failed = id.empty() && call.has("failed") ? "?failed" : "";
    const Json story = TRY(fetch_calls(origin + "/sandbox/trace" + id + failed));
    bool has_failed = false;
    for (const Json& traced : story.find("calls")->as_array()) {
        const Json* flag = traced.find("failed");
        has_failed = has_failed || (flag != nullptr && flag->is_bool() && flag->as_bool());
        if (!call.json) {
            print_call(call, traced);
        }
    }
    if (call.json) {
        call.out << formats::write_json(story) << "\n";
    }
    return has_failed ? Exit::Faults : Exit::Done;
}

}  // namespace

Verb trace_verb() {
    return {"trace",
            "[ID]",
            0,
            1,
            "Show every call on a submission, case, reply, destination or request of a sandbox, "
            "and what was checked; without ID the newest calls",
            {{"url", "of the sandbox (default http://127.0.0.1:8181)"},
             {"failed", "without ID: only calls that failed", true},
             {"record", "begin a recording of this name; prints its id"},
             {"end", "end the recording of this id"},
             {"report",
              "write a report (HTML and JSON) into this folder: everything since the "
              "start, or one recording"},
             {"recording", "for --report: id of the recording"}},
            run};
}

}  // namespace gordion::cli
