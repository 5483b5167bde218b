// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "core/result.hpp"
#include "documents/document.hpp"

struct _PangoGlyphItem;

/// From texts to lines of positioned glyphs. All lengths are points (1/72 inch).
namespace gordion::documents::internal {

inline constexpr std::size_t no_link = static_cast<std::size_t>(-1);

/// Neighbouring glyphs of one face. The glyphs live as long as the Shaper.
struct Run {
    _PangoGlyphItem* glyphs = nullptr;
    const char* text = nullptr;  ///< what the glyphs were made from; item offsets count from here
    double x = 0;                ///< from the left edge of the text
    double width = 0;
    std::size_t span = no_link;  ///< index of the Span, if that Span is a link
};

struct Line {
    std::vector<Run> runs;
    double height = 0;
    double baseline = 0;  ///< below the top of the line
};

struct Style {
    double size = 10.5;
    double leading = 14;
    Weight weight = Weight::Regular;
    double gray = 0;  ///< 0 black … 1 white
};

/// Sets text with pango. For one thread; one render makes one.
class Shaper {
public:
    /// The fonts must have passed require_fonts().
    explicit Shaper(const std::string& language);
    Shaper(const Shaper&) = delete;
    Shaper& operator=(const Shaper&) = delete;
    ~Shaper();

    /// No lines for a text that shows nothing.
    std::vector<Line> shape(const Text& text, const Style& style, double width, Align align);
    /// On one line, and the longest piece that should not be broken.
    [[nodiscard]] double natural_width(const Text& text, const Style& style) const;
    [[nodiscard]] double word_width(const Text& text, const Style& style) const;

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace gordion::documents::internal
