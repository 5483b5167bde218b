// SPDX-License-Identifier: EUPL-1.2
#include "web/preview/preview_pages.hpp"

#include "crypto/hashes.hpp"
#include "web/components/components.hpp"
#include "web/finding_words.hpp"
#include "web/form_pages/question_pages.hpp"
#include "web/page.hpp"

namespace gordion::web {
namespace {

using formats::Json;

class PreviewFilling final : public Filling {
public:
    PreviewFilling(const PreviewPlace& place, std::string token)
        : place_(place), token_(std::move(token)) {
        read_sheet();
    }

    [[nodiscard]] const forms::Form& form() const override { return *place_.preview.form; }
    [[nodiscard]] const Json& answers() const override { return sheet_.answers; }
    [[nodiscard]] forms::FormContext context() const override {
        return {&place_.preview.params, place_.today};
    }
    Result<void> save(const Json& answers) override {
        sheet_.revision = TRY(place_.desk.save(token_, key(), sheet_.revision, answers));
        sheet_.answers = answers;
        return {};
    }
    Result<void> reload() override {
        read_sheet();
        return {};
    }
    Result<forms::UploadedFile> put_upload(const forms::FileRule& rule, std::string_view file_name,
                                           std::string_view bytes) override {
        forms::UploadedFile file =
            TRY(forms::judge_upload(place_.desk.sniffer(), rule, file_name, bytes));
        file.blob = TRY(place_.desk.put_file(token_, key(), bytes));
        return file;
    }
    Result<Sensitive<std::string>> load_upload(const forms::UploadedFile& file) override {
        auto bytes = place_.desk.find_file(token_, key(), file.blob);
        if (!bytes) {
            return Error{ErrorKind::NotFound,
                         "forms.upload_missing",
                         "",
                         {},
                         "the preview has forgotten this file"};
        }
        return Sensitive(std::move(*bytes));
    }
    Result<void> remove_upload(std::string_view blob) override {
        place_.desk.remove_file(token_, key(), blob);
        return {};
    }
    [[nodiscard]] std::string base() const override { return place_.base + "/formular"; }
    [[nodiscard]] std::string entry_url() const override { return place_.base + "/befunde"; }
    [[nodiscard]] std::string title() const override { return place_.preview.title; }
    [[nodiscard]] bool can_be_remembered() const override { return false; }
    void put_frame(Page& page) const override {
        page.frame = Frame::Preview;
        page.preview = {place_.preview.title, place_.base};
    }

private:
    void read_sheet() {
        sheet_ = place_.desk.read(token_, key());
        if (sheet_.revision == 0) {
            sheet_.answers = form().initial_answers(context());
        }
    }
    [[nodiscard]] const std::string& key() const { return place_.preview.key; }

