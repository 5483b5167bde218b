// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/finding.hpp"
#include "forms/form.hpp"
#include "web/visit.hpp"

/// The parts of which pages are made. Each renders the template of its folder; examples.json beside
/// it is its test.
namespace gordion::web {

/// What a person reads about one question: the place of the finding and the same words everywhere.
struct FieldError {
    std::string place;  ///< "G1[0].F2"; "" for the page as a whole
    std::string text;
};

/// What stands at one place: the first error there, "" for none.
std::string error_at(const std::vector<FieldError>& errors, std::string_view place);

/// Words the faults among the findings, with the labels of the form.
std::vector<FieldError> word_findings(const Visit& visit, const forms::Form& form,
                                      const Findings& findings);

/// What is no fault and still to be known before submitting ("Bitte beachten"), each with a link to
/// its question below `base`; nothing where all findings are faults.
Html finding_hints(const Visit& visit, const forms::Form& form, const Findings& findings,
                   std::string_view base);

/// The id of a question's element in the page: its path without brackets and dots.
std::string element_id(std::string_view path);

/// On top of a page with faults; takes the focus, links to each question.
Html error_summary(const Visit& visit, const std::vector<FieldError>& errors);

/// What questions need beside themselves.
struct QuestionLinks {
    std::string base;  ///< "/antrag": below it are "suche/{path}" and "datei/{blob}"
    std::map<std::string, std::string>
        notes;  ///< by path: what else is to be known about a question
};

/// All questions of a page, with their errors.
Html question_blocks(const Visit& visit, const std::vector<forms::Block>& blocks,
                     const std::vector<FieldError>& errors, const QuestionLinks& links);

/// The options of a question that is searched, with how many there are.
Html search_matches(const Visit& visit, const forms::Question& question);

enum class Changeable { No, Yes };
struct SummaryFile {
    std::string name;
    std::string url;  ///< none if empty
};
/// Answers in the order of the form. `file_urls` by blob id, for the back office; `base` is where
/// the pages lie on which they can be changed.
Html summary_list(const Visit& visit, const std::vector<forms::SummarySection>& sections,
                  Changeable changeable, const std::map<std::string, std::string>& file_urls = {},
                  std::string_view base = "/antrag");

enum class NoticeKind { Info, Success, Warning, Danger };
Html notice(const Visit& visit, NoticeKind kind, std::string_view title,
            std::string_view text = {});

struct TimelineEntry {
    Instant at;
    std::string text;
};
Html timeline(const Visit& visit, const std::vector<TimelineEntry>& entries);

}  // namespace gordion::web
