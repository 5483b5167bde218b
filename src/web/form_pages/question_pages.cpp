// SPDX-License-Identifier: EUPL-1.2
#include "web/form_pages/question_pages.hpp"

#include <algorithm>
#include <array>

#include "core/text.hpp"
#include "crypto/hashes.hpp"

namespace gordion::web {
namespace {

using formats::Json;

bool is_changing(const Visit& visit) {
    return visit.query("change") == "1";
}

// Step 2 of 7: where the page stands among those that are visible now.
std::string progress_text(const Visit& visit, const Filling& filling, const forms::PageRef& page) {
    const auto pages = filling.form().visible_pages(filling.answers(), filling.context());
    for (std::size_t i = 0; i < pages.size(); ++i) {
        if (pages[i] == page) {
            return visit.text("form.progress", {{"step", std::to_string(i + 1)},
                                                {"steps", std::to_string(pages.size() + 1)}});
        }
    }
    return {};
}

Json repetition_items(const Filling& filling, const forms::PageView& view) {
    Json items = Json::array();
    for (const forms::RepetitionItem& item : view.items) {
        items.push(Json::object({{"title", item.title},
                                 {"digest", item.digest},
                                 {"number", item.number},
                                 {"url", filling.url(item.page)}}));
    }
    return items;
}

std::string back_url(const Visit& visit, const Filling& filling, const forms::PageRef& page) {
    if (is_changing(visit)) {
        return filling.url("pruefen");
    }
    const auto before = filling.form().previous_page(page, filling.answers(), filling.context());
    return before ? filling.url(before->id) : filling.entry_url();
}

}  // namespace

std::string Filling::url(std::string_view step) const {
    return base() + "/" + url_part(step);
}

std::string page_state(const Filling& filling, const forms::PageRef& page) {
    const Json saved = filling.form().page_answers(page, filling.answers());
    return crypto::to_hex(crypto::sha256(formats::write_json(saved))).substr(0, 16);
}

http::Response render_questions(const Visit& visit, const Filling& filling,
                                const ShownQuestions& shown) {
    const forms::PageView& view = shown.view;
    const QuestionLinks links{filling.base(), shown.notes};
    const Json data = Json::object(
        {{"service", filling.title()},
         {"title", view.title},
         {"within", view.within},
         {"intro", view.intro},
         {"progress", progress_text(visit, filling, shown.page)},
         {"errors", error_summary(visit, shown.errors).markup()},
         {"blocks", question_blocks(visit, view.blocks, shown.errors, links).markup()},
         {"action", filling.url(shown.page.id) + (is_changing(visit) ? "?change=1" : "")},
         {"is_upload", view.has_upload},
         {"is_repetition", view.kind == forms::PageKind::Repetition},
         {"has_items", !view.items.empty()},
         {"items", repetition_items(filling, view)},
         {"add_label", view.add_label},
         {"add_url", view.add_page.empty() ? "" : filling.url(view.add_page)},
         {"state", page_state(filling, shown.page)},
         {"is_remembered", filling.can_be_remembered()},
         {"csrf", visit.csrf()}});
    Page page;
    page.title = view.within.empty() ? view.title : view.title + " · " + view.within;
    page.body = visit.site.render("form_pages/question_page", data, visit.language);
    page.back_url = back_url(visit, filling, shown.page);
    page.has_errors = !shown.errors.empty();
    page.status = page.has_errors ? 422 : 200;
    filling.put_frame(page);
    return show_page(visit, page);
}

http::Response go_on_filling(const Filling& filling) {
    const forms::Form& form = filling.form();
    // Nothing is answered yet: a first page on which everything is prefilled, or nothing required,
    // must be seen all the same.
    if (form.initial_answers(filling.context()) == filling.answers()) {
        const auto pages = form.visible_pages(filling.answers(), filling.context());
        if (!pages.empty()) {
            return http::Response::redirect(filling.url(pages.front().id));
        }
    }
    const auto page = form.first_open_page(filling.answers(), filling.context());
    return http::Response::redirect(filling.url(page ? page->id : "pruefen"));
}

http::Response show_question_page(const Visit& visit, const Filling& filling,
                                  std::string_view page_id) {
    const forms::Form& form = filling.form();
    const auto page = form.find_page(page_id, filling.answers(), filling.context());
    if (!page) {
        return http::Response::redirect(filling.url("weiter"));
    }
    return render_questions(
        visit, filling,
        {page.value(),
         form.view_page(page.value(), filling.answers(), filling.context(), visit.language),
         {},
         {}});
}

http::Response show_search_matches(const Visit& visit, const Filling& filling,
                                   std::string_view path) {
    const std::string_view text = visit.query("q");
    forms::OptionMatches matches =
        filling.form().search_options(path, text, filling.context(), visit.language);
    forms::Question question;
    question.path = std::string(path);
    question.control = forms::Control::Search;
    question.repeated = visit.query("several") == "1";
    question.options = std::move(matches.options);
    question.matches = matches.total;
    question.query = std::string(text);
    return http::Response::html(search_matches(visit, question).markup());
}

bool is_picture(std::string_view media_type) {
    constexpr std::array<std::string_view, 4> pictures{"image/jpeg", "image/png", "image/gif",
                                                       "image/webp"};
    return std::find(pictures.begin(), pictures.end(), media_type) != pictures.end();
}

Result<http::Response> show_uploaded_picture(Filling& filling, std::string_view blob) {
    const auto files = forms::Form::uploads(filling.answers());
    const auto file = std::find_if(files.begin(), files.end(), [&](const auto& each) {
        return each.blob == blob && is_picture(each.media_type);
    });
    if (file == files.end()) {
        return Error{ErrorKind::NotFound,
                     "forms.upload_missing",
                     "",
                     {},
                     "there is no such picture among the answers"};
    }
    http::Response response;
    response.set_header("Content-Type", file->media_type);
    // The bytes come from outside: nothing in them may run, whatever a browser takes them for.
    response.set_header("Content-Security-Policy", "default-src 'none'; sandbox");
    response.set_header("Cross-Origin-Resource-Policy", "same-origin");
    response.set_header("Content-Disposition", "inline");
    response.body = std::move(TRY(filling.load_upload(*file)).reveal());
    return response;
}

}  // namespace gordion::web
