// SPDX-License-Identifier: EUPL-1.2
#include "zustelldienst/settings.hpp"

namespace gordion::zustelldienst {

std::string Settings::host() const {
    const std::size_t scheme = public_url.find("://");
    const std::size_t begin = scheme == std::string::npos ? 0 : scheme + 3;
    return public_url.substr(begin, public_url.find('/', begin) - begin);
}

}  // namespace gordion::zustelldienst
