// SPDX-License-Identifier: EUPL-1.2
#include "core/limits.hpp"
#include "core/text.hpp"
#include "forms/media_type.hpp"
#include "web/components/components.hpp"
#include "web/form_pages/question_pages.hpp"
#include "web/page.hpp"

namespace gordion::web {
namespace {

using formats::Json;
using forms::Control;

// Names, boundaries and the other fields of a post with files.
constexpr std::size_t upload_overhead = 1024 * 1024;

// Everything that is wrong with one question, as it stands beside it.
std::string error_text(const std::vector<FieldError>& errors, std::string_view path) {
    std::vector<std::string> texts;
    for (const FieldError& error : errors) {
        if (error.place == path) {
            texts.push_back(error.text);
        }
    }
    return join(texts, " ");
}

bool is_group(Control control) {
    return control == Control::Date || control == Control::YesNo || control == Control::Radios ||
           control == Control::Checkboxes;
}

std::string_view input_mode(Control control) {
    switch (control) {
        case Control::Number:
            return "numeric";
        case Control::Money:
            return "decimal";
        default:
            return "";
    }
}

// Wide enough for what is expected, so that the field itself is a hint.
std::string_view width_of(const forms::Question& question) {
    const bool number = question.control == Control::Number || question.control == Control::Money ||
                        question.control == Control::Time;
    if (number || (question.max_length > 0 && question.max_length <= 10)) {
        return "short";
    }
    return question.max_length > 0 && question.max_length <= 30 ? "middle" : "full";
}

std::string first_value(const forms::Question& question, std::size_t index = 0) {
    return index < question.values.size() ? question.values[index] : std::string();
}

Json date_parts(const Visit& visit, const forms::Question& question, const std::string& id) {
    struct Part {
        const char* name;
        int length;
    };
    constexpr std::array<Part, 3> parts{{{"day", 2}, {"month", 2}, {"year", 4}}};
    Json list = Json::array();
    for (std::size_t i = 0; i < parts.size(); ++i) {
        const std::string name = parts.at(i).name;
        list.push(Json::object({{"id", id + "-" + name},
                                {"name", question.path + "." + name},
                                {"part", name},
                                {"label", visit.text("form.date_" + name)},
                                {"length", parts.at(i).length},
                                {"value", first_value(question, i)}}));
    }
    return list;
}

Json options_json(const forms::Question& question, const std::string& id) {
    const bool many = question.control == Control::Checkboxes || question.repeated;
    Json list = Json::array();
    std::size_t number = 0;
    for (const forms::Option& option : question.options) {
        list.push(Json::object(
            {{"id", id + "-" + std::to_string(number)},
             {"name", question.path},
             {"code", option.code},
             {"label", option.label},
             {"help", option.help},
             {"chosen", option.chosen},
             {"type", many ? "checkbox" : "radio"},
             {"check_class", many ? "kern-form-check__checkbox" : "kern-form-check__radio"}}));
        ++number;
    }
    return list;
}

Json files_json(const forms::Question& question, const QuestionLinks& links) {
    Json list = Json::array();
    for (const forms::UploadedFile& file : question.files) {
        const bool shown = is_picture(file.media_type);
        list.push(Json::object(
            {{"name", file.name},
             {"picture", shown ? links.base + "/datei/" + url_part(file.blob) : std::string()},
             {"size", forms::show_size(file.size)},
             {"blob", file.blob},
             {"remove_name", question.path + ".remove"}}));
    }
    return list;
}

// What stands above the matches: how many there are, and that the list goes on.
std::string matches_legend(const Visit& visit, const forms::Question& question) {
    const bool only_chosen = std::all_of(question.options.begin(), question.options.end(),
                                         [](const forms::Option& each) { return each.chosen; });
    if (!question.options.empty() && only_chosen) {
        return visit.text("form.matches_chosen");
    }
    if (question.query.empty()) {
        return {};
    }
    const Values values{{"count", std::to_string(question.matches)},
                        {"shown", std::to_string(question.options.size())},
                        {"query", question.query}};
    return visit.text(question.matches == 0                        ? "form.matches_none"
                      : question.matches > question.options.size() ? "form.matches_more"
                                                                   : "form.matches",
                      values);
}

}  // namespace

Html search_matches(const Visit& visit, const forms::Question& question) {
    return visit.site.render(
        "components/matches/matches",
        Json::object({{"legend", matches_legend(visit, question)},
                      {"options", options_json(question, element_id(question.path))}}),
        visit.language);
}

namespace {

// What may be chosen: kinds, size, and how many.
std::string file_hint(const Visit& visit, const forms::Question& question) {
    const Values values{{"types", forms::name_media_types(question.media_types)},
                        {"max", forms::show_size(question.max_size_bytes)},
                        {"count", std::to_string(question.max_values)},
                        {"all", forms::show_size(limits::http_upload_bytes - upload_overhead)}};
    return visit.text(question.repeated ? "form.files_hint" : "form.file_hint", values);
}

// What else is to be known: that another window saved something, that the answer comes from the
// account, that a list is missing.
std::string note_of(const Visit& visit, const forms::Question& question,
                    const QuestionLinks& links) {
    const auto noted = links.notes.find(question.path);
    if (noted != links.notes.end()) {
        return noted->second;
    }
    if (question.from_account) {
        return visit.text("form.from_account");
    }
    return question.lacks_list ? visit.text("form.list_missing") : std::string();
}

Html show_question(const Visit& visit, const forms::Question& question, const std::string& error,
                   const QuestionLinks& links) {
    const std::string id = element_id(question.path);
    const Control control = question.control;
    const bool group = is_group(control);
    const bool file = control == Control::File;
    std::vector<std::string> described;
    if (!question.help.empty()) {
        described.push_back(id + "-hilfe");
    }
    const std::string note = note_of(visit, question, links);
    if (!note.empty()) {
        described.push_back(id + "-hinweis");
    }
    if (file) {
        described.push_back(id + "-datei");
    }
    if (!error.empty()) {
        described.push_back(id + "-fehler");
    }
    Json data = Json::object(
        {{"is_field", !group && control != Control::Label && control != Control::Locked},
         {"is_group", group},
         {"is_label", control == Control::Label},
         {"is_locked", control == Control::Locked},
         {"is_text", control == Control::Text || control == Control::Number ||
                         control == Control::Money || control == Control::Time ||
                         control == Control::Datetime},
         {"is_area", control == Control::TextArea},
         {"is_select", control == Control::Select},
         {"is_search", control == Control::Search},
         {"is_file", file},
         {"is_date", control == Control::Date},
         {"is_choice", group && control != Control::Date},
         {"id", id},
         {"path", question.path},
         {"label", question.label},
         {"help", question.help},
         {"note", note},
         {"required", question.required},
         {"value", first_value(question)},
         {"width", width_of(question)},
         {"inputmode", input_mode(control)},
         {"described", join(described, " ")},
         {"error", error}});
    if (group || control == Control::Select) {
        data.set("options", options_json(question, id));
    }
    if (control == Control::Search) {
        data.set("query", question.query);
        data.set("lookup", links.base + "/suche/" + url_part(question.path) +
                               (question.repeated ? "?several=1" : ""));
        data.set("matches", search_matches(visit, question).markup());
    }
    if (control == Control::Date) {
        data.set("date_parts", date_parts(visit, question, id));
    }
    if (file) {
        data.set("files", files_json(question, links));
        data.set("accept", join(question.media_types, ","));
        data.set("several", question.repeated);
        data.set("file_hint", file_hint(visit, question));
    }
    return visit.site.render("components/question/question", data, visit.language);
}

}  // namespace

Html question_blocks(const Visit& visit, const std::vector<forms::Block>& blocks,
                     const std::vector<FieldError>& errors, const QuestionLinks& links) {
    Html html;
    for (const forms::Block& block : blocks) {
        if (!block.is_fieldset) {
            html += show_question(visit, block.question, error_text(errors, block.question.path),
                                  links);
            continue;
        }
        html += visit.site.render(
            "components/fieldset/fieldset",
            Json::object(
                {{"id", element_id(block.path)},
                 {"label", block.label},
                 {"help", block.help},
                 {"blocks", question_blocks(visit, block.blocks, errors, links).markup()}}),
            visit.language);
    }
    return html;
}

}  // namespace gordion::web
