// SPDX-License-Identifier: EUPL-1.2
#include "documents/internal/shaping.hpp"

#include <pango/pangocairo.h>
#include <pango/pangofc-font.h>
#include <pango/pangofc-fontmap.h>

#include <algorithm>
#include <mutex>

#include "core/verify.hpp"
#include "documents/internal/fonts.hpp"

namespace gordion::documents::internal {
namespace {

template <typename T>
struct Unref {
    void operator()(T* object) const { g_object_unref(object); }
};
using LayoutPtr = std::unique_ptr<PangoLayout, Unref<PangoLayout>>;

double points(int pango_units) {
    return static_cast<double>(pango_units) / PANGO_SCALE;
}

/// Font maps that nobody uses at the moment. A new one costs 5 ms until its caches are warm, and a
/// map may serve any thread, but one at a time. None is ever thrown away: there are never more than
/// threads that render at once, and pango leaves 60 KB of fontconfig behind with each one it frees.
class IdleFontMaps {
public:
    PangoFontMap* take() {
        const std::lock_guard lock(mutex_);
        if (maps_.empty()) {
            PangoFontMap* made = pango_cairo_font_map_new_for_font_type(CAIRO_FONT_TYPE_FT);
            pango_fc_font_map_set_config(PANGO_FC_FONT_MAP(made), font_set().config);
            return made;
        }
        PangoFontMap* map = maps_.back();
        maps_.pop_back();
        return map;
    }

    void give_back(PangoFontMap* map) {
        const std::lock_guard lock(mutex_);
        maps_.push_back(map);
    }

private:
    std::mutex mutex_;
    std::vector<PangoFontMap*> maps_;
};

/// Lives as long as the process, like the fonts (fonts.hpp): a worker may still render while the
/// statics are torn down.
IdleFontMaps& idle_font_maps() {
    static auto* const maps = new IdleFontMaps;
    return *maps;
}

struct SpanRange {
    unsigned first = 0;
    unsigned past = 0;
    std::size_t span = 0;
};

/// Spans as one string without line breaks, and where each of them lies in it.
struct Joined {
    std::string text;
    std::vector<SpanRange> ranges;
};

/// Cuts the spans at line breaks: pango's time grows with the square of the lines of one layout.
/// For the same reason a "word" without end is cut, too; on paper it would be broken anyway.
class Joiner {
public:
    explicit Joiner(const Text& text) {
        for (std::size_t i = 0; i < text.size(); ++i) {
            add(mend_text(text[i].text), i);
        }
    }

    std::vector<Joined> take() && { return std::move(joined_); }

private:
    static constexpr std::string_view line_break = "\u2028";
    static constexpr std::size_t longest_word = 600;

    void add(std::string_view text, std::size_t span) {
        for (std::size_t end = text.find(line_break); end != std::string_view::npos;
             end = text.find(line_break)) {
            add_unbroken(text.substr(0, end), span);
            joined_.emplace_back();
            word_ = 0;
            text.remove_prefix(end + line_break.size());
        }
        add_unbroken(text, span);
    }

    void add_unbroken(std::string_view text, std::size_t span) {
        std::size_t begin = 0;
        for (std::size_t i = 0; i < text.size(); ++i) {
            word_ = text[i] == ' ' ? 0 : word_ + 1;
            const bool is_inside_character = (static_cast<unsigned char>(text[i]) & 0xC0U) == 0x80U;
            if (word_ > longest_word && !is_inside_character) {
                append(text.substr(begin, i - begin), span);
                joined_.emplace_back();
                begin = i;
                word_ = 1;
            }
        }
        append(text.substr(begin), span);
    }

    void append(std::string_view text, std::size_t span) {
        Joined& last = joined_.back();
        const auto first = static_cast<unsigned>(last.text.size());
        last.text += text;
        last.ranges.push_back({first, static_cast<unsigned>(last.text.size()), span});
    }

