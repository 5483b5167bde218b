// SPDX-License-Identifier: EUPL-1.2
#include "web/citizen/antrag_pages.hpp"

#include "app/antraege.hpp"
#include "core/text.hpp"
#include "crypto/hashes.hpp"
#include "reuse/bescheid.hpp"
#include "web/account/account_pages.hpp"
#include "web/citizen/antrag_submit.hpp"
#include "web/citizen/draft_filling.hpp"
#include "web/components/components.hpp"
#include "web/components/receivers/receivers.hpp"
#include "web/form_pages/question_pages.hpp"
#include "web/page.hpp"

namespace gordion::web {
namespace {

using formats::Json;

Result<http::Response> start(Exchange& exchange) {
    const std::string token = TRY(app::start_antrag(
        exchange.in, {std::string(exchange.posted("key")), std::string(exchange.posted("ars")),
                      exchange.language, exchange.account}));
    auto response = http::Response::redirect("/antrag/weiter");
    response.set_cookie(exchange.session_cookie(antrag_cookie, token));
    return response;
}

Result<http::Response> go_on(Exchange& exchange) {
    return go_on_filling(TRY(DraftFilling::open(exchange)));
}

Result<http::Response> show(Exchange& exchange) {
    return show_question_page(exchange, TRY(DraftFilling::open(exchange)), exchange.path("page"));
}

Result<http::Response> post(Exchange& exchange) {
    DraftFilling filling = TRY(DraftFilling::open(exchange));
    return post_question_page(exchange, filling, exchange.path("page"));
}

Result<http::Response> search(Exchange& exchange) {
    return show_search_matches(exchange, TRY(DraftFilling::open(exchange)), exchange.path("path"));
}

Result<http::Response> picture(Exchange& exchange) {
    DraftFilling filling = TRY(DraftFilling::open(exchange));
    return show_uploaded_picture(filling, exchange.path("blob"));
}

Result<http::Response> check(Exchange& exchange) {
    const app::Draft draft = TRY(app::open_draft(exchange.in, *exchange.citizen));
    return show_check_page(exchange, draft, {});
}

Json expected_lines(const Exchange& exchange, const app::Draft& draft) {
    Json lines = Json::array();
    for (const app::ExpectedAmount& each : app::expected_amounts(draft, exchange.language)) {
        lines.push(exchange.text("check.expected",
                                 {{"label", each.label}, {"amount", each.amount.to_german()}}));
    }
    return lines;
}

Result<http::Response> remember(Exchange& exchange) {
    const app::Draft draft = TRY(app::open_draft(exchange.in, *exchange.citizen));
    const auto code = TRY(
        exchange.in.antraege.make_resume_code(identity::scope_of(*exchange.citizen, "antrag.code"),
                                              draft.opened.antrag.id, draft.opened.key));
    Page page;
    page.title = exchange.text("remember.title");
    page.authority = shown(draft.authority);
    page.back_url = "/antrag/weiter";
    page.body = exchange.site.render(
        "citizen/remember",
        Json::object({{"number", draft.opened.antrag.vorgangsnummer},
                      {"code", code.reveal()},
                      {"until", draft.opened.antrag.expires_at.german_date().to_german()}}),
        exchange.language);
    return show_page(exchange, page);
}

Result<http::Response> show_resume(Exchange& exchange) {
    return show_resume_page(exchange, {});
}

Result<http::Response> resume(Exchange& exchange) {
    auto token =
        app::resume_antrag(exchange.in, exchange.posted("number"), exchange.posted("code"));
    if (!token) {
        return show_resume_page(
            exchange,
            {{"code", exchange.site.texts().error_text(exchange.language, token.error())}});
    }
    auto response = http::Response::redirect("/antrag/weiter");
    response.set_cookie(exchange.session_cookie(antrag_cookie, token.value()));
    return response;
}

}  // namespace

Result<http::Response> show_check_page(const Exchange& exchange, const app::Draft& draft,
                                       const std::vector<FieldError>& errors) {
    const auto copies = TRY(app::preview_copies(exchange.in, draft));
    const auto mail_error = std::find_if(errors.begin(), errors.end(), [](const FieldError& error) {
        return error.place == "notify";
    });
    const forms::Form& form = *draft.package->form;
    const auto open = form.first_open_page(draft.answers(), draft.context());
    const Json expected = open ? Json::array() : expected_lines(exchange, draft);
    const Json data = Json::object(
        {{"service", draft.service_name},
         {"has_expected", expected.size() > 0},
         {"expected", expected},
         {"errors", error_summary(exchange, errors).markup()},
         {"hints",
          finding_hints(exchange, form, form.check_all(draft.answers(), draft.context()), "/antrag")
              .markup()},
         {"summary",
          summary_list(exchange, form.summary(draft.answers(), draft.context(), exchange.language),
                       Changeable::Yes)
              .markup()},
         {"is_complete", !open.has_value()},
         {"open_url", open ? "/antrag/" + url_part(open->id) : ""},
         {"authority", draft.authority.name},
         {"account_told", account_told(exchange, draft.package->service())},
         {"receivers", receivers(exchange, copies).markup()},
         {"mail_error", mail_error == errors.end() ? "" : mail_error->text},
         {"mail", exchange.posted("notify").empty()
                      ? reuse::find_recipient(draft.package->service(), draft.answers()).email
                      : std::string(exchange.posted("notify"))},
         {"key", crypto::to_base64url(exchange.in.random.bytes(24))},
         {"csrf", exchange.csrf()}});
    Page page;
    page.title = exchange.text("check.title");
    page.authority = shown(draft.authority);
    page.body = exchange.site.render("citizen/check", data, exchange.language);
    page.has_errors = !errors.empty();
    page.status = page.has_errors ? 422 : 200;
    const auto pages = form.visible_pages(draft.answers(), draft.context());
    page.back_url = pages.empty() ? "" : "/antrag/" + url_part(pages.back().id);
    return show_page(exchange, page);
}

http::Response show_resume_page(const Exchange& exchange, const std::vector<FieldError>& errors) {
    Page page;
    page.title = exchange.text("resume.title");
    page.has_errors = !errors.empty();
    page.status = page.has_errors ? 422 : 200;
    page.body =
        exchange.site.render("citizen/resume",
                             Json::object({{"errors", error_summary(exchange, errors).markup()},
                                           {"error", errors.empty() ? "" : errors.front().text},
                                           {"number", exchange.posted("number")}}),
                             exchange.language);
    return show_page(exchange, page);
}

std::vector<Endpoint> antrag_endpoints() {
    using http::Method;
    return {
        {Method::Post, "/antrag/start", Access::Public, {}, start},
        {Method::Get, "/antrag/weiter", Access::Antrag, {}, go_on},
        {Method::Get, "/antrag/pruefen", Access::Antrag, {}, check},
        {Method::Post, "/antrag/absenden", Access::Antrag, {}, submit_antrag_page},
        {Method::Post, "/antrag/merken", Access::Antrag, {}, remember},
        {Method::Get, "/fortsetzen", Access::Public, {}, show_resume},
        {Method::Post, "/fortsetzen", Access::Public, {}, resume},
        {Method::Get, "/antrag/suche/{path}", Access::Antrag, {}, search},
        {Method::Get, "/antrag/datei/{blob}", Access::Antrag, {}, picture},
        {Method::Get, "/antrag/{page}", Access::Antrag, {}, show},
        {Method::Post, "/antrag/{page}", Access::Antrag, {}, post, Body::Upload},
    };
}

}  // namespace gordion::web
