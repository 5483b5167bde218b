// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <string>

#include "conformity/check.hpp"
#include "web/site.hpp"

namespace gordion::web {

/// The report as part of a page: what it comes to, a bar with a table of counts, each requirement
/// with its evidence by kind.
Html render_conformity(const Site& site, const conformity::ConformityReport& report);
/// Reports, one after another, as a file of its own that can be opened, printed and handed on.
std::string conformity_document(const Site& site,
                                const std::vector<conformity::ConformityReport>& reports);

}  // namespace gordion::web
