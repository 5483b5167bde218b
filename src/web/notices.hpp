// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <string>

#include "delivery/notices.hpp"
#include "web/site.hpp"

namespace gordion::web {

/// Words the e-mails to citizens: that there is something new, the number, and where to look. Never
/// what it is about. `site` must outlive the writer.
delivery::NoticeWriter make_notice_writer(const Site& site, const std::string& base_url);

}  // namespace gordion::web
