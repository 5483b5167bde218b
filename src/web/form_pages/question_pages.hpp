// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <map>
#include <string>
#include <vector>

#include "web/components/components.hpp"
#include "web/form_pages/filling.hpp"
#include "web/visit.hpp"

/// The pages of a form: questions, lists of instances, searching in long lists, uploaded files. One
/// implementation for everything that shows a form.
namespace gordion::web {

/// Leads to the first page that is not answered completely, or to the summary.
http::Response go_on_filling(const Filling& filling);
/// GET of a page; an unknown one leads to the first open one.
http::Response show_question_page(const Visit& visit, const Filling& filling,
                                  std::string_view page_id);
/// POST of a page: uploads, answers, check, save, next page.
Result<http::Response> post_question_page(const Visit& visit, Filling& filling,
                                          std::string_view page_id);
/// The matches of the text "q" in the list of a question, as the part of its page that shows them.
http::Response show_search_matches(const Visit& visit, const Filling& filling,
                                   std::string_view path);
/// A picture that was uploaded, for the one who uploaded it. Error code: forms.upload_missing (also
/// for files that are no pictures: they are never shown).
Result<http::Response> show_uploaded_picture(Filling& filling, std::string_view blob);

/// A page of questions with what is to be said on it.
struct ShownQuestions {
    forms::PageRef page;
    forms::PageView view;
    std::vector<FieldError> errors;
    std::map<std::string, std::string> notes;  ///< by path, under the question
};
http::Response render_questions(const Visit& visit, const Filling& filling,
                                const ShownQuestions& shown);
/// A few characters that change when what is saved of a page changes.
std::string page_state(const Filling& filling, const forms::PageRef& page);
bool is_picture(std::string_view media_type);

}  // namespace gordion::web
