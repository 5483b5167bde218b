// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/result.hpp"
#include "core/time.hpp"
#include "formats/json.hpp"

namespace gordion::conformity {

/// What somebody declares about a package, or a body about itself: evidence of the kind "declared".
struct Declaration {
    std::string path;     ///< below "declared": "legal.signoff"
    formats::Json value;  ///< true, false, a whole number or a text; null: taken back
    std::string by;
    Instant at;
};

/// What a person wrote for a value: "ja", "nein", a whole number, or a text. Error code:
/// conformity.declaration_value (Invalid: empty or over 300 characters).
Result<formats::Json> parse_declared(std::string_view text);

/// {"declared": …} as expressions read it.
formats::Json declared_evidence(const std::vector<Declaration>& declarations);

}  // namespace gordion::conformity
