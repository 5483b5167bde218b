// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <string>
#include <string_view>

namespace gordion::web {

/// Markup that may be put into a page as it is. Only the templates make it, and escape() for plain
/// text; a bare string never becomes markup by accident.
class Html {
public:
    Html() = default;
    /// `markup` must come from a template of ours.
    static Html from_template(std::string markup) { return Html(std::move(markup)); }
    static Html escape(std::string_view text);

    [[nodiscard]] const std::string& markup() const { return markup_; }
    [[nodiscard]] bool empty() const { return markup_.empty(); }
    Html& operator+=(const Html& more) {
        markup_ += more.markup_;
        return *this;
    }

private:
    explicit Html(std::string markup) : markup_(std::move(markup)) {}
    std::string markup_;
};

}  // namespace gordion::web