    std::vector<Joined> joined_{1};
    std::size_t word_ = 0;
};

bool is_blank(const std::vector<Joined>& parts) {
    return std::all_of(parts.begin(), parts.end(), [](const Joined& part) {
        return part.text.find_first_not_of(' ') == std::string::npos;
    });
}

void insert(PangoAttrList* list, PangoAttribute* attribute, const SpanRange& range) {
    attribute->start_index = range.first;
    attribute->end_index = range.past;
    pango_attr_list_insert(list, attribute);
}

PangoAttrList* make_attributes(const Text& text, const Joined& joined) {
    PangoAttrList* list = pango_attr_list_new();
    const SpanRange all{0, static_cast<unsigned>(joined.text.size()), 0};
    // A hyphen that nobody wrote would change an e-mail address or an account number.
    insert(list, pango_attr_insert_hyphens_new(FALSE), all);
    // Every glyph stands for the characters of its text, so that every reader copies it right.
    insert(list, pango_attr_font_features_new("liga=0, clig=0, dlig=0"), all);
    insert(list, pango_attr_fallback_new(FALSE), all);
    for (const SpanRange& range : joined.ranges) {
        const Span& span = text[range.span];
        if (span.weight == Weight::Bold) {
            insert(list, pango_attr_weight_new(PANGO_WEIGHT_BOLD), range);
        }
        if (span.slant == Slant::Italic) {
            insert(list, pango_attr_style_new(PANGO_STYLE_ITALIC), range);
        }
        if (!span.link.empty()) {
            // Changes nothing to see, but ends the run where the link ends.
            insert(list, pango_attr_foreground_new(0, 0, static_cast<guint16>(range.span + 1)),
                   range);
        }
    }
    return list;
}

/// Pango empties the glyph of a blank at which it breaks. Bring it back: otherwise the last word of
/// a line and the first of the next are one word for everyone who copies or listens.
/// Blanks at the end of a line have no width, so that the right edge is straight.
void restore_blanks(PangoGlyphItem* item, const char* text, bool ends_line) {
    PangoGlyphString* glyphs = item->glyphs;
    bool is_at_end = ends_line;
    for (int i = glyphs->num_glyphs - 1; i >= 0; --i) {
        PangoGlyphInfo& glyph = glyphs->glyphs[i];
        const bool is_space = text[item->item->offset + glyphs->log_clusters[i]] == ' ';
        if (is_space && glyph.glyph == PANGO_GLYPH_EMPTY) {
            auto* font = PANGO_FC_FONT(item->item->analysis.font);
            glyph.glyph = pango_fc_font_get_glyph(font, ' ');
        }
        is_at_end = is_at_end && is_space;
        if (is_at_end) {
            glyph.geometry.width = 0;
        }
    }
}

std::size_t link_at(const Text& text, const Joined& joined, int offset) {
    for (const SpanRange& range : joined.ranges) {
        if (static_cast<unsigned>(offset) >= range.first &&
            static_cast<unsigned>(offset) < range.past) {
            return text[range.span].link.empty() ? no_link : range.span;
        }
    }
    return no_link;
}

}  // namespace

struct Shaper::State {
    PangoFontMap* map = nullptr;
    PangoContext* context = nullptr;
    PangoFontDescription* family = nullptr;
    std::vector<LayoutPtr> kept;  ///< owners of the glyphs that Runs point to

    /// The widest line, or the widest word.
    [[nodiscard]] double width(const Text& text, const Style& style, bool of_words) const;

