// SPDX-License-Identifier: EUPL-1.2
// What happens to the answers of one page: uploads, check, save, and the other window.
#include <algorithm>
#include <set>

#include "core/text.hpp"
#include "forms/media_type.hpp"
#include "web/form_pages/question_pages.hpp"

namespace gordion::web {
namespace {

using formats::Json;

struct Taken {
    forms::PostedPage posted;
    std::vector<FieldError> errors;
};

// Names that begin with "_" are ours: token, state, button.
forms::PostedPage posted_fields(const Visit& visit) {
    forms::PostedPage posted;
    for (const auto& [name, value] : visit.post.fields) {
        if (!name.starts_with('_')) {
            posted.fields.push_back({name, value});
        }
    }
    return posted;
}

class PagePost {
public:
    PagePost(const Visit& visit, Filling& filling, forms::PageRef page)
        : visit_(visit), filling_(filling), page_(std::move(page)) {}

    Result<http::Response> run();

private:
    [[nodiscard]] const forms::Form& form() const { return filling_.form(); }
    Result<http::Response> remove_instance();
    Result<void> take_uploads();
    Result<void> take_upload(const forms::FileRule& rule, const http::UploadedFile& file);
    bool has_room(const forms::FileRule& rule, std::size_t files);
    void refuse(const forms::FileRule& rule, std::string_view code, Values values,
                std::string_view file_name = {});
    [[nodiscard]] bool remembers() const;
    void judge(const Judged<forms::ParsedPage>& parsed);
    void add_errors(const Findings& findings);
    Result<void> keep_uploads();
    Result<void> save(const forms::ParsedPage& parsed);
    Result<void> forget_unused();
    Result<http::Response> show_again();
    Result<http::Response> show_changed();
    http::Response next() const;

