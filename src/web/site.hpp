// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "formats/template.hpp"
#include "http/metrics.hpp"
#include "web/html.hpp"
#include "web/texts.hpp"

namespace gordion::web {

/// What all requests share and nobody changes: templates, texts, links to the styles.
class Site {
public:
    /// Parses every template once. Error codes: web.template_invalid (place: file),
    /// web.texts_invalid.
    static Result<std::unique_ptr<const Site>> load();

    [[nodiscard]] const Texts& texts() const { return texts_; }

    /// Fills a template ("components/error_summary", "public/search") with data; names that data
    /// lacks are looked up in the texts of the language ({{t.search.title}}). A template or
    /// variable that does not exist is a Bug: the examples of each component test it.
    [[nodiscard]] Html render(std::string_view name, const formats::Json& data,
                              std::string_view language) const;
    /// "/assets/app-1f2e3d4c.css": changes with its bytes, so that browsers may keep it for ever.
    [[nodiscard]] const std::string& asset_url(std::string_view name) const;
    /// "assets/app.css" for "app-1f2e3d4c.css", or "".
    [[nodiscard]] std::string_view asset_for(std::string_view hashed_name) const;

private:
    Site() = default;
    Texts texts_;
    std::map<std::string, formats::Template, std::less<>> templates_;
    std::map<std::string, std::string, std::less<>> asset_urls_;
    std::map<std::string, std::string, std::less<>> assets_by_hash_;
};

}  // namespace gordion::web
