// SPDX-License-Identifier: EUPL-1.2
#include "zustelldienst/settings.hpp"

#include "fitconnect/names.hpp"

namespace gordion::zustelldienst {

std::string Settings::host() const {
    return std::string(fitconnect::host_of(public_url));
}

}  // namespace gordion::zustelldienst