    [[nodiscard]] LayoutPtr lay_out(const Text& text, const Joined& joined,
                                    const Style& style) const {
        LayoutPtr layout(pango_layout_new(context));
        pango_font_description_set_absolute_size(family, style.size * PANGO_SCALE);
        pango_font_description_set_weight(
            family, style.weight == Weight::Bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
        pango_layout_set_font_description(layout.get(), family);
        pango_layout_set_auto_dir(layout.get(), FALSE);
        PangoAttrList* attributes = make_attributes(text, joined);
        pango_layout_set_attributes(layout.get(), attributes);
        pango_attr_list_unref(attributes);
        pango_layout_set_text(layout.get(), joined.text.data(),
                              static_cast<int>(joined.text.size()));
        return layout;
    }
};

Shaper::Shaper(const std::string& language) : state_(std::make_unique<State>()) {
    VERIFY(font_set().missing_file.empty(), "render_pdf asks for the fonts first");
    state_->map = idle_font_maps().take();
    state_->context = pango_font_map_create_context(state_->map);
    pango_cairo_context_set_resolution(state_->context, 72);
    pango_context_set_round_glyph_positions(state_->context, FALSE);
    pango_context_set_base_dir(state_->context, PANGO_DIRECTION_LTR);
    pango_context_set_language(state_->context, pango_language_from_string(language.c_str()));
    cairo_font_options_t* options = cairo_font_options_create();
    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
    pango_cairo_context_set_font_options(state_->context, options);
    cairo_font_options_destroy(options);
    state_->family = pango_font_description_from_string("Noto Sans");
}

Shaper::~Shaper() {
    state_->kept.clear();
    pango_font_description_free(state_->family);
    g_object_unref(state_->context);
    idle_font_maps().give_back(state_->map);
}

namespace {

Line make_line(PangoLayoutLine* source, const char* laid_text, const Text& text,
               const Joined& joined) {
    Line line;
    double x = 0;
    for (GSList* at = source->runs; at != nullptr; at = at->next) {
        auto* item = static_cast<PangoGlyphItem*>(at->data);
        restore_blanks(item, laid_text, at->next == nullptr);
        const double advance = points(pango_glyph_string_get_width(item->glyphs));
        line.runs.push_back(
            {item, laid_text, x, advance, link_at(text, joined, item->item->offset)});
        x += advance;
    }
    return line;
}

void align_right(Line& line, double width) {
    const double end = line.runs.empty() ? 0 : line.runs.back().x + line.runs.back().width;
    for (Run& run : line.runs) {
        run.x += width - end;
    }
}

}  // namespace

std::vector<Line> Shaper::shape(const Text& text, const Style& style, double width, Align align) {
    const std::vector<Joined> parts = Joiner(text).take();
    std::vector<Line> lines;
    if (is_blank(parts)) {
        return lines;
    }
    for (const Joined& part : parts) {
        LayoutPtr layout = state_->lay_out(text, part, style);
        pango_layout_set_width(layout.get(), static_cast<int>(width * PANGO_SCALE));
        pango_layout_set_wrap(layout.get(), PANGO_WRAP_WORD_CHAR);
        const char* laid_text = pango_layout_get_text(layout.get());
        const int count = pango_layout_get_line_count(layout.get());
        for (int i = 0; i < count; ++i) {
            Line line = make_line(pango_layout_get_line(layout.get(), i), laid_text, text, part);
            line.height = style.leading;
            line.baseline = style.leading * 0.77;
            if (align == Align::Right) {
                align_right(line, width);
            }
            lines.push_back(std::move(line));
        }
        state_->kept.push_back(std::move(layout));
    }
    return lines;
}

double Shaper::State::width(const Text& text, const Style& style, bool of_words) const {
    double widest = 0;
    for (const Joined& part : Joiner(text).take()) {
        LayoutPtr layout = lay_out(text, part, style);
        if (of_words) {
            pango_layout_set_wrap(layout.get(), PANGO_WRAP_WORD);
            pango_layout_set_width(layout.get(), 0);
        }
        PangoRectangle extent;
        pango_layout_get_extents(layout.get(), nullptr, &extent);
        widest = std::max(widest, points(extent.width));
    }
    return widest;
}

double Shaper::natural_width(const Text& text, const Style& style) const {
    return state_->width(text, style, false);
}

double Shaper::word_width(const Text& text, const Style& style) const {
    return state_->width(text, style, true);
}

}  // namespace gordion::documents::internal
