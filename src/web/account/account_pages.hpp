// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include "web/endpoint.hpp"

namespace gordion::web {

/// Signing in with an account of one's own, there and back, and out again.
std::vector<Endpoint> account_endpoints();

/// Who is signed in, and the line that says so; for every request of citizens.
void find_account(Exchange& exchange);

/// Whether the error says that another account, or any, is needed: it gets a page of its own.
bool is_account_error(const Error& error);
/// Why, which account, and what to do. Leads back to the page that was asked for.
http::Response show_account_needed(const Exchange& exchange, const Error& error);

/// What the authority will be told about who is signed in; "" if nobody is.
std::string account_told(const Exchange& exchange, const reuse::ServiceDeclaration& service);

/// The page to come back to after signing in: the one that was asked for, or for a posted form the
/// page that holds it.
std::string page_to_return_to(const http::Request& request, const http::FormPost& post);
/// Only pages of ours, in plain characters; "/" for everything else.
std::string safe_page(std::string_view address);

}  // namespace gordion::web
