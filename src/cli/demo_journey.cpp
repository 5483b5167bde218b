// SPDX-License-Identifier: EUPL-1.2
#include "cli/demo_journey.hpp"

namespace gordion::cli {

Result<Exit> walk_demo_journey(Call&, app::Modules&) {
    return Error{ErrorKind::Unsupported, "cli.journey", "", {}, "Not yet."};
}

}  // namespace gordion::cli
