// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/finding.hpp"
#include "core/result.hpp"
#include "core/time.hpp"
#include "forms/form_source.hpp"
#include "forms/page.hpp"

namespace gordion::forms {

/// Under which circumstances answers are looked at. `params` are the effective parameters in the
/// form that rules see them (amounts as cents); it must outlive the call.
struct FormContext {
    const formats::Json* params = nullptr;  ///< nullptr: none
    Date today;
    /// What the account of who fills in says (name → text; a date as YYYY-MM-DD); nullptr: nobody
    /// is signed in. Only for what a form is begun with and for telling where an answer came from:
    /// nothing is judged or handed over by it, so that it looks the same to everybody else.
    const std::map<std::string, std::string>* account = nullptr;
};

/// Whether a form with faults is made all the same, to be looked at.
enum class Strictness {
    Publishable,  ///< no form where a finding is a fault
    Preview,      ///< what is faulty is left out and said; no form only if nothing would be asked
};

/// What an upload for a question may be.
struct FileRule {
    std::string path;
    std::vector<std::string> media_types;
    std::size_t max_size_bytes = 0;
    std::size_t max_files = 1;
    std::size_t present = 0;  ///< files that are there already
};

/// A form, compiled from a FIM schema and what a package says about it. Immutable: made once per
/// package version and shared by all threads. Answers are a JSON object keyed by element ids
/// (README.md); they may be incomplete at any time.
///
/// Findings about answers: place is the path "G1[0].F2"; values carry bounds, never answers.
///   forms.required, forms.too_few {min}, forms.too_many {max}, forms.too_short {min},
///   forms.too_long {max}, forms.pattern, forms.characters, forms.number_invalid,
///   forms.integer_invalid, forms.money_invalid, forms.too_small {min}, forms.too_large {max},
///   forms.date_invalid, forms.date_incomplete, forms.date_before {min}, forms.date_after {max},
///   forms.time_invalid, forms.datetime_invalid, forms.bool_invalid, forms.code_unknown,
///   forms.code_choose {count} (a text that several codes fit), forms.code_unmatched (none does),
///   forms.value_fixed (hidden or locked, and something else was sent), forms.file_type {found,
///   allowed}, forms.file_too_large {max}, forms.type_invalid,
///   forms.element_unknown, and the codes of the package's own checks.
/// Of the schema's own rules, with the value elements (places, separated by blanks):
///   forms.rule.at_least_one, forms.rule.at_least {min}, forms.rule.exactly_one,
///   forms.rule.at_most {max}, forms.rule.calendar_date, forms.rule.age_min {years},
///   forms.rule.age_below {years}, forms.rule.age {years}, forms.rule.not_future,
///   forms.rule.not_past, forms.rule.must_be_yes, forms.rule.not_met.
/// About a post as a whole: forms.field_missing, forms.field_unknown, forms.field_repeated,
///   forms.too_many_fields {max}, forms.page_gone (the instance was removed meanwhile).
/// Error codes: forms.page_unknown (NotFound), forms.too_many {max} (Conflict).
class Form {
public:
    /// The value is empty when a finding is a fault (see Strictness). Findings of the package,
    /// place "form.toml …", "rules.json …", "texts/de.toml …" or the schema's own:
    /// forms.element_ref_unknown, forms.element_ref_ambiguous, forms.element_placed_twice,
    /// forms.page_id_invalid, forms.page_duplicate, forms.page_empty, forms.layout_invalid,
    /// forms.rules_invalid, forms.condition_cycle, forms.texts_invalid, forms.text_element_unknown,
    /// forms.value_invalid {value}, forms.prefill_without_source.
    /// Of rules: those of fim/freitext.hpp and freitext_rules.hpp, forms.rule_unknown (a package
    /// replaces a rule that the schema does not have), forms.rule_replaced, forms.rule_omitted, and
    /// of all rules together forms.rule_duplicate, forms.rule_later_question, and forms.rule_cycle
    /// (rules of the schema that are not applied because of it).
    /// Of lists: forms.code_list_missing {list, version}, forms.code_list_version {list, version,
    /// used}. Of the rest: fim.logic_…, fim.quality.….
    static Judged<std::shared_ptr<const Form>> make(
        FormSource source, Strictness strictness = Strictness::Publishable);
    ~Form();

    [[nodiscard]] const fim::Schema& schema() const;
    /// The same as JSON Schema of the Fachdaten; made once.
    [[nodiscard]] const formats::Json& json_schema() const;

