// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <string>

namespace gordion::reuse {

class TomlReader;

/// With which accounts somebody may apply: [account] of service.toml. Without `none` somebody must
/// sign in, and at least with the service's trust level.
struct AccountDemand {
    bool none = true;
    bool citizen = true;
    bool organisation = true;
};

/// Where the table is missing, nobody has to sign in below level 20, and everybody from there on.
AccountDemand read_account_demand(TomlReader& service, const std::string& trust_level);

}  // namespace gordion::reuse
