// SPDX-License-Identifier: EUPL-1.2
#include "web/citizen/matter_pages.hpp"

#include "app/matters.hpp"
#include "web/components/components.hpp"
#include "web/components/receivers/receivers.hpp"
#include "web/page.hpp"

namespace gordion::web {
namespace {

using formats::Json;

constexpr std::size_t longest_number = 40;  // of one in a link

http::Response show_code_page(const Exchange& exchange, const std::vector<FieldError>& errors) {
    const bool is_posted = exchange.request.method == http::Method::Post;
    Page page;
    page.title = exchange.text("status.title");
    page.has_errors = !errors.empty();
    page.status = page.has_errors ? 422 : 200;
    page.body = exchange.site.render(
        "citizen/status_code",
        Json::object({{"errors", error_summary(exchange, errors).markup()},
                      {"error", errors.empty() ? "" : errors.front().text},
                      {"number", is_posted ? exchange.posted("number")
                                           : exchange.query("nummer").substr(0, longest_number)}}),
        exchange.language);
    return show_page(exchange, page);
}

Result<http::Response> ask_code(Exchange& exchange) {
    return show_code_page(exchange, {});
}

Result<http::Response> take_code(Exchange& exchange) {
    auto token = app::open_matter(exchange.in, exchange.posted("number"), exchange.posted("code"));
    if (!token) {
        return show_code_page(
            exchange,
            {{"code", exchange.site.texts().error_text(exchange.language, token.error())}});
    }
    auto response = http::Response::redirect("/status/vorgang");
    response.set_cookie(exchange.session_cookie(submission_cookie, token.value()));
    return response;
}

std::string event_text(const Exchange& exchange, const app::Matter& matter,
                       const delivery::Event& event) {
    const std::string team = matter.team_name.empty() ? matter.authority.name : matter.team_name;
    Values values{{"authority", matter.authority.name}, {"team", team}};
    std::string code = "event." + std::string(delivery::to_string(event.kind));
    for (const auto& [name, value] : event.details) {
        if (name == "automatic") {
            code += "-automatic";
        }
        const bool consulted = event.kind == delivery::EventKind::ConsultationAsked ||
                               event.kind == delivery::EventKind::ConsultationAnswered;
        if (consulted && name == "tenant") {
            const auto body = app::tenant_name(exchange.in, {value});
            values.emplace_back("body", body ? body.value() : value);
        }
    }
    // A receiver at another delivery server says in the words of the standard what is wrong.
    if (event.kind == delivery::EventKind::Rejected) {
        for (const auto& [name, value] : event.details) {
            if (name == "reason") {
                code += "-because";
                values.emplace_back(name, value);
            }
        }
    }
    return exchange.text(code, values);
}

Json letters_json(const Exchange& exchange, const app::Matter& matter) {
    Json list = Json::array();
    for (const app::Letter& letter : matter.letters) {
        const bool file = letter.text.empty();
        list.push(Json::object(
            {{"at", letter.at.to_german()},
             {"title", exchange.text("letter." + std::string(delivery::to_string(letter.kind)))},
             {"text", letter.text},
             {"url", file ? "/status/brief/" + url_part(letter.id) : ""},
             {"is_bescheid", letter.kind == delivery::ReplyKind::Bescheid}}));
    }
    return list;
}

http::Response show_matter_page(const Exchange& exchange, const app::Matter& matter,
                                const std::vector<FieldError>& errors) {
    std::vector<TimelineEntry> entries;
    for (const delivery::Event& event : matter.events) {
        entries.push_back({event.at, event_text(exchange, matter, event)});
    }
    const auto& submission = matter.submission;
    const bool question = submission.state == delivery::SubmissionState::WaitingForCitizen;
    const bool open = submission.state == delivery::SubmissionState::Accepted || question;
    const std::string state(delivery::to_string(submission.state));
    Page page;
    page.title = exchange.text("status.title");
    page.authority = ShownAuthority{matter.authority.name, matter.authority.one_line(),
                                    matter.authority.email, matter.authority.phone};
    page.has_errors = !errors.empty();
    page.status = page.has_errors ? 422 : 200;
    page.body = exchange.site.render(
        "citizen/status",
        Json::object({{"errors", error_summary(exchange, errors).markup()},
                      {"error", errors.empty() ? "" : errors.front().text},
                      {"service", matter.service_name},
                      {"place", matter.place_name},
                      {"number", submission.number},
                      {"state", exchange.text("state." + state)},
                      {"state_text", exchange.text("state." + state + "_text",
                                                   {{"authority", matter.authority.name}})},
                      {"authority", matter.authority.name},
                      {"team", matter.team_name},
                      {"frist", submission.frist_on ? submission.frist_on->to_german() : ""},
                      {"receivers", receivers(exchange, matter.copies).markup()},
                      {"events", timeline(exchange, entries).markup()},
                      {"letters", letters_json(exchange, matter)},
                      {"is_open", open},
                      {"is_question", question},
                      {"answer", exchange.posted("answer")},
                      {"csrf", exchange.csrf()}}),
        exchange.language);
    return show_page(exchange, page);
}

Result<http::Response> show_matter(Exchange& exchange) {
    return show_matter_page(
        exchange, TRY(app::view_matter(exchange.in, *exchange.citizen, exchange.language)), {});
}

Result<http::Response> answer(Exchange& exchange) {
    const Result<void> recorded =
        app::answer_question(exchange.in, *exchange.citizen, exchange.posted("answer"));
    if (recorded) {
        return http::Response::redirect("/status/vorgang");
    }
    const Error& error = recorded.error();
    if (error.kind != ErrorKind::Invalid && error.kind != ErrorKind::Conflict) {
        return error;
    }
    return show_matter_page(
        exchange, TRY(app::view_matter(exchange.in, *exchange.citizen, exchange.language)),
        {{"answer", exchange.site.texts().error_text(exchange.language, error)}});
}

Result<http::Response> show_letter(Exchange& exchange) {
    app::LetterFile letter =
        TRY(app::load_letter(exchange.in, *exchange.citizen, exchange.path("letter")));
    auto response = http::Response::bytes(std::move(letter.bytes.reveal()), letter.content_type);
    response.set_download(letter.name);
    response.set_header("X-Content-Type-Options", "nosniff");
    response.set_header("Cache-Control", "no-store");
    return response;
}

Result<http::Response> leave(Exchange& exchange) {
    return exchange.leave_session(submission_cookie, "/");
}

}  // namespace

std::vector<Endpoint> matter_endpoints() {
    using http::Method;
    return {
        {Method::Get, "/status", Access::Public, {}, ask_code},
        {Method::Post, "/status", Access::Public, {}, take_code},
        {Method::Get, "/status/vorgang", Access::Submission, {}, show_matter},
        {Method::Post, "/status/antwort", Access::Submission, {}, answer},
        {Method::Get, "/status/brief/{letter}", Access::Submission, {}, show_letter},
        {Method::Post, "/status/verlassen", Access::Submission, {}, leave},
    };
}

}  // namespace gordion::web
