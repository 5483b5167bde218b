// SPDX-License-Identifier: EUPL-1.2
#include "web/citizen/antrag_post.hpp"

#include "core/text.hpp"
#include "web/page.hpp"

namespace gordion::web {
namespace {

using formats::Json;

struct Taken {
    forms::PostedPage posted;
    std::vector<FieldError> errors;
};

// Names that begin with "_" are ours: token, revision, button.
forms::PostedPage posted_fields(const Exchange& exchange) {
    forms::PostedPage posted;
    for (const auto& [name, value] : exchange.post.fields) {
        if (!name.starts_with('_')) {
            posted.fields.push_back({name, value});
        }
    }
    return posted;
}

// Files are sealed and stored before the answers refer to them; what is refused becomes an error at
// its question.
Result<Taken> take_post(Exchange& exchange, const app::Draft& draft, const forms::PageRef& page) {
    Taken taken{posted_fields(exchange), {}};
    const forms::Form& form = *draft.package->form;
    const Scope scope = identity::scope_of(*exchange.citizen, "antrag.upload");
    for (const forms::FileRule& rule : form.file_rules(page)) {
        for (const http::UploadedFile& file : exchange.post.files) {
            if (file.field != rule.path) {
                continue;
            }
            auto stored = exchange.in.antraege.put_upload(
                scope, draft.opened, rule, file.file_name,
                file.is_too_large ? std::string(rule.max_size_bytes + 1, ' ') : file.bytes);
            if (stored) {
                taken.posted.files.push_back({rule.path, std::move(stored).value()});
            } else if (stored.error().kind == ErrorKind::Unavailable) {
                return stored.take_error();
            } else {
                Values values = stored.error().values;
                values.emplace_back("label", form.label(rule.path, exchange.language));
                taken.errors.push_back({rule.path, exchange.text(stored.error().code, values)});
            }
        }
    }
    return taken;
}

http::Response show_again(const Exchange& exchange, const app::Draft& draft,
                          const forms::PageRef& page, const Taken& taken) {
    forms::PageView view =
        draft.package->form->view_page(page, draft.answers(), draft.context(), exchange.language);
    draft.package->form->show_posted(view, taken.posted, draft.context(), exchange.language);
    return show_question_page(exchange, draft, {page, std::move(view), taken.errors});
}

Result<http::Response> next(const Exchange& exchange, const app::Draft& draft,
                            const forms::PageRef& page, const Json& answers) {
    if (exchange.query("change") == "1") {
        return http::Response::redirect("/antrag/pruefen");
    }
    const auto following = draft.package->form->next_page(page, answers, draft.context());
    return http::Response::redirect(following ? "/antrag/" + url_part(following->id)
                                              : "/antrag/pruefen");
}

Result<void> save(Exchange& exchange, const app::Draft& draft, const forms::ParsedPage& parsed) {
    const Scope scope = identity::scope_of(*exchange.citizen, "antrag.save");
    const std::string_view shown = exchange.posted("_revision");
    std::int64_t revision = draft.opened.antrag.revision;
    if (is_digits(shown) && shown.size() < 10) {
        revision = std::stoll(std::string(shown));
    }
    TRY(exchange.in.antraege.save_answers(scope, draft.opened.antrag.id, draft.opened.key, revision,
                                          parsed.answers));
    for (const std::string& blob : parsed.dropped_blobs) {
        TRY(exchange.in.antraege.remove_upload(scope, draft.opened.antrag.id, blob));
    }
    return {};
}

// Another tab saved in the meantime. Nothing there is overwritten unasked, and nothing typed here
// is lost: the page comes again with both, and the next post counts from the newer draft.
Result<http::Response> show_changed(Exchange& exchange, Taken taken) {
    const app::Draft now = TRY(app::open_draft(exchange.in, *exchange.citizen));
    const auto page =
        now.package->form->find_page(exchange.path("page"), now.answers(), now.context());
    if (!page) {
        return http::Response::redirect("/antrag/weiter");
    }
    taken.errors = {{"", exchange.text("web.draft_changed")}};
    http::Response response = show_again(exchange, now, page.value(), taken);
    response.status = status_of(ErrorKind::Conflict);
    return response;
}

Result<http::Response> remove_instance(Exchange& exchange, const app::Draft& draft,
                                       const forms::PageRef& page) {
    const std::string_view number = exchange.posted("_remove");
    if (!is_digits(number) || number.size() > 4) {
        return http::Response::redirect("/antrag/" + url_part(page.id));
    }
    const auto parsed = TRY(draft.package->form->remove_instance(
        page, draft.answers(), static_cast<std::size_t>(std::stoul(std::string(number)))));
    TRY(save(exchange, draft, parsed));
    return http::Response::redirect("/antrag/" + url_part(page.id));
}

}  // namespace

Result<http::Response> post_questions(Exchange& exchange) {
    const app::Draft draft = TRY(app::open_draft(exchange.in, *exchange.citizen));
    const forms::Form& form = *draft.package->form;
    const forms::FormContext context = draft.context();
    const auto page = form.find_page(exchange.path("page"), draft.answers(), context);
    if (!page) {
        return http::Response::redirect("/antrag/weiter");
    }
    if (!exchange.posted("_remove").empty()) {
        return remove_instance(exchange, draft, page.value());
    }
    Taken taken = TRY(take_post(exchange, draft, page.value()));
    if (!exchange.posted("_search").empty()) {
        return show_again(exchange, draft, page.value(), taken);
    }
    const auto parsed = form.parse_page(page.value(), draft.answers(), taken.posted, context);
    Findings findings = parsed.findings;
    if (!has_faults(findings) && !parsed.value.asks_more) {
        append(findings, form.check_page(page.value(), parsed.value.answers, context));
    }
    for (FieldError& error : word_findings(exchange, form, findings)) {
        taken.errors.push_back(std::move(error));
    }
    if (!taken.errors.empty()) {
        return show_again(exchange, draft, page.value(), taken);
    }
    if (const auto saved = save(exchange, draft, parsed.value); !saved) {
        return saved.error().code == "forms.draft_changed"
                   ? show_changed(exchange, std::move(taken))
                   : Result<http::Response>(saved.error());
    }
    if (parsed.value.asks_more) {
        return http::Response::redirect("/antrag/" + url_part(page.value().id) +
                                        (exchange.query("change") == "1" ? "?change=1" : ""));
    }
    return next(exchange, draft, page.value(), parsed.value.answers);
}

Result<http::Response> submit_antrag_page(Exchange& exchange) {
    const app::SubmitWish wish{std::string(exchange.posted("idempotency_key")),
                               std::string(exchange.posted("notify"))};
    auto submitted = app::submit_antrag(exchange.in, *exchange.citizen, wish);
    if (!submitted) {
        const Error& error = submitted.error();
        if (error.code == "app.answers_incomplete") {
            return http::Response::redirect("/antrag/weiter");
        }
        const bool no_receiver = error.code == "app.copy_receiver_missing";
        if (error.code != "app.mail_invalid" && !no_receiver) {
            return error;
        }
        const app::Draft draft = TRY(app::open_draft(exchange.in, *exchange.citizen));
        return show_check_page(exchange, draft,
                               {{no_receiver ? "receivers" : "notify",
                                 exchange.site.texts().error_text(exchange.language, error)}});
    }
    const delivery::Receipt& receipt = submitted.value().receipt;
    Page page;
    page.title = exchange.text("receipt.title");
    page.body = exchange.site.render("citizen/receipt",
                                     Json::object({{"number", receipt.number},
                                                   {"code", receipt.code},
                                                   {"at", receipt.submitted_at.to_german()}}),
                                     exchange.language);
    http::Response response = show_page(exchange, page);
    response.set_cookie(
        exchange.session_cookie(submission_cookie, submitted.value().session_token));
    return response;
}

}  // namespace gordion::web
