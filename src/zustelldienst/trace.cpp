// SPDX-License-Identifier: EUPL-1.2
#include "zustelldienst/trace.hpp"

#include <algorithm>
#include <array>

#include "core/limits.hpp"
#include "core/text.hpp"

namespace gordion::zustelldienst {
namespace {

using formats::Json;

constexpr std::array<std::string_view, 7> shown_headers{
    "accept",     "accept-encoding", "content-length",   "content-type",
    "user-agent", "expect",          "transfer-encoding"};

constexpr std::array<std::string_view, 8> shown_queries{
    "offset", "limit", "destinationId", "leikaKey", "ars", "ags", "areaId", "areaSearchexpression"};

std::string lower_case(std::string_view text) {
    std::string lower(text);
    for (char& letter : lower) {
        letter = letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
    }
    return lower;
}

std::string cut(std::string_view text) {
    if (text.size() <= limits::trace_text_bytes) {
        return std::string(text);
    }
    // Not within a UTF-8 character.
    std::size_t end = limits::trace_text_bytes;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) {
        --end;
    }
    return std::string(text.substr(0, end)) + " …";
}

Json write_check(const Check& check) {
    Json json = Json::object(
        {{"name", check.name}, {"outcome", check.outcome == CheckOutcome::Pass ? "pass" : "fail"}});
    if (!check.sentence.empty()) {
        json.set("sentence", cut(check.sentence));
    }
    if (!check.values.empty()) {
        Json values = Json::object();
        for (const auto& [name, value] : check.values) {
            values.set(name, cut(value));
        }
        json.set("values", std::move(values));
    }
    return json;
}

Error not_a_trace() {
    return {ErrorKind::Invalid, "zustelldienst.trace", "", {}, "This is no call of a trace."};
}

Values read_texts(const Json* object) {
    Values texts;
    if (object != nullptr && object->is_object()) {
        for (const auto& [name, value] : object->as_object()) {
            if (value.is_string()) {
                texts.emplace_back(name, value.as_string());
            }
        }
    }
    return texts;
}

std::int64_t number_at(const Json& json, std::string_view name) {
    const Json* found = json.find(name);
    return found != nullptr && found->is_int() ? found->as_int() : 0;
}

// The texts of a call, each with its name in the file.
template <typename Call, typename Take>
void visit_texts(Call& call, const Take& take) {
    take("id", call.id);
    take("method", call.method);
    take("path", call.path);
    take("query", call.query);
    take("client", call.client_id);
    take("tenant", call.tenant);
    take("destination", call.destination_id);
    take("submission", call.submission_id);
    take("case", call.case_id);
    take("reply", call.reply_id);
    take("attachment", call.attachment_id);
    take("request_sha256", call.request_sha256);
    take("problem", call.problem);
    take("detail", call.detail);
    take("ordered", call.ordered);
}

}  // namespace

bool TracedCall::has_failed() const {
    return status >= 400 || std::any_of(checks.begin(), checks.end(), [](const Check& check) {
               return check.outcome == CheckOutcome::Fail;
           });
}

std::string reduce_header(std::string_view name, std::string_view value) {
    const std::string lower = lower_case(name);
    if (lower == "authorization") {
        const std::size_t blank = value.find(' ');
        const std::string word = lower_case(value.substr(0, blank));
        const bool known = blank != std::string_view::npos && (word == "basic" || word == "bearer");
        const std::string scheme = known ? std::string(value.substr(0, blank)) : "(other scheme)";
        return scheme + " … (" + std::to_string(value.size()) + " characters)";
    }
    const bool shown =
        std::find(shown_headers.begin(), shown_headers.end(), lower) != shown_headers.end();
    return shown ? cut(value) : std::string();
}

std::string reduce_query(const std::vector<std::pair<std::string, std::string>>& fields) {
    std::string query;
    for (const auto& [name, value] : fields) {
        const bool shown =
            std::find(shown_queries.begin(), shown_queries.end(), name) != shown_queries.end();
        query += (query.empty() ? "" : "&") + name + "=" + (shown ? value : "…");
    }
    return cut(query);
}

Json write_traced_call(const TracedCall& call) {
    Json json = Json::object({{"at", call.at.to_iso()},
                              {"at_ms", call.at.ms},
                              {"status", call.status},
                              {"duration_us", call.duration_us},
                              {"failed", call.has_failed()}});
    visit_texts(call, [&](std::string_view name, const std::string& text) {
        if (!text.empty()) {
            json.set(name, cut(text));
        }
    });
    Json headers = Json::object();
    for (const auto& [name, value] : call.headers) {
        headers.set(name, value);
    }
    json.set("headers", std::move(headers));
    json.set("request_bytes", static_cast<std::int64_t>(call.request_bytes));
    json.set("response_bytes", static_cast<std::int64_t>(call.response_bytes));
    Json checks = Json::array();
    for (const Check& check : call.checks) {
        checks.push(write_check(check));
    }
    json.set("checks", std::move(checks));
    return json;
}

Result<TracedCall> read_traced_call(const Json& json) {
    TracedCall call;
    visit_texts(call, [&](std::string_view name, std::string& text) { text = json.text_at(name); });
    if (call.id.empty()) {
        return not_a_trace();
    }
    call.at = {number_at(json, "at_ms")};
    call.status = static_cast<int>(number_at(json, "status"));
    call.duration_us = number_at(json, "duration_us");
    call.headers = read_texts(json.find("headers"));
    call.request_bytes = static_cast<std::uint64_t>(number_at(json, "request_bytes"));
    call.response_bytes = static_cast<std::uint64_t>(number_at(json, "response_bytes"));
    const Json* checks = json.find("checks");
    if (checks == nullptr || !checks->is_array()) {
        return not_a_trace();
    }
    for (const Json& check : checks->as_array()) {
        call.checks.push_back(
            {check.text_at("name"),
             check.text_at("outcome") == "fail" ? CheckOutcome::Fail : CheckOutcome::Pass,
             check.text_at("sentence"), read_texts(check.find("values"))});
    }
    return call;
}

}  // namespace gordion::zustelldienst
