// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "documents/internal/shaping.hpp"

/// A document after it has been set: what stands where (pages) and what it means (the tree).
/// Marks join the two: a mark is one stretch of glyphs on one page that belongs to one node.
namespace gordion::documents::internal {

enum class Scope { None, Row, Column };
enum class Numbering { None, Disc, Decimal };

struct Kid {
    enum class Kind { Node, Mark, LinkArea };
    Kind kind = Kind::Node;
    std::size_t index = 0;
};

/// One structure element (ISO 32000-1, 14.7.2).
struct Node {
    std::string_view role;  ///< standard structure type: "P", "TD" …
    std::size_t parent = 0;
    Scope scope = Scope::None;
    Numbering numbering = Numbering::None;
    std::size_t span = no_link;  ///< of a Link: which Span of its parent's text
    std::vector<Kid> kids;
};

struct Mark {
    std::size_t node = 0;
    std::size_t page = 0;
    std::size_t number = 0;  ///< MCID: counts from 0 on each page
};

struct Color {
    double red = 0;
    double green = 0;
    double blue = 0;
};

/// A filled rectangle: rule, box, fold mark. Always an artifact. y grows downwards from the top.
struct Bar {
    double x = 0;
    double y = 0;
    double width = 0;
    double height = 0;
    Color color;
};

inline constexpr std::size_t artifact = static_cast<std::size_t>(-1);

struct Piece {
    Run run;
    double x = 0;
    double y = 0;  ///< of the baseline
    double gray = 0;
    std::size_t mark = artifact;
};

struct LinkArea {
    std::size_t page = 0;
    std::size_t node = 0;
    double x = 0;
    double y = 0;
    double width = 0;
    double height = 0;
    std::string target;
};

struct Page {
    std::vector<Bar> bars;
    std::vector<Piece> pieces;     ///< in reading order; pieces of one mark stand together
    std::vector<Piece> furniture;  ///< running header and footer
    std::vector<std::size_t> marks;
};

struct Sheets {
    std::vector<Node> nodes;  ///< the first is the Document; parents before their kids
    std::vector<Mark> marks;
    std::vector<LinkArea> links;
    std::vector<Page> pages;
};

std::size_t add_node(Sheets& sheets, std::size_t parent, std::string_view role);

inline constexpr double mm = 72 / 25.4;
inline constexpr double page_width = 210 * mm;
inline constexpr double page_height = 297 * mm;
inline constexpr double left_edge = 25 * mm;
inline constexpr double right_edge = 190 * mm;
inline constexpr double body_width = right_edge - left_edge;

}  // namespace gordion::documents::internal