    const PreviewPlace& place_;
    std::string token_;
    PreviewDesk::Sheet sheet_;
};

http::Response show_summary(const Visit& visit, const PreviewFilling& filling) {
    const forms::Form& form = filling.form();
    const auto findings = form.check_all(filling.answers(), filling.context());
    Json faults = Json::array();
    for (const Finding& finding : findings) {
        const auto page = form.page_of(finding.place);
        const auto words = word_findings(visit, form, {finding});
        if (!words.empty()) {
            faults.push(Json::object(
                {{"text", words.front().text}, {"url", page ? filling.url(page->id) : ""}}));
        }
    }
    Page page;
    page.title = visit.text("check.title");
    page.body = visit.site.render(
        "preview/check",
        Json::object({{"title", filling.title()},
                      {"hints", finding_hints(visit, form, findings, filling.base()).markup()},
                      {"summary", summary_list(visit,
                                               form.summary(filling.answers(), filling.context(),
                                                            visit.language),
                                               Changeable::Yes, {}, filling.base())
                                      .markup()},
                      {"is_complete", !has_faults(findings)},
                      {"faults", std::move(faults)}}),
        visit.language);
    const auto pages = form.visible_pages(filling.answers(), filling.context());
    page.back_url = pages.empty() ? "" : filling.url(pages.back().id);
    filling.put_frame(page);
    return show_page(visit, page);
}

http::Response show_json(const Visit& visit, const PreviewFilling& filling,
                         std::string_view heading, const Json& json) {
    if (visit.query("raw") == "1") {
        return http::Response::json(formats::write_json_pretty(json));
    }
    Page page;
    page.title = visit.text(heading);
    page.body = visit.site.render(
        "preview/json",
        Json::object({{"title", page.title}, {"json", formats::write_json_pretty(json)}}),
        visit.language);
    filling.put_frame(page);
    return show_page(visit, page);
}

Json findings_json(const Visit& visit, const Findings& findings) {
    Json list = Json::array();
    for (const Finding& finding : findings) {
        list.push(Json::object(
            {{"severity", visit.text("preview." + std::string(to_string(finding.severity)))},
             {"is_fault", finding.severity == Severity::Fault},
             {"place", word_place(visit.site.texts(), visit.language, finding.place)},
             {"text", visit.text(finding.code, finding.values)},
             {"code", finding.code}}));
    }
    return list;
}

http::Response show_findings(const Visit& visit, const PreviewFilling& filling,
                             const PreviewForm& preview) {
    Json rules = Json::array();
    for (const std::string& rule : preview.rules) {
        rules.push(rule);
    }
    const fim::Schema& schema = preview.form->schema();
    const fim::SchemaCounts counts = fim::count_elements(schema);
    const Values values{{"id", schema.identification.id},
                        {"version", schema.identification.version},
                        {"fields", std::to_string(counts.fields)},
                        {"groups", std::to_string(counts.groups)}};
    Page page;
    page.title = visit.text("preview.findings");
    page.body =
        visit.site.render("preview/findings",
                          Json::object({{"about", visit.text("preview.about", values)},
                                        {"has_findings", !preview.findings.empty()},
                                        {"findings", findings_json(visit, preview.findings)},
                                        {"has_rules", !preview.rules.empty()},
                                        {"rules", std::move(rules)},
                                        {"url", filling.url("weiter")}}),
                          visit.language);
    filling.put_frame(page);
    return show_page(visit, page);
}

Error page_missing() {
    return {ErrorKind::NotFound, "web.page_missing", "", {}, "There is no such page."};
}

Result<http::Response> answer_form(const Visit& visit, PreviewFilling& filling,
                                   const std::vector<std::string>& steps) {
    const bool posts = visit.request.method == http::Method::Post;
    if (posts) {
        return steps.size() == 2 ? post_question_page(visit, filling, steps[1])
                                 : Result<http::Response>(page_missing());
    }
    if (steps.size() == 3 && steps[1] == "suche") {
        return show_search_matches(visit, filling, steps[2]);
    }
    if (steps.size() == 3 && steps[1] == "datei") {
        return show_uploaded_picture(filling, steps[2]);
    }
    if (steps.size() != 2) {
        return page_missing();
    }
    if (steps[1] == "weiter") {
        return go_on_filling(filling);
    }
    return steps[1] == "pruefen" ? show_summary(visit, filling)
                                 : show_question_page(visit, filling, steps[1]);
}

Result<http::Response> answer_known(const Visit& visit, const PreviewPlace& place,
                                    const std::vector<std::string>& steps) {
    PreviewFilling filling(place, visit.session_token);
    if (steps.empty()) {
        return http::Response::redirect(filling.url("weiter"));
    }
    if (steps[0] == "formular") {
        return answer_form(visit, filling, steps);
    }
    if (visit.request.method == http::Method::Post) {
        if (steps != std::vector<std::string>{"neu"}) {
            return page_missing();
        }
        place.desk.clear(visit.session_token, place.preview.key);
        return http::Response::redirect(filling.url("weiter"));
    }
    if (steps.size() != 1) {
        return page_missing();
    }
    if (steps[0] == "fachdaten") {
        return show_json(visit, filling, "preview.fachdaten",
                         filling.form().fachdaten(filling.answers(), filling.context()));
    }
    if (steps[0] == "schema") {
        return show_json(visit, filling, "preview.schema", filling.form().json_schema());
    }
    return steps[0] == "befunde" ? show_findings(visit, filling, place.preview)
                                 : Result<http::Response>(page_missing());
}

}  // namespace

Result<http::Response> answer_preview(Visit& visit, const PreviewPlace& place,
                                      const std::vector<std::string>& steps) {
    const std::string_view token = visit.request.find_cookie(preview_cookie).value_or("");
    visit.session_token = place.desk.admit(token);
    const bool is_known = visit.session_token == token;
    if (visit.request.method == http::Method::Post &&
        (!is_known || !crypto::equal_in_constant_time(visit.posted("_csrf"), visit.csrf()))) {
        return forged_form();
    }
    http::Response response = TRY(answer_known(visit, place, steps));
    if (!is_known) {
        http::Cookie cookie;
        cookie.name = std::string(preview_cookie);
        cookie.value = visit.session_token;
        cookie.transport = visit.request.is_secure ? http::CookieTransport::SecureOnly
                                                   : http::CookieTransport::AlsoPlain;
        response.set_cookie(cookie);
    }
    return response;
}

}  // namespace gordion::web
