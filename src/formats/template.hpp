// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "core/result.hpp"
#include "formats/json.hpp"

namespace gordion::formats {

/// How {{value}} is made harmless; {{{value}}} is never touched.
enum class Escape {
    Html,  ///< & < > " ' as entities
    /// Backslash before * _ # | [ ] ` \ and before a leading - + > or "1."; inside the row of a
    /// table a line break becomes a blank. For Bescheid templates.
    Markup,
    None,
};

/// A Mustache template, parsed once and rendered from any thread. Beyond the notation, a missing
/// variable is an error (formats.template_variable_missing, value "name"), not an empty place;
/// sections over missing names stay empty as usual.
class Template {
public:
    /// Error code: formats.template_invalid.
    static Result<Template> parse(std::string_view text, Escape escape);
    Template(Template&&) noexcept;
    Template& operator=(Template&&) noexcept;
    ~Template();

    [[nodiscard]] Result<std::string> render(const Json& data) const;
    /// Names that `data` does not have are looked up in `outer`: what all pages share.
    [[nodiscard]] Result<std::string> render(const Json& data, const Json& outer) const;

private:
    struct Parsed;
    explicit Template(std::unique_ptr<Parsed> parsed);
    std::unique_ptr<Parsed> parsed_;
};

}  // namespace gordion::formats
