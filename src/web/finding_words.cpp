// SPDX-License-Identifier: EUPL-1.2
#include "web/finding_words.hpp"

#include <algorithm>

namespace gordion::web {

using formats::Json;

std::string word_finding(const Texts& texts, std::string_view language, const forms::Form& form,
                         const Finding& finding) {
    const Values values = form.message_values(finding, language);
    const std::string own = form.message(finding.code, language);
    return own.empty() ? texts.text(language, finding.code, values) : fill(own, values);
}

std::string word_place(const Texts& texts, std::string_view language, std::string_view place) {
    constexpr std::string_view line = "line ";
    const std::size_t at = place.starts_with(line) ? 0 : place.find(": line ");
    if (at == std::string_view::npos) {
        return std::string(place);
    }
    const std::size_t begin = at + (at == 0 ? line.size() : 2 + line.size());
    const std::size_t end = std::min(place.find_first_not_of("0123456789", begin), place.size());
    const std::string number(place.substr(begin, end - begin));
    return std::string(place.substr(0, begin - line.size())) +
           texts.text(language, "web.line", {{"number", number}}) + std::string(place.substr(end));
}

Json findings_json(const Texts& texts, std::string_view language, const forms::Form& form,
                   const Findings& findings) {
    Json list = Json::array();
    for (const Finding& finding : findings) {
        Json values = Json::object();
        for (const auto& [name, value] : finding.values) {
            values.set(name, value);
        }
        list.push(Json::object({{"code", finding.code},
                                {"severity", to_string(finding.severity)},
                                {"place", finding.place},
                                {"values", std::move(values)},
                                {"text", word_finding(texts, language, form, finding)}}));
    }
    return list;
}

}  // namespace gordion::web
