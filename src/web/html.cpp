// SPDX-License-Identifier: EUPL-1.2
#include "web/html.hpp"

namespace gordion::web {

Html Html::escape(std::string_view text) {
    Html html;
    for (const char c : text) {
        switch (c) {
            case '&':
                html.markup_ += "&amp;";
                break;
            case '<':
                html.markup_ += "&lt;";
                break;
            case '>':
                html.markup_ += "&gt;";
                break;
            case '"':
                html.markup_ += "&quot;";
                break;
            case '\'':
                html.markup_ += "&#39;";
                break;
            default:
                html.markup_ += c;
        }
    }
    return html;
}

}  // namespace gordion::web