    // The way through the form. A page is visible while one of its questions is.
    [[nodiscard]] std::vector<PageRef> visible_pages(const formats::Json& answers,
                                                     const FormContext& context) const;
    /// Also the instance after the last one, so that it can be asked.
    [[nodiscard]] Result<PageRef> find_page(std::string_view id, const formats::Json& answers,
                                            const FormContext& context) const;
    /// None after the last page: what follows is the summary.
    [[nodiscard]] std::optional<PageRef> next_page(const PageRef& page,
                                                   const formats::Json& answers,
                                                   const FormContext& context) const;
    [[nodiscard]] std::optional<PageRef> previous_page(const PageRef& page,
                                                       const formats::Json& answers,
                                                       const FormContext& context) const;
    /// The first page with a fault: where to go on after resuming. None if all is answered.
    [[nodiscard]] std::optional<PageRef> first_open_page(const formats::Json& answers,
                                                         const FormContext& context) const;
    /// The page on which the element of a finding's place is asked.
    [[nodiscard]] std::optional<PageRef> page_of(std::string_view place) const;

    // Showing.
    [[nodiscard]] PageView view_page(const PageRef& page, const formats::Json& answers,
                                     const FormContext& context, std::string_view language) const;
    /// Puts what was posted into the questions of a view, so that faulty answers can be mended.
    void show_posted(PageView& view, const PostedPage& posted, const FormContext& context,
                     std::string_view language) const;
    /// What fits a text in the list of the question at `path` ("G1[0].F2"); nothing where there is
    /// no list. Typing the code itself finds it; umlauts and case do not matter.
    [[nodiscard]] OptionMatches search_options(std::string_view path, std::string_view text,
                                               const FormContext& context,
                                               std::string_view language) const;
    [[nodiscard]] std::vector<SummarySection> summary(const formats::Json& answers,
                                                      const FormContext& context,
                                                      std::string_view language) const;
    /// The same of a part of the Fachdaten: what it holds, whatever conditions say, and nothing
    /// else.
    [[nodiscard]] std::vector<SummarySection> summary_of_part(const formats::Json& part,
                                                              const FormContext& context,
                                                              std::string_view language) const;
    /// Label of the element at a finding's place or at a path of ids; "" if there is none.
    [[nodiscard]] std::string label(std::string_view place, std::string_view language) const;
    /// What a text about the finding may name: its values, `label`, and `labels` of the elements
    /// that a rule of several elements is about.
    [[nodiscard]] Values message_values(const Finding& finding, std::string_view language) const;
    /// Text of the package for a finding code of its own checks; "" if it has none.
    [[nodiscard]] std::string message(std::string_view code, std::string_view language) const;

    // Taking answers.
    /// What a form is begun with: the values that are prefilled outside repeated groups. What the
    /// account says comes first; what is no value of its field is left out.
    [[nodiscard]] formats::Json initial_answers(const FormContext& context) const;
    /// Uploads that the page as it is shown for these answers accepts, for storing them before
    /// parse_page is called.
    [[nodiscard]] std::vector<FileRule> file_rules(const PageRef& page,
                                                   const formats::Json& answers,
                                                   const FormContext& context) const;
    /// Texts of a post become typed answers. With a fault among the findings nothing is to be
    /// saved. Whether something required is absent says check_page.
    [[nodiscard]] Judged<ParsedPage> parse_page(const PageRef& page, const formats::Json& answers,
                                                const PostedPage& posted,
                                                const FormContext& context) const;
    /// Only the files of a post and what it takes away of them: for keeping uploads although other
    /// answers of the page are still faulty.
    [[nodiscard]] Judged<ParsedPage> parse_files(const PageRef& page, const formats::Json& answers,
                                                 const PostedPage& posted,
                                                 const FormContext& context) const;
    /// What is saved of what the page asks (Repetition: all instances): the same as long as nobody
    /// changed it, so that a page that was open in another window can be told.
    [[nodiscard]] formats::Json page_answers(const PageRef& page,
                                             const formats::Json& answers) const;
    /// Takes away an instance; a Repetition page only. `number` counts from one.
    [[nodiscard]] Result<ParsedPage> remove_instance(const PageRef& page,
                                                     const formats::Json& answers,
                                                     std::size_t number) const;

    // Judging: the same code for page, API and command line.
    [[nodiscard]] Findings check_page(const PageRef& page, const formats::Json& answers,
                                      const FormContext& context) const;
    [[nodiscard]] Findings check_all(const formats::Json& answers,
                                     const FormContext& context) const;
    /// The answers without what is hidden, unknown or empty, in the order of the schema.
    [[nodiscard]] formats::Json fachdaten(const formats::Json& answers,
                                          const FormContext& context) const;
    /// Every file the answers refer to, hidden ones included.
    [[nodiscard]] static std::vector<UploadedFile> uploads(const formats::Json& answers);

    struct Compiled;

private:
    explicit Form(std::unique_ptr<const Compiled> compiled);
    std::unique_ptr<const Compiled> compiled_;
};

}  // namespace gordion::forms
