// SPDX-License-Identifier: EUPL-1.2
#include "core/text.hpp"
#include "web/page.hpp"
#include "web/staff/case_handling.hpp"
#include "web/staff/case_view.hpp"
#include "web/staff/staff_families.hpp"

namespace gordion::web {
namespace {

struct Opened {
    Scope scope;
    app::CaseView view;
};

Result<Opened> open(Exchange& exchange, std::string_view purpose) {
    Scope scope = TRY(exchange.working_scope(purpose));
    auto view =
        TRY(app::view_case(exchange.in, scope, {exchange.path("tenant")}, {exchange.path("case")}));
    return Opened{std::move(scope), std::move(view)};
}

std::int64_t posted_revision(const Exchange& exchange) {
    const std::string_view text = exchange.posted("revision");
    return is_digits(text) && text.size() < 10 ? std::stoll(std::string(text)) : 0;
}

app::DecisionWish posted_decision(const Exchange& exchange, const app::CaseView& view) {
    return {exchange.posted("granted") != "no", std::string(exchange.posted("reason")),
            posted_revision(exchange), posted_conditions(exchange, view)};
}

// What a person can mend is shown at the field, with what was typed; the rest is a page of its own.
Result<http::Response> show_fault(Exchange& exchange, const app::CaseView& view, const Error& error,
                                  std::string_view place) {
    if (error.kind != ErrorKind::Invalid && error.kind != ErrorKind::Conflict &&
        error.kind != ErrorKind::Forbidden) {
        return error;
    }
    return show_case_page(
        exchange, view,
        {{std::string(place), exchange.site.texts().error_text(exchange.language, error)}});
}

std::string place_of(const Error& error) {
    return error.place.empty() ? "reason" : error.place;
}

Result<http::Response> show_case(Exchange& exchange) {
    const Opened opened = TRY(open(exchange, "case.read"));
    return show_case_page(exchange, opened.view, {});
}

Result<http::Response> ask(Exchange& exchange) {
    const Opened opened = TRY(open(exchange, "case.question"));
    cases::Case seen = opened.view.opened.opened;
    seen.revision = posted_revision(exchange);
    const Result<void> asked =
        exchange.in.back_office.ask_question(opened.scope, seen, exchange.posted("question"));
    if (!asked) {
        return show_fault(exchange, opened.view, asked.error(), "question");
    }
    exchange.in.jobs.wake();
    return http::Response::redirect(case_url(seen));
}

Result<http::Response> preview(Exchange& exchange) {
    const Opened opened = TRY(open(exchange, "case.preview"));
    const auto pdf =
        app::preview_bescheid(exchange.in, opened.view, posted_decision(exchange, opened.view));
    if (!pdf) {
        return show_fault(exchange, opened.view, pdf.error(), place_of(pdf.error()));
    }
    auto response = http::Response::bytes(pdf.value(), "application/pdf");
    response.set_header("Cache-Control", "no-store");
    return response;
}

Result<http::Response> decide(Exchange& exchange) {
    const Opened opened = TRY(open(exchange, "case.decide"));
    const Result<void> decided = app::decide_case(exchange.in, opened.scope, opened.view,
                                                  posted_decision(exchange, opened.view));
    if (!decided) {
        return show_fault(exchange, opened.view, decided.error(), place_of(decided.error()));
    }
    return http::Response::redirect(case_url(opened.view.opened.opened));
}

Result<http::Response> ask_authority(Exchange& exchange) {
    const Opened opened = TRY(open(exchange, "case.consult"));
    const app::ConsultationWish wish{std::string(exchange.posted("consultation")),
                                     std::string(exchange.posted("consultation_question")),
                                     posted_revision(exchange)};
    const Result<void> asked = app::ask_consultation(exchange.in, opened.scope, opened.view, wish);
    if (!asked) {
        const bool declared = asked.error().code != "app.consultation_unknown";
        return show_fault(exchange, opened.view, asked.error(),
                          declared ? "consultation-" + wish.id : "consultations");
    }
    return http::Response::redirect(case_url(opened.view.opened.opened));
}

Result<http::Response> give_opinion(Exchange& exchange) {
    const Opened opened = TRY(open(exchange, "case.opinion"));
    cases::Case seen = opened.view.opened.opened;
    seen.revision = posted_revision(exchange);
    const auto stance = cases::parse_stance(exchange.posted("stance"));
    if (!stance) {
        return show_fault(exchange, opened.view, stance.error(), "stance");
    }
    const Result<void> given = exchange.in.back_office.give_opinion(
        opened.scope, seen, {stance.value(), Sensitive(std::string(exchange.posted("opinion")))});
    if (!given) {
        return show_fault(exchange, opened.view, given.error(), "opinion");
    }
    return http::Response::redirect(case_url(seen));
}

Result<http::Response> show_file(Exchange& exchange) {
    const Scope scope = TRY(exchange.working_scope("case.file"));
    auto file = TRY(exchange.in.back_office.open_attachment(
        scope, {exchange.path("tenant")}, {exchange.path("case")}, exchange.path("file")));
    auto response = http::Response::stream(TRY(file.open()), file.bytes, file.media_type);
    response.set_download(file.file_name);
    response.set_header("X-Content-Type-Options", "nosniff");
    response.set_header("Cache-Control", "no-store");
    return response;
}

Result<http::Response> show_letter(Exchange& exchange) {
    const Opened opened = TRY(open(exchange, "case.letter"));
    for (const cases::ReadReply& reply : opened.view.opened.replies) {
        if (reply.id == exchange.path("letter")) {
            auto response = http::Response::bytes(reply.content.reveal(), reply.content_type);
            response.set_download("Bescheid-" + opened.view.opened.opened.number + ".pdf");
            response.set_header("X-Content-Type-Options", "nosniff");
            response.set_header("Cache-Control", "no-store");
            return response;
        }
    }
    return Error{ErrorKind::NotFound, "app.letter_missing", "", {}, "There is no such letter."};
}

// What a sender sent, byte for byte: for tracing, or for a Fachverfahren that reads it itself.
http::Response original(const Exchange& exchange, const std::string& bytes, const char* name) {
    auto response = http::Response::bytes(bytes, "application/json");
    response.set_download(std::string(exchange.path("case")) + "-" + name + ".json");
    response.set_header("X-Content-Type-Options", "nosniff");
    response.set_header("Cache-Control", "no-store");
    return response;
}

Result<http::Response> show_metadata(Exchange& exchange) {
    const Opened opened = TRY(open(exchange, "case.metadata"));
    return original(exchange, opened.view.opened.metadata_text.reveal(), "metadaten");
}

Result<http::Response> show_data(Exchange& exchange) {
    const Opened opened = TRY(open(exchange, "case.data"));
    return original(exchange, opened.view.opened.fachdaten_text.reveal(), "fachdaten");
}

}  // namespace

std::vector<Endpoint> case_endpoints() {
    using http::Method;
    constexpr auto worker = identity::Role::CaseWorker;
    return {
        {Method::Get, "/backoffice/vorgang/{tenant}/{case}", Access::Staff, worker, show_case},
        {Method::Post, "/backoffice/vorgang/{tenant}/{case}/frage", Access::Staff, worker, ask},
        {Method::Post, "/backoffice/vorgang/{tenant}/{case}/vorschau", Access::Staff, worker,
         preview},
        {Method::Post, "/backoffice/vorgang/{tenant}/{case}/entscheiden", Access::Staff, worker,
         decide},
        {Method::Post, "/backoffice/vorgang/{tenant}/{case}/beteiligen", Access::Staff, worker,
         ask_authority},
        {Method::Post, "/backoffice/vorgang/{tenant}/{case}/stellungnahme", Access::Staff, worker,
         give_opinion},
        {Method::Get, "/backoffice/vorgang/{tenant}/{case}/datei/{file}", Access::Staff, worker,
         show_file},
        {Method::Get, "/backoffice/vorgang/{tenant}/{case}/brief/{letter}", Access::Staff, worker,
         show_letter},
        {Method::Get, "/backoffice/vorgang/{tenant}/{case}/metadaten", Access::Staff, worker,
         show_metadata},
        {Method::Get, "/backoffice/vorgang/{tenant}/{case}/fachdaten", Access::Staff, worker,
         show_data},
    };
}

}  // namespace gordion::web
