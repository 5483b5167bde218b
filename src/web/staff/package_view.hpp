// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "reuse/overview.hpp"
#include "web/components/components.hpp"
#include "web/exchange.hpp"

/// What the pages of a provider share.
namespace gordion::web {

/// "/backoffice/pakete/hundesteuer-anmeldung"
std::string package_url(std::string_view package);
/// The versions of the package that the path names, newest first. Error code: reuse.offer_missing
/// where it belongs to another provider.
Result<std::vector<reuse::Offer>> own_versions(Exchange& exchange);
/// The page of a package; `errors` of the form that begins a rollout.
Result<http::Response> show_package_page(Exchange& exchange, const std::vector<FieldError>& errors);
/// All rollouts of a package, newest first, for the list on its page.
Result<formats::Json> rollouts_json(Exchange& exchange, const std::string& package);
/// Rows written by formats::write_csv_row, to be saved.
http::Response csv_file(const std::string& name, std::string body);
/// Text of others that a spreadsheet must not take for a formula.
std::string cell_text(std::string text);
/// "Steueramt, Amt Pellworm am 23.11.2026, 16:54 Uhr", or "".
std::string last_set_text(const Exchange& exchange, const TenantId& tenant,
                          const reuse::AdoptionContact& contact);

}  // namespace gordion::web
