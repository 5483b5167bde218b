// SPDX-License-Identifier: EUPL-1.2
// Cairo 1.16 knows tags, but no artifacts, no attributes, and it nests marked content where tags
// nest. We therefore let it write flat marks only (any tag name will do, it is replaced) and build
// the structure tree ourselves; see tagging.cpp.
#include "documents/internal/painting.hpp"

#include <cairo-pdf.h>
#include <pango/pangocairo.h>

#include <memory>

namespace gordion::documents::internal {
namespace {

struct Destroy {
    void operator()(cairo_surface_t* surface) const { cairo_surface_destroy(surface); }
    void operator()(cairo_t* canvas) const { cairo_destroy(canvas); }
};

cairo_status_t append(void* closure, const unsigned char* data, unsigned int length) {
    static_cast<std::string*>(closure)->append(reinterpret_cast<const char*>(data), length);
    return CAIRO_STATUS_SUCCESS;
}

class PagePainter {
public:
    PagePainter(cairo_t* canvas, std::vector<std::size_t>& order)
        : canvas_(canvas), order_(order) {}

    void paint(const Page& page) {
        if (!page.bars.empty()) {
            begin(artifact);
            for (const Bar& bar : page.bars) {
                cairo_set_source_rgb(canvas_, bar.color.red, bar.color.green, bar.color.blue);
                cairo_rectangle(canvas_, bar.x, bar.y, bar.width, bar.height);
                cairo_fill(canvas_);
            }
            end();
        }
        paint_pieces(page.pieces);
        paint_pieces(page.furniture);
    }

private:
    void begin(std::size_t mark) {
        cairo_tag_begin(canvas_, "P", nullptr);
        order_.push_back(mark);
    }

    void end() { cairo_tag_end(canvas_, "P"); }

    void paint_pieces(const std::vector<Piece>& pieces) {
        for (std::size_t i = 0; i < pieces.size(); ++i) {
            if (i == 0 || pieces[i].mark != pieces[i - 1].mark) {
                begin(pieces[i].mark);
            }
            const Piece& piece = pieces[i];
            cairo_set_source_rgb(canvas_, piece.gray, piece.gray, piece.gray);
            cairo_move_to(canvas_, piece.x, piece.y);
            pango_cairo_show_glyph_item(canvas_, piece.run.text, piece.run.glyphs);
            if (i + 1 == pieces.size() || pieces[i + 1].mark != piece.mark) {
                end();
            }
        }
    }

    cairo_t* canvas_;
    std::vector<std::size_t>& order_;
};

}  // namespace

Result<Painted> paint(const Sheets& sheets) {
    Painted painted;
    painted.order.resize(sheets.pages.size());
    const std::unique_ptr<cairo_surface_t, Destroy> surface(
        cairo_pdf_surface_create_for_stream(append, &painted.pdf, page_width, page_height));
    const std::unique_ptr<cairo_t, Destroy> canvas(cairo_create(surface.get()));
    for (std::size_t i = 0; i < sheets.pages.size(); ++i) {
        PagePainter(canvas.get(), painted.order[i]).paint(sheets.pages[i]);
        cairo_show_page(canvas.get());
    }
    const cairo_status_t drawn = cairo_status(canvas.get());
    cairo_surface_finish(surface.get());
    const cairo_status_t written = cairo_surface_status(surface.get());
    const cairo_status_t status = drawn != CAIRO_STATUS_SUCCESS ? drawn : written;
    if (status != CAIRO_STATUS_SUCCESS) {
        return Error{ErrorKind::Unavailable,
                     "documents.engine_failed",
                     "cairo",
                     {{"reason", cairo_status_to_string(status)}},
                     "The pages could not be drawn."};
    }
    return painted;
}

}  // namespace gordion::documents::internal
