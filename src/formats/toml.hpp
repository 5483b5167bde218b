// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "formats/json.hpp"

namespace gordion::formats {

/// A TOML 1.0 document as a JSON value: tables are objects, dates are text in ISO form. `lines`
/// tells for a dotted path ("parameter.2.type", array items by number) where it stands.
struct Toml {
    Json root;
    std::map<std::string, int> lines;

    /// "line 12" for the path or its nearest ancestor that has a line; "" if there is none.
    [[nodiscard]] std::string place(std::string_view path) const;
};

/// Error codes: formats.toml_invalid (place "line:column"), formats.too_large.
Result<Toml> parse_toml(std::string_view text);

}  // namespace gordion::formats
