// SPDX-License-Identifier: EUPL-1.2
#include "web/finding_words.hpp"

namespace gordion::web {

using formats::Json;

std::string word_finding(const Texts& texts, std::string_view language, const forms::Form& form,
                         const Finding& finding) {
    const Values values = form.message_values(finding, language);
    const std::string own = form.message(finding.code, language);
    return own.empty() ? texts.text(language, finding.code, values) : fill(own, values);
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
