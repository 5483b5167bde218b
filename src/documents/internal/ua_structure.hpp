// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <cstddef>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "documents/internal/qpdf.hpp"
#include "documents/internal/ua_report.hpp"

namespace gordion::documents::internal {

/// One structure element as read from a file, its type already mapped to a standard one.
struct Element {
    QPDFObjectHandle object;
    std::string role;  ///< "TD", without the slash
    std::size_t parent = 0;
    std::vector<std::size_t> kids;
};

/// The structure tree of a file. Element 0 stands for the root.
struct Structure {
    std::vector<Element> elements;
    /// Which element owns (object number of the page or form, MCID), and which an annotation.
    std::map<std::pair<int, int>, std::size_t> owner_of_mark;
    std::map<int, std::size_t> owner_of_object;
};

/// Reads the tree; reports what makes it unsound (00-…, 02-…). Bounded in depth and number.
Structure read_structure(QPDF& pdf, UaReport& report);

/// Rules about elements and their order: tables, lists, headings, figures, notes, formulas.
void check_structure(const Structure& structure, UaReport& report);

/// The place of an element in words: "<TD>, object 12".
std::string place_of(const Element& element);

}  // namespace gordion::documents::internal
