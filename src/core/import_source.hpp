// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <string>

namespace gordion {

/// Whether an import may replace something newer or something else of the same name.
enum class Overwrite { No, Yes };

/// Where bytes came from. `sha256` (hex) is what tells two imports apart.
struct ImportSource {
    std::string name;
    std::string sha256;
};

}  // namespace gordion
