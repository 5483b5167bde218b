// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <string>
#include <vector>

namespace gordion::reuse {

class TomlReader;

/// With which accounts somebody may apply: [account] of service.toml. Without `none` somebody must
/// sign in, and at least with the service's trust level.
struct AccountDemand {
    bool none = true;
    bool citizen = true;
    bool organisation = true;
    /// What the authority is told from the account, confirmed, by the names of
    /// identity::attribute_names(). Nothing else of the account goes along.
    std::vector<std::string> attributes;
};

/// Where the table is missing, nobody has to sign in up to level 10, and everybody above.
AccountDemand read_account_demand(TomlReader& service, const std::string& trust_level);

}  // namespace gordion::reuse
