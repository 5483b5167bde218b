// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include "web/endpoint.hpp"

/// The families of staff pages; staff_pages.cpp joins them.
namespace gordion::web {

std::vector<Endpoint> sign_in_endpoints();
std::vector<Endpoint> inbox_endpoints();
std::vector<Endpoint> case_endpoints();
std::vector<Endpoint> offer_endpoints();
std::vector<Endpoint> value_endpoints();
std::vector<Endpoint> adoption_endpoints();
std::vector<Endpoint> copy_endpoints();
std::vector<Endpoint> mandate_endpoints();
std::vector<Endpoint> protocol_endpoints();
std::vector<Endpoint> receive_endpoints();
std::vector<Endpoint> package_endpoints();
std::vector<Endpoint> rollout_endpoints();

}  // namespace gordion::web
