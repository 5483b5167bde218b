// SPDX-License-Identifier: EUPL-1.2
#include "web/account/account_pages.hpp"
#include "web/account/own_matters_pages.hpp"
#include "web/api/api.hpp"
#include "web/citizen/antrag_pages.hpp"
#include "web/citizen/matter_pages.hpp"
#include "web/endpoint.hpp"
#include "web/preview/package_preview.hpp"
#include "web/public/public_pages.hpp"
#include "web/staff/staff_pages.hpp"
#include "web/steering/coverage_pages.hpp"
#include "web/steering/maturity_pages.hpp"
#include "web/steering/steering_pages.hpp"
#include "web/steering/target_pages.hpp"
#include "web/system/callback_pages.hpp"
#include "web/system/system_pages.hpp"

namespace gordion::web {

const std::vector<Endpoint>& all_endpoints() {
    static const std::vector<Endpoint> endpoints = [] {
        std::vector<Endpoint> all;
        for (auto& family :
             {system_endpoints(), callback_endpoints(), api_endpoints(), finding_endpoints(),
              antrag_endpoints(), matter_endpoints(), account_endpoints(), own_matters_endpoints(),
              preview_endpoints(), about_endpoints(), staff_endpoints(), steering_endpoints(),
              coverage_endpoints(), target_endpoints(), maturity_endpoints()}) {
            all.insert(all.end(), family.begin(), family.end());
        }
        return all;
    }();
    return endpoints;
}

}  // namespace gordion::web
