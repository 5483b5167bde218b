// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <string>
#include <vector>

#include "web/preview/preview_desk.hpp"
#include "web/preview/preview_form.hpp"
#include "web/visit.hpp"

namespace gordion::web {

inline constexpr std::string_view preview_cookie = "gordion_vorschau";

/// A preview at its address. Lives as long as one request.
struct PreviewPlace {
    const PreviewForm& preview;
    PreviewDesk& desk;
    std::string base;  ///< "" or "/vorschau/<package>/<version>"
    Date today;
};

/// Answers one request below the base; `steps` are the parts of the path after it:
///   (none)                 leads into the form
///   formular/{page}        questions, as citizens see them; also weiter, pruefen
///   formular/suche/{path}, formular/datei/{blob}
///   fachdaten, schema      what would be handed over, and its JSON Schema; ?raw=1 as JSON
///   befunde                what is to be said about schema and package
///   neu (POST)             forgets all answers
/// The visitor is known by a cookie of its own, which the answer sets.
Result<http::Response> answer_preview(Visit& visit, const PreviewPlace& place,
                                      const std::vector<std::string>& steps);

}  // namespace gordion::web
