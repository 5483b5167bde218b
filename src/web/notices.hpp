// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <string>

#include "app/contact_reminder.hpp"
#include "delivery/notices.hpp"
#include "web/site.hpp"

namespace gordion::web {

/// Words the e-mails to citizens: that there is something new, the number, and where to look. Never
/// what it is about. `site` must outlive the writer.
delivery::NoticeWriter make_notice_writer(const Site& site, const std::string& base_url);

/// The same, and the reminders of what waits at a destination of this delivery server.
app::MailWriters make_mail_writers(const Site& site, const std::string& base_url);

}  // namespace gordion::web
