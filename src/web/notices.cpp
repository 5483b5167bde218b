// SPDX-License-Identifier: EUPL-1.2
#include "web/notices.hpp"

namespace gordion::web {
namespace {

std::string_view name_of(delivery::NoticeReason reason) {
    switch (reason) {
        case delivery::NoticeReason::Submitted:
            return "submitted";
        case delivery::NoticeReason::QuestionAsked:
            return "question";
        case delivery::NoticeReason::BescheidIssued:
            return "bescheid";
    }
    return "submitted";
}

}  // namespace

delivery::NoticeWriter make_notice_writer(const Site& site, const std::string& base_url) {
    return
        [&site, base_url](const delivery::Submission& submission, delivery::NoticeReason reason) {
            const std::string code = "notice." + std::string(name_of(reason));
            const Values values{{"number", submission.number}, {"url", base_url + "/status"}};
            return mail::Mail{{},
                              site.texts().text("de", code + "_subject", values),
                              site.texts().text("de", code + "_text", values)};
        };
}

}  // namespace gordion::web
