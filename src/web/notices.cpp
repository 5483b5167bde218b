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

mail::Mail write_reminder(const Site& site, const app::Reminder& reminder) {
    const Values values{
        {"destination", reminder.destination},   {"name", reminder.destination_name},
        {"submission", reminder.submission},     {"case", reminder.case_id},
        {"days", std::to_string(reminder.days)}, {"rejected_on", reminder.rejected_on.to_german()}};
    return {{},
            site.texts().text("de", "receive.reminder_subject", values),
            site.texts().text("de", "receive.reminder_text", values)};
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

app::MailWriters make_mail_writers(const Site& site, const std::string& base_url) {
    return {make_notice_writer(site, base_url),
            [&site](const app::Reminder& reminder) { return write_reminder(site, reminder); }};
}

}  // namespace gordion::web
