// SPDX-License-Identifier: EUPL-1.2
#include "web/citizen/antrag_pages.hpp"

#include "app/antraege.hpp"
#include "core/text.hpp"
#include "crypto/hashes.hpp"
#include "reuse/bescheid.hpp"
#include "web/account/account_pages.hpp"
#include "web/citizen/antrag_post.hpp"
#include "web/components/components.hpp"
#include "web/components/receivers/receivers.hpp"
#include "web/page.hpp"

namespace gordion::web {
namespace {

using formats::Json;

ShownAuthority shown(const app::Authority& authority) {
    return {authority.name, authority.one_line(), authority.email, authority.phone};
}

std::string page_url(const forms::PageRef& page) {
    return "/antrag/" + url_part(page.id);
}

bool is_changing(const Exchange& exchange) {
    return exchange.query("change") == "1";
}

// Step 2 of 7: where the page stands among those that are visible now.
std::string progress_text(const Exchange& exchange, const app::Draft& draft,
                          const forms::PageRef& page) {
    const auto pages = draft.package->form->visible_pages(draft.answers(), draft.context());
    for (std::size_t i = 0; i < pages.size(); ++i) {
        if (pages[i] == page) {
            return exchange.text("form.progress", {{"step", std::to_string(i + 1)},
                                                   {"steps", std::to_string(pages.size() + 1)}});
        }
    }
    return {};
}

Json repetition_items(const forms::PageView& view) {
    Json items = Json::array();
    for (const forms::RepetitionItem& item : view.items) {
        items.push(Json::object({{"title", item.title},
                                 {"digest", item.digest},
                                 {"number", item.number},
                                 {"url", "/antrag/" + url_part(item.page)}}));
    }
    return items;
}

std::string back_url(const Exchange& exchange, const app::Draft& draft,
                     const forms::PageRef& page) {
    if (is_changing(exchange)) {
        return "/antrag/pruefen";
    }
    const auto before = draft.package->form->previous_page(page, draft.answers(), draft.context());
    const auto& antrag = draft.opened.antrag;
    return before ? page_url(*before)
                  : "/leistung/" + antrag.leistungsschluessel + "/" + antrag.ars;
}

}  // namespace

http::Response show_question_page(const Exchange& exchange, const app::Draft& draft,
                                  const ShownQuestions& shown_questions) {
    const forms::PageView& view = shown_questions.view;
    const bool repetition = view.kind == forms::PageKind::Repetition;
    const Json data = Json::object(
        {{"service", draft.service_name},
         {"title", view.title},
         {"intro", view.intro},
         {"progress", progress_text(exchange, draft, shown_questions.page)},
         {"errors", error_summary(exchange, shown_questions.errors).markup()},
         {"blocks", question_blocks(exchange, view.blocks, shown_questions.errors).markup()},
         {"action", page_url(shown_questions.page) + (is_changing(exchange) ? "?change=1" : "")},
         {"is_upload", view.has_upload},
         {"is_repetition", repetition},
         {"items", repetition_items(view)},
         {"add_label", view.add_label},
         {"add_url", view.add_page.empty() ? "" : "/antrag/" + url_part(view.add_page)},
         {"revision", draft.opened.antrag.revision},
         {"csrf", exchange.csrf()}});
    Page page;
    page.title = view.title;
    page.body = exchange.site.render("citizen/question_page", data, exchange.language);
    page.back_url = back_url(exchange, draft, shown_questions.page);
    page.authority = shown(draft.authority);
    page.has_errors = !shown_questions.errors.empty();
    page.status = page.has_errors ? 422 : 200;
    return show_page(exchange, page);
}

namespace {

Result<http::Response> start(Exchange& exchange) {
    const std::string token = TRY(app::start_antrag(
        exchange.in, {std::string(exchange.posted("key")), std::string(exchange.posted("ars")),
                      exchange.language, exchange.account}));
    auto response = http::Response::redirect("/antrag/weiter");
    response.set_cookie(exchange.session_cookie(antrag_cookie, token));
    return response;
}

Result<http::Response> go_on(Exchange& exchange) {
    const app::Draft draft = TRY(app::open_draft(exchange.in, *exchange.citizen));
    const auto page = draft.package->form->first_open_page(draft.answers(), draft.context());
    return http::Response::redirect(page ? page_url(*page) : "/antrag/pruefen");
}

Result<http::Response> show(Exchange& exchange) {
    const app::Draft draft = TRY(app::open_draft(exchange.in, *exchange.citizen));
    const auto page =
        draft.package->form->find_page(exchange.path("page"), draft.answers(), draft.context());
    if (!page) {
        return http::Response::redirect("/antrag/weiter");
    }
    const forms::Form& form = *draft.package->form;
    return show_question_page(
        exchange, draft,
        {page.value(),
         form.view_page(page.value(), draft.answers(), draft.context(), exchange.language),
         {}});
}

Result<http::Response> check(Exchange& exchange) {
    const app::Draft draft = TRY(app::open_draft(exchange.in, *exchange.citizen));
    return show_check_page(exchange, draft, {});
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
    const Json data = Json::object(
        {{"service", draft.service_name},
         {"errors", error_summary(exchange, errors).markup()},
         {"summary",
          summary_list(exchange, form.summary(draft.answers(), draft.context(), exchange.language),
                       Changeable::Yes)
              .markup()},
         {"is_complete", !open.has_value()},
         {"open_url", open ? page_url(*open) : ""},
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
    page.back_url = pages.empty() ? "" : page_url(pages.back());
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
        {Method::Get, "/antrag/{page}", Access::Antrag, {}, show},
        {Method::Post, "/antrag/{page}", Access::Antrag, {}, post_questions, Body::Upload},
    };
}

}  // namespace gordion::web
