// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <string>
#include <vector>

#include "app/modules.hpp"
#include "reuse/parameter_import.hpp"

namespace gordion::app {

/// Whose values are looked for in XZuFi.
struct XzufiValuesWish {
    std::string package_id;
    std::string administration;  ///< "": everybody who uses the package on that day
    Stichtag day;
    reuse::LocalChoice local = reuse::LocalChoice::Keep;
};

/// What online services of XZuFi say about the parameters of a package, as values to import with
/// reuse::import_parameters. For each municipality of an administration (for the administration
/// itself, where it is a Kreis or above) and each key of the package xzufi::LookupStore is asked;
/// the most specific area decides. region_for_value() says where a value then stands. It stands
/// nowhere if it holds there anyway, so that inheritance goes on. With LocalChoice::Keep, a value
/// that the administration has set by hand for all its municipalities is not overridden for one of
/// them: the import reports that as a conflict.
///
/// Findings (those about single values come from import_parameters):
///   reuse.import_ambiguous (warning)  equally specific online services disagree; nothing is taken;
///       values "name", "region", "there"
///   reuse.import_missing (warning)    the package names the parameter of XZuFi and requires it,
///   but
///       no online service carries it here and nothing else holds; values "key", "name", "region"
///   reuse.import_truncated (warning)  there are more online services than are looked at; "region"
/// Error codes: reuse.offer_missing, reuse.tenant_unknown (NotFound), those of the database.
Result<Judged<std::vector<reuse::ImportedValue>>> list_xzufi_values(Modules& in,
                                                                    const XzufiValuesWish& wish);

/// A place of an administration.
struct AskedPlace {
    TenantId administration;
    std::string ars;
    bool is_only = false;  ///< the administration has no other one
};

/// Where a value stands that was found for a place. Never above the administration: its import must
/// not change what holds for another one. At the municipality, if the area of the online service is
/// no larger or the parameter may not be set for the whole administration; else at the
/// administration.
std::string region_for_value(const reuse::ParameterDeclaration& declaration,
                             const xzufi::AreaMatch& area, const AskedPlace& place);

}  // namespace gordion::app
