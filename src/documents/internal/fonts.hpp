// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <string>
#include <string_view>

#include "core/result.hpp"

struct _FcConfig;
struct _FcCharSet;

namespace gordion::documents::internal {

/// What fontconfig may know: the four faces of Noto Sans and nothing else. Opening it scans four
/// files once; the whole font collection of a machine would cost tens of megabytes.
struct FontSet {
    _FcConfig* config = nullptr;
    _FcCharSet* characters = nullptr;  ///< what all four faces can show
    std::string missing_file;          ///< not empty: this one could not be read
};

/// Opened at the first call, kept until the process ends, never changed: safe from any thread.
/// This is the one piece of process-wide state in the module. It is no worse than what it stands
/// on: fontconfig itself has one current configuration per process.
const FontSet& font_set();

/// Error code: documents.font_missing.
Result<void> require_fonts();

/// `text` as it can be set: well-formed UTF-8 in, printable characters of the font out. Drops
/// control characters and bidi overrides, turns a "\n" into a line separator and what the font
/// lacks into U+FFFD.
std::string mend_text(std::string_view utf8);

}  // namespace gordion::documents::internal
