// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include "planning/obligations.hpp"
#include "web/endpoint.hpp"

/// Pages that help to see through the thicket: what applies, what is offered, what conforms.
/// Reading is public, stating is for staff of the body.
namespace gordion::web {

std::vector<Endpoint> conformity_endpoints();
std::vector<Endpoint> declaration_endpoints();
std::vector<Endpoint> municipality_endpoints();
std::vector<Endpoint> statement_endpoints();
std::vector<Endpoint> cost_endpoints();

/// All of them; endpoints.cpp takes this one.
std::vector<Endpoint> steering_endpoints();

/// The body that a person means: a number of any level, or a name or postcode; none found:
/// planning.body_unknown (NotFound, value text).
Result<planning::Body> find_named_body(const app::Reference& reference, std::string_view text);

}  // namespace gordion::web
