// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <string_view>

#include "documents/document.hpp"

namespace gordion::documents::internal {

struct MarkedText {
    Text text;
    bool has_unclosed = false;  ///< a ** or * without its end stays in the text
};

/// The inline part of the notation (see markup.hpp). Line ends inside are blanks or breaks.
MarkedText parse_marked_text(std::string_view source);

}  // namespace gordion::documents::internal
