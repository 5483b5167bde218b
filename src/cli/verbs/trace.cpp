// SPDX-License-Identifier: EUPL-1.2
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

Result<Json> fetch(const std::string& url) {
    http::ClientConfig config;
    config.plain_http = http::PlainHttp::Allow;
    http::Client client(config);
    http::ClientRequest request;
    request.url = url;
    request.response_bytes = answer_bytes;
    const http::ClientResponse response = TRY(client.send(request));
    const auto json = formats::parse_json(response.body);
    if (!json || !json.value().is_object()) {
        return unreadable(url);
    }
    if (response.status == 404) {
        return Error{
            ErrorKind::NotFound, "cli.trace_unknown", "", {}, json.value().text_at("detail")};
    }
    if (response.status != 200 || json.value().find("calls") == nullptr ||
        !json.value().find("calls")->is_array()) {
        return unreadable(url);
    }
    return json.value();
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

// Calls that failed make exit code 1: something is to be changed.
Result<Exit> run(Call& call) {
    const std::string origin = call.option("url", "http://127.0.0.1:8181");
    const std::string id =
        call.arguments.empty() ? "" : "/" + http::percent_encode(call.arguments.front());
    const std::string failed = id.empty() && call.has("failed") ? "?failed" : "";
    const Json story = TRY(fetch(origin + "/sandbox/trace" + id + failed));
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
             {"failed", "without ID: only calls that failed", true}},
            run};
}

}  // namespace gordion::cli
