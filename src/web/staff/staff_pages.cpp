// SPDX-License-Identifier: EUPL-1.2
#include "web/staff/staff_pages.hpp"

#include "web/staff/staff_families.hpp"

namespace gordion::web {

std::vector<Endpoint> staff_endpoints() {
    std::vector<Endpoint> all;
    for (const auto& family :
         {sign_in_endpoints(), inbox_endpoints(), case_endpoints(), offer_endpoints(),
          value_endpoints(), adoption_endpoints(), copy_endpoints(), mandate_endpoints(),
          protocol_endpoints(), receive_endpoints(), package_endpoints(), rollout_endpoints()}) {
        all.insert(all.end(), family.begin(), family.end());
    }
    return all;
}

}  // namespace gordion::web
