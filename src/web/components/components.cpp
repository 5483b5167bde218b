// SPDX-License-Identifier: EUPL-1.2
#include "web/components/components.hpp"

#include "web/finding_words.hpp"
#include "web/page.hpp"

namespace gordion::web {
namespace {

using formats::Json;

std::string_view to_string(NoticeKind kind) {
    switch (kind) {
        case NoticeKind::Info:
            return "info";
        case NoticeKind::Success:
            return "success";
        case NoticeKind::Warning:
            return "warning";
        case NoticeKind::Danger:
            return "danger";
    }
    return "info";
}

Json lines_of(const std::string& value) {
    Json lines = Json::array();
    std::size_t begin = 0;
    while (begin <= value.size()) {
        const auto end = std::min(value.find('\n', begin), value.size());
        lines.push(value.substr(begin, end - begin));
        begin = end + 1;
    }
    return lines;
}

Json files_json(const std::vector<forms::UploadedFile>& files,
                const std::map<std::string, std::string>& file_urls) {
    Json list = Json::array();
    for (const forms::UploadedFile& file : files) {
        const auto url = file_urls.find(file.blob);
        list.push(Json::object(
            {{"name", file.name}, {"url", url == file_urls.end() ? std::string() : url->second}}));
    }
    return list;
}

}  // namespace

std::string error_at(const std::vector<FieldError>& errors, std::string_view place) {
    for (const FieldError& error : errors) {
        if (error.place == place) {
            return error.text;
        }
    }
    return {};
}

std::vector<FieldError> word_findings(const Visit& visit, const forms::Form& form,
                                      const Findings& findings) {
    std::vector<FieldError> errors;
    for (const Finding& finding : findings) {
        if (finding.severity != Severity::Fault) {
            continue;
        }
        errors.push_back(
            {finding.place, word_finding(visit.site.texts(), visit.language, form, finding)});
    }
    return errors;
}

Html finding_hints(const Visit& visit, const forms::Form& form, const Findings& findings,
                   std::string_view base) {
    Json list = Json::array();
    for (const Finding& finding : findings) {
        if (finding.severity == Severity::Fault) {
            continue;
        }
        const auto page = form.page_of(finding.place);
        list.push(
            Json::object({{"text", word_finding(visit.site.texts(), visit.language, form, finding)},
                          {"label", form.label(finding.place, visit.language)},
                          {"url", page ? std::string(base) + "/" + url_part(page->id) +
                                             "?change=1#" + element_id(finding.place)
                                       : ""}}));
    }
    if (list.size() == 0) {
        return {};
    }
    return visit.site.render("components/hints/hints", Json::object({{"hints", std::move(list)}}),
                             visit.language);
}

std::string element_id(std::string_view path) {
    std::string id;
    for (const char c : path) {
        if (c == '.' || c == '[') {
            id += '-';
        } else if (c != ']') {
            id += c;
        }
    }
    return id;
}

Html error_summary(const Visit& visit, const std::vector<FieldError>& errors) {
    if (errors.empty()) {
        return {};
    }
    Json list = Json::array();
    for (const FieldError& error : errors) {
        list.push(Json::object({{"id", element_id(error.place)}, {"text", error.text}}));
    }
    return visit.site.render("components/error_summary/error_summary",
                             Json::object({{"errors", std::move(list)}}), visit.language);
}

Html summary_list(const Visit& visit, const std::vector<forms::SummarySection>& sections,
                  Changeable changeable, const std::map<std::string, std::string>& file_urls,
                  std::string_view base) {
    Json list = Json::array();
    for (const forms::SummarySection& section : sections) {
        Json rows = Json::array();
        for (const forms::SummaryRow& row : section.rows) {
            rows.push(Json::object(
                {{"is_heading", row.is_heading},
                 {"level", row.level},
                 {"label", row.label},
                 {"lines", row.files.empty() ? lines_of(row.value.empty() ? "–" : row.value)
                                             : Json::array()},
                 {"files", files_json(row.files, file_urls)}}));
        }
        const bool change = changeable == Changeable::Yes && !section.page.empty();
        list.push(Json::object(
            {{"title", section.title},
             {"change_url",
              change ? std::string(base) + "/" + url_part(section.page) + "?change=1" : ""},
             {"rows", std::move(rows)}}));
    }
    return visit.site.render("components/summary_list/summary_list",
                             Json::object({{"sections", std::move(list)}}), visit.language);
}

Html notice(const Visit& visit, NoticeKind kind, std::string_view title, std::string_view text) {
    const bool urgent = kind == NoticeKind::Danger || kind == NoticeKind::Warning;
    return visit.site.render("components/notice/notice",
                             Json::object({{"kind", to_string(kind)},
                                           {"role", urgent ? "alert" : "status"},
                                           {"title", title},
                                           {"text", text}}),
                             visit.language);
}

Html timeline(const Visit& visit, const std::vector<TimelineEntry>& entries) {
    Json events = Json::array();
    for (const TimelineEntry& entry : entries) {
        events.push(Json::object(
            {{"iso", entry.at.to_iso()}, {"at", entry.at.to_german()}, {"text", entry.text}}));
    }
    return visit.site.render("components/timeline/timeline",
                             Json::object({{"events", std::move(events)}}), visit.language);
}

}  // namespace gordion::web
