// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <string>
#include <string_view>

#include "core/result.hpp"
#include "core/time.hpp"
#include "documents/document.hpp"

namespace gordion::documents {

/// Ask once at the start of the process. The font is Noto Sans (Debian package fonts-noto-core);
/// only its four files are ever opened. Error code: documents.font_missing (value "file").
Result<void> check_fonts();

/// A tagged PDF 1.7 that meets PDF/UA-1 (ISO 14289-1). Equal input gives equal bytes: `created_at`
/// is the only time in it and `id` (a case or submission number, "" for none) the only name. May
/// be called from any thread at the same time.
///
/// What cannot be set as given is mended: control characters and bidi overrides are dropped, a
/// character that Noto Sans lacks is shown as U+FFFD, a skipped heading level is closed up, empty
/// blocks leave no trace.
/// Errors: documents.font_missing (Unavailable), documents.not_utf8 (Invalid, place = what),
/// documents.title_missing and documents.language_invalid (Invalid), documents.too_large (TooLarge,
/// over the limits below), documents.engine_failed (Unavailable; value "reason" of cairo or qpdf).
Result<std::string> render_pdf(const Document& document, Instant created_at, std::string_view id);

inline constexpr std::size_t render_text_bytes = 4 * 1024 * 1024;
inline constexpr std::size_t render_pages = 500;

}  // namespace gordion::documents