    const Visit& visit_;
    Filling& filling_;
    forms::PageRef page_;
    Taken taken_;
};

Result<http::Response> PagePost::run() {
    const bool is_list = page_.kind == forms::PageKind::Repetition;
    const bool removes = is_list && !visit_.posted("_remove").empty();
    // Nothing of an older page may overwrite what another window saved, not even by its number: the
    // second dog may be another one by now. Going on from a list changes nothing.
    const std::string_view state = visit_.posted("_state");
    const bool is_outdated = !state.empty() && state != page_state(filling_, page_);
    taken_.posted = posted_fields(visit_);
    if (is_outdated && (removes || !is_list)) {
        return show_changed();
    }
    if (removes) {
        return remove_instance();
    }
    TRY(take_uploads());
    if (!visit_.posted("_search").empty()) {
        TRY(keep_uploads());
        return show_again();
    }
    const auto parsed =
        form().parse_page(page_, filling_.answers(), taken_.posted, filling_.context());
    judge(parsed);
    if (!taken_.errors.empty()) {
        TRY(keep_uploads());
        return show_again();
    }
    if (const auto saved = save(parsed.value); !saved) {
        return saved.error().code == "forms.draft_changed" ? show_changed()
                                                           : Result<http::Response>(saved.error());
    }
    if (remembers()) {
        // The same post once more, to the page that tells how to come back.
        http::Response response = http::Response::redirect(filling_.url("merken"));
        response.status = 307;
        return response;
    }
    if (parsed.value.asks_more) {
        return http::Response::redirect(filling_.url(page_.id) +
                                        (visit_.query("change") == "1" ? "?change=1" : ""));
    }
    return next();
}

// Whoever stops here keeps what is typed, and need not have answered everything.
bool PagePost::remembers() const {
    return filling_.can_be_remembered() && !visit_.posted("_remember").empty();
}

// All there is to mend on the page at once: what cannot be read, and what is missing beside it.
// Rules wait until everything can be read.
void PagePost::judge(const Judged<forms::ParsedPage>& parsed) {
    add_errors(parsed.findings);
    if (parsed.value.asks_more || remembers()) {
        return;
    }
    Findings findings = form().check_page(page_, parsed.value.answers, filling_.context());
    if (!taken_.errors.empty()) {
        std::erase_if(findings,
                      [](const Finding& finding) { return finding.code != "forms.required"; });
    }
    add_errors(findings);
}

// A question with an error needs no second one: a file that was refused is not missing as well.
void PagePost::add_errors(const Findings& findings) {
    const std::size_t before = taken_.errors.size();
    for (FieldError& error : word_findings(visit_, form(), findings)) {
        const auto end = taken_.errors.begin() + static_cast<std::ptrdiff_t>(before);
        const bool is_known = !error.place.empty() &&
                              std::any_of(taken_.errors.begin(), end, [&](const FieldError& known) {
                                  return known.place == error.place;
                              });
        if (!is_known) {
            taken_.errors.push_back(std::move(error));
        }
    }
}

http::Response PagePost::next() const {
    if (visit_.query("change") == "1") {
        return http::Response::redirect(filling_.url("pruefen"));
    }
    const auto following = form().next_page(page_, filling_.answers(), filling_.context());
    return http::Response::redirect(filling_.url(following ? following->id : "pruefen"));
}

// Before the answers refer to them, files are stored; what is refused becomes an error at its
// question.
Result<void> PagePost::take_uploads() {
    for (const forms::FileRule& rule :
         form().file_rules(page_, filling_.answers(), filling_.context())) {
        std::vector<const http::UploadedFile*> files;
        for (const http::UploadedFile& file : visit_.post.files) {
            if (file.field == rule.path) {
                files.push_back(&file);
            }
        }
        if (!files.empty() && !has_room(rule, files.size())) {
            refuse(rule, "forms.file_too_many", {{"max", std::to_string(rule.max_files)}});
            continue;
        }
        for (const http::UploadedFile* file : files) {
            TRY(take_upload(rule, *file));
        }
    }
    return {};
}

// A single file replaces the one that is there; of several, those stay that are not taken away.
bool PagePost::has_room(const forms::FileRule& rule, std::size_t files) {
    if (rule.max_files == 1) {
        return files == 1;
    }
    const auto removed = static_cast<std::size_t>(std::count_if(
        taken_.posted.fields.begin(), taken_.posted.fields.end(),
        [&](const forms::PostedField& field) { return field.name == rule.path + ".remove"; }));
    const std::size_t kept = rule.present - std::min(rule.present, removed);
    return kept + files <= rule.max_files;
}

// Of several files it must be clear which one is meant.
void PagePost::refuse(const forms::FileRule& rule, std::string_view code, Values values,
                      std::string_view file_name) {
    std::string label = form().label(rule.path, visit_.language);
    if (!file_name.empty()) {
        label += " (" + forms::make_safe_file_name(file_name) + ")";
    }
    values.emplace_back("label", std::move(label));
    taken_.errors.push_back({rule.path, visit_.text(code, values)});
}

Result<void> PagePost::take_upload(const forms::FileRule& rule, const http::UploadedFile& file) {
    if (file.is_too_large) {
        refuse(rule, "forms.file_too_large", {{"max", forms::show_size(rule.max_size_bytes)}},
               file.file_name);
        return {};
    }
    auto stored = filling_.put_upload(rule, file.file_name, file.bytes);
    if (stored) {
        taken_.posted.files.push_back({rule.path, std::move(stored).value()});
        return {};
    }
    const Error& error = stored.error();
    // What the person can mend stands at the question; everything else ends the request.
    const bool can_be_mended =
        error.kind != ErrorKind::Unavailable || error.code == "forms.scan_failed";
    if (!can_be_mended) {
        TRY(forget_unused());
        return stored.take_error();
    }
    refuse(rule, error.code, error.values, file.file_name);
    return {};
}

// The page comes again because of other answers; whoever uploaded files need not do so twice.
Result<void> PagePost::keep_uploads() {
    if (taken_.posted.files.empty()) {
        return {};
    }
    const auto parsed =
        form().parse_files(page_, filling_.answers(), taken_.posted, filling_.context());
    if (has_faults(parsed.findings)) {
        return forget_unused();
    }
    return save(parsed.value);
}

Result<void> PagePost::save(const forms::ParsedPage& parsed) {
    if (const auto saved = filling_.save(parsed.answers); !saved) {
        TRY(forget_unused());
        return saved.error();
    }
    for (const std::string& blob : parsed.dropped_blobs) {
        TRY(filling_.remove_upload(blob));
    }
    return forget_unused();
}

// Of the files of this post, those that no answer refers to.
Result<void> PagePost::forget_unused() {
    const auto used = forms::Form::uploads(filling_.answers());
    for (const forms::PostedFile& posted : taken_.posted.files) {
        const bool is_used = std::any_of(used.begin(), used.end(), [&](const auto& file) {
            return file.blob == posted.file.blob;
        });
        if (!is_used) {
            TRY(filling_.remove_upload(posted.file.blob));
        }
    }
    return {};
}

Result<http::Response> PagePost::show_again() {
    forms::PageView view =
        form().view_page(page_, filling_.answers(), filling_.context(), visit_.language);
    form().show_posted(view, taken_.posted, filling_.context(), visit_.language);
    return render_questions(visit_, filling_, {page_, std::move(view), taken_.errors, {}});
}

// Of a searched list counts what is chosen, not what stands in the box beside it.
bool is_same_answer(const forms::Question& one, const forms::Question& other) {
    if (one.control != forms::Control::Search) {
        return one.values == other.values;
    }
    const auto chosen = [](const forms::Question& question) {
        std::set<std::string> codes;
        for (const forms::Option& option : question.options) {
            if (option.chosen) {
                codes.insert(option.code);
            }
        }
        return codes;
    };
    return chosen(one) == chosen(other);
}

void note_differences(const Visit& visit, const std::vector<forms::Block>& saved,
                      const std::vector<forms::Block>& typed,
                      std::map<std::string, std::string>& notes) {
    for (std::size_t i = 0; i < saved.size() && i < typed.size(); ++i) {
        if (saved[i].is_fieldset) {
            note_differences(visit, saved[i].blocks, typed[i].blocks, notes);
            continue;
        }
        const forms::Question& there = saved[i].question;
        if (there.control == forms::Control::File || is_same_answer(there, typed[i].question)) {
            continue;
        }
        std::vector<std::string> shown;
        for (const forms::Option& option : there.options) {
            if (option.chosen) {
                shown.push_back(option.label);
            }
        }
        if (there.options.empty()) {
            shown = there.values;
        }
        const std::string text = join(shown, there.control == forms::Control::Date ? "." : ", ");
        notes[there.path] = visit.text(
            "form.saved_meanwhile", {{"value", trim(text).empty() || text == ".." ? "–" : text}});
    }
}

// Another window saved in the meantime. Nothing there is overwritten unasked, and nothing typed
// here is lost: the page comes again with both, and the next post counts from the newer state.
Result<http::Response> PagePost::show_changed() {
    TRY(filling_.reload());
    auto now = form().find_page(page_.id, filling_.answers(), filling_.context());
    if (!now) {
        return http::Response::redirect(filling_.url("weiter"));
    }
    page_ = std::move(now).value();
    const forms::PageView saved =
        form().view_page(page_, filling_.answers(), filling_.context(), visit_.language);
    ShownQuestions shown{page_, saved, {}, {}};
    if (page_.kind == forms::PageKind::Repetition) {
        shown.errors = {{"", visit_.text("web.list_changed")}};
    } else {
        form().show_posted(shown.view, taken_.posted, filling_.context(), visit_.language);
        note_differences(visit_, saved.blocks, shown.view.blocks, shown.notes);
        shown.errors = {{"", visit_.text("web.draft_changed")}};
    }
    http::Response response = render_questions(visit_, filling_, shown);
    response.status = status_of(ErrorKind::Conflict);
    return response;
}

Result<http::Response> PagePost::remove_instance() {
    const std::string_view number = visit_.posted("_remove");
    if (is_digits(number) && number.size() <= 4) {
        const auto parsed = form().remove_instance(
            page_, filling_.answers(), static_cast<std::size_t>(std::stoul(std::string(number))));
        if (!parsed) {
            return show_changed();
        }
        if (const auto saved = save(parsed.value()); !saved) {
            return saved.error().code == "forms.draft_changed"
                       ? show_changed()
                       : Result<http::Response>(saved.error());
        }
    }
    return http::Response::redirect(filling_.url(page_.id));
}

// "Vorname: Ada" for each answer of a page that is gone, so that nobody types it for nothing.
Json typed_lines(const Visit& visit, const Filling& filling) {
    Json lines = Json::array();
    for (const forms::PostedField& field : posted_fields(visit).fields) {
        const bool is_choice_of_old_search = field.name.ends_with(".query");
        const std::string_view value = trim(field.value);
        if (value.empty() || is_choice_of_old_search) {
            continue;
        }
        std::string path = field.name;
        for (const std::string_view part : {".day", ".month", ".year", ".search"}) {
            if (path.ends_with(part)) {
                path.resize(path.size() - part.size());
            }
        }
        const std::string label = filling.form().label(path, visit.language);
        if (!label.empty()) {
            lines.push(Json::object({{"label", label}, {"value", value}}));
        }
    }
    return lines;
}

http::Response show_gone(const Visit& visit, const Filling& filling) {
    Page page;
    page.title = visit.text("form.gone_title");
    page.status = status_of(ErrorKind::Conflict);
    const Json lines = typed_lines(visit, filling);
    page.body = visit.site.render(
        "form_pages/gone",
        Json::object(
            {{"has_lines", lines.size() > 0}, {"lines", lines}, {"url", filling.url("weiter")}}),
        visit.language);
    filling.put_frame(page);
    return show_page(visit, page);
}

}  // namespace

Result<http::Response> post_question_page(const Visit& visit, Filling& filling,
                                          std::string_view page_id) {
    auto page = filling.form().find_page(page_id, filling.answers(), filling.context());
    if (!page) {
        return show_gone(visit, filling);
    }
    return PagePost(visit, filling, std::move(page).value()).run();
}

}  // namespace gordion::web
