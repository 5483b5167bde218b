// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "reuse/package_diff.hpp"
#include "web/exchange.hpp"

/// What the pages of providers and of administrations show alike about the life of a package.
namespace gordion::web {

/// The newest version of a package that the administration may join. Error code:
/// reuse.offer_missing, also for the private packages of others.
Result<std::shared_ptr<const reuse::LoadedPackage>> load_offered(Exchange& exchange,
                                                                 const std::string& package);
/// "Das Paket gibt es inzwischen in Version 1.1.0. …" for an own copy that lacks something of its
/// original; "" for everything else.
Result<std::string> behind_text(Exchange& exchange, const reuse::LoadedPackage& copy);
/// Name of an administration, Kreis or Land, else its key.
std::string tenant_name(const regions::Directory& directory, const TenantId& tenant);
/// Who did something at a tenant: the function of the account, never a person.
std::string actor_text(const Exchange& exchange, const TenantId& tenant, std::string_view actor);

/// "braucht neue Werte"
std::string effect_text(const Exchange& exchange, reuse::ChangeEffect effect);
/// Changes by area, for the template staff/changes_table.
formats::Json diff_areas(const Exchange& exchange,
                         const std::vector<reuse::PackageChange>& changes);
/// The page body "what changes from one version to the other".
Html show_changes_body(const Exchange& exchange, const std::string& title,
                       const std::pair<std::string, std::string>& versions,
                       const std::vector<reuse::PackageChange>& changes);
/// "Ab 01.02.2027 gilt Version 1.1.0."
std::string life_planned_text(const Exchange& exchange, const reuse::Adoption& planned);
/// The values of a finding of `reuse`, with the names that people know for levels.
Values values_in_words(const Exchange& exchange, const Finding& finding);
/// Why an adoption cannot come along, in words.
std::string reason_text(const Exchange& exchange, const Finding& reason);
/// One list item for each reason.
formats::Json reasons_json(const Exchange& exchange, const Findings& reasons);

/// One part of a bar: its name among the styles, what it stands for, how many.
struct BarPart {
    std::string style;
    std::string label;
    std::size_t count = 0;
};
/// {"parts": [{style, label, count, x, width}], "total": n, "alt": "3 umgestellt, 1 …"}; parts of
/// nobody are left out. The picture says nothing that the table beside it does not say.
formats::Json bar_json(const std::vector<BarPart>& parts);

/// What the form posted as a day; none if it is empty. Error code: core.date_invalid.
Result<std::optional<Date>> posted_day(const Exchange& exchange, std::string_view name);

}  // namespace gordion::web
