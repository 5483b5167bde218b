// SPDX-License-Identifier: EUPL-1.2
#include "zustelldienst/call_trace.hpp"

#include <algorithm>
#include <array>

#include "core/text.hpp"
#include "crypto/hashes.hpp"
#include "fitconnect/event.hpp"
#include "fitconnect/names.hpp"
#include "http/form.hpp"

namespace gordion::zustelldienst {
namespace {

using formats::Json;

constexpr std::size_t most_read_bytes = 256 * 1024;

void note(std::string& id, std::string_view text) {
    if (id.empty()) {
        id = fitconnect::normalize_uuid(text).value_or("");
    }
}

// "/v1/submissions/<id>/attachments/<id>": the segment after a name of many things is the id of
// one.
void note_path(TracedCall& call, std::string_view path) {
    const std::vector<std::string> parts = split(path, '/');
    for (std::size_t i = 0; i + 1 < parts.size(); ++i) {
        const std::string& next = parts[i + 1];
        if (parts[i] == "submissions") {
            note(call.submission_id, next);
        } else if (parts[i] == "cases") {
            note(call.case_id, next);
        } else if (parts[i] == "replies") {
            note(call.reply_id, next);
        } else if (parts[i] == "destinations") {
            note(call.destination_id, next);
        } else if (parts[i] == "attachments") {
            note(call.attachment_id, next);
        }
    }
}

void note_members(TracedCall& call, const Json& json) {
    note(call.destination_id, json.text_at("destinationId"));
    note(call.submission_id, json.text_at("submissionId"));
    note(call.case_id, json.text_at("caseId"));
    note(call.reply_id, json.text_at("replyId"));
}

bool is_json(std::string_view media_type) {
    const std::string_view plain = media_type.substr(0, media_type.find(';'));
    return plain == "application/json" || plain == "application/problem+json" ||
           plain == "application/merge-patch+json";
}

void note_request(TracedCall& call, const http::Request& request) {
    call.request_bytes = request.body.size();
    if (request.body.empty()) {
        return;
    }
    if (request.media_type() == "application/x-www-form-urlencoded") {
        // Of a request for a token the id alone: its hash would be one of the secret.
        const auto form = http::parse_form(request);
        if (form) {
            note(call.client_id, form.value().fields.find_or("client_id", ""));
        }
        return;
    }
    call.request_sha256 = crypto::to_hex(crypto::sha256(request.body));
    if (request.body.size() > most_read_bytes) {
        return;
    }
    if (is_json(request.media_type())) {
        const auto json = formats::parse_json(request.body);
        if (json && json.value().is_object()) {
            note_members(call, json.value());
        }
    } else if (const auto token = fitconnect::read_unproved_event(request.body)) {
        const fitconnect::SecurityEvent& event = token.value().event;
        const bool reply = event.type.subject == fitconnect::SubjectKind::Reply;
        note(reply ? call.reply_id : call.submission_id, event.subject_id);
    }
}

void note_response(TracedCall& call, const http::Response& response) {
    const std::string_view content = response.content();
    call.response_bytes = response.source ? response.source_bytes : content.size();
    if (content.size() > most_read_bytes ||
        !is_json(response.find_header("Content-Type").value_or(""))) {
        return;
    }
    const auto json = formats::parse_json(content);
    if (!json || !json.value().is_object()) {
        return;
    }
    if (call.status < 400) {
        note_members(call, json.value());
        return;
    }
    const std::string type = json.value().text_at("type");
    call.problem = type.empty() ? json.value().text_at("error") : type;
    const std::string detail = json.value().text_at("detail");
    call.detail = detail.empty() ? json.value().text_at("error_description") : detail;
}

}  // namespace

TracedCall trace_call(const AnsweredCall& answered) {
    const http::Request& request = answered.request;
    TracedCall call;
    call.id = request.id;
    call.at = answered.begun_at;
    call.duration_us = (answered.answered_at.ms - answered.begun_at.ms) * 1000;
    call.method = http::to_string(request.method);
    call.path = request.path;
    call.query = reduce_query({request.query.begin(), request.query.end()});
    call.client_id = answered.client_id;
    call.tenant = answered.tenant;
    call.ordered = answered.ordered;
    call.status = answered.response.status;
    for (std::size_t i = 0; i < request.headers.size(); ++i) {
        const auto [name, value] = request.headers.at(i);
        if (std::string shown = reduce_header(name, value); !shown.empty()) {
            call.headers.emplace_back(name, std::move(shown));
        }
    }
    note_path(call, request.path);
    note_request(call, request);
    note_response(call, answered.response);
    call.checks = answered.checks.checks();
    const bool told = std::any_of(call.checks.begin(), call.checks.end(), [](const Check& check) {
        return check.outcome == CheckOutcome::Fail;
    });
    if (call.status >= 400 && !told && call.ordered.empty()) {
        call.checks.push_back({"answer", CheckOutcome::Fail, call.detail, {}});
    }
    return call;
}

}  // namespace gordion::zustelldienst
