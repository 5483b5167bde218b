// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include "documents/internal/qpdf.hpp"
#include "documents/internal/ua_report.hpp"
#include "documents/internal/ua_structure.hpp"

namespace gordion::documents::internal {

/// Rules about what is painted: marks and artifacts, fonts and characters, form XObjects.
void check_content(QPDF& pdf, const Structure& structure, UaReport& report);

/// Rules about annotations and the tab order of their pages.
void check_annotations(QPDF& pdf, const Structure& structure, UaReport& report);

}  // namespace gordion::documents::internal
