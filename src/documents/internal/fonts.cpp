// SPDX-License-Identifier: EUPL-1.2
#include "documents/internal/fonts.hpp"

#include <fontconfig/fontconfig.h>

#include <array>
#include <cstdlib>

namespace gordion::documents::internal {
namespace {

constexpr std::array faces = {"NotoSans-Regular.ttf", "NotoSans-Bold.ttf", "NotoSans-Italic.ttf",
                              "NotoSans-BoldItalic.ttf"};
constexpr const char* default_folder = "/usr/share/fonts/truetype/noto";

std::string font_folder() {
    // Read once at the first use, before any other thread could change it.
    const char* chosen = std::getenv("GORDION_FONT_DIR");  // NOLINT(concurrency-mt-unsafe)
    return chosen != nullptr && *chosen != '\0' ? chosen : default_folder;
}

FcCharSet* common_characters(FcConfig* config) {
    const FcFontSet* fonts = FcConfigGetFonts(config, FcSetApplication);
    FcCharSet* common = nullptr;
    for (int i = 0; fonts != nullptr && i < fonts->nfont; ++i) {
        FcCharSet* of_face = nullptr;
        if (FcPatternGetCharSet(fonts->fonts[i], FC_CHARSET, 0, &of_face) != FcResultMatch) {
            continue;
        }
        FcCharSet* next =
            common == nullptr ? FcCharSetCopy(of_face) : FcCharSetIntersect(common, of_face);
        if (common != nullptr) {
            FcCharSetDestroy(common);
        }
        common = next;
    }
    return common != nullptr ? common : FcCharSetCreate();
}

FontSet open_font_set() {
    FontSet set;
    set.config = FcConfigCreate();
    for (const char* face : faces) {
        const std::string file = font_folder() + "/" + face;
        const auto* name = reinterpret_cast<const FcChar8*>(file.c_str());
        if (FcConfigAppFontAddFile(set.config, name) == FcFalse) {
            set.missing_file = file;
            return set;
        }
    }
    // Without this pango makes fontconfig load every font of the machine behind our back.
    FcConfigSetCurrent(set.config);
    set.characters = common_characters(set.config);
    return set;
}

struct Decoded {
    char32_t code = 0;
    std::size_t length = 1;
};

/// The input has passed is_utf8, so the lead byte tells the length.
Decoded decode(std::string_view text, std::size_t at) {
    const auto byte = [&](std::size_t i) {
        return static_cast<char32_t>(static_cast<unsigned char>(text[at + i]));
    };
    const char32_t lead = byte(0);
    if (lead < 0x80) {
        return {lead, 1};
    }
    if (lead < 0xE0) {
        return {((lead & 0x1FU) << 6U) | (byte(1) & 0x3FU), 2};
    }
    if (lead < 0xF0) {
        return {((lead & 0x0FU) << 12U) | ((byte(1) & 0x3FU) << 6U) | (byte(2) & 0x3FU), 3};
    }
    return {((lead & 0x07U) << 18U) | ((byte(1) & 0x3FU) << 12U) | ((byte(2) & 0x3FU) << 6U) |
                (byte(3) & 0x3FU),
            4};
}

bool is_between(char32_t code, char32_t first, char32_t last) {
    return code >= first && code <= last;
}

/// Characters that show nothing themselves, but could turn text around, hide it, or end a line.
bool is_dropped(char32_t code) {
    return (code < 0x20 && code != '\n' && code != '\t') || is_between(code, 0x7F, 0x9F) ||
           code == 0x061C || code == 0x200E || code == 0x200F || is_between(code, 0x2028, 0x202E) ||
           is_between(code, 0x2060, 0x206F) || is_between(code, 0xFE00, 0xFE0F) || code == 0xFEFF ||
           is_between(code, 0xE0000, 0xE0FFF);
}

}  // namespace

const FontSet& font_set() {
    static const FontSet set = open_font_set();
    return set;
}

Result<void> require_fonts() {
    const FontSet& set = font_set();
    if (set.missing_file.empty()) {
        return {};
    }
    return Error{ErrorKind::Unavailable,
                 "documents.font_missing",
                 set.missing_file,
                 {{"file", set.missing_file}},
                 "The font for PDF documents cannot be read; install the package fonts-noto-core "
                 "or set GORDION_FONT_DIR to the folder that holds NotoSans-Regular.ttf."};
}

std::string mend_text(std::string_view utf8) {
    const FontSet& set = font_set();
    std::string mended;
    mended.reserve(utf8.size());
    for (std::size_t at = 0; at < utf8.size();) {
        const Decoded next = decode(utf8, at);
        const std::string_view bytes = utf8.substr(at, next.length);
        at += next.length;
        if (next.code == '\n') {
            // The blank keeps the words apart for those who listen instead of look.
            mended += " \u2028";
        } else if (next.code == '\t') {
            mended += ' ';
        } else if (is_dropped(next.code)) {
            continue;
        } else if (next.code < 0x80 || FcCharSetHasChar(set.characters, next.code) != FcFalse) {
            mended += bytes;
        } else {
            mended += "\uFFFD";
        }
    }
    return mended;
}

}  // namespace gordion::documents::internal
