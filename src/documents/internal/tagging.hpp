// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <string>
#include <string_view>

#include "core/result.hpp"
#include "core/time.hpp"
#include "documents/document.hpp"
#include "documents/internal/painting.hpp"
#include "documents/internal/sheet.hpp"

namespace gordion::documents::internal {

struct Imprint {
    const Document& document;
    Instant created_at;
    std::string_view id;
};

/// The painted pages with everything that makes them PDF/UA-1: marks named and numbered, artifacts,
/// structure tree, link annotations, language, title, XMP. Error code: documents.engine_failed.
Result<std::string> tag_pdf(const Painted& painted, const Sheets& sheets, const Imprint& imprint);

/// The XMP packet (ISO 16684-1) with the mark of PDF/UA-1.
std::string make_xmp(const Imprint& imprint);
/// "D:20261123160000Z" as ISO 32000-1, 7.9.4 wants it.
std::string pdf_date(Instant at);

inline constexpr std::string_view producer = "Gordion (cairo, pango, qpdf)";

}  // namespace gordion::documents::internal
