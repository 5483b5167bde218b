// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "fim/schema_compare.hpp"
#include "reuse/loaded_package.hpp"

namespace gordion::reuse {

enum class PackageArea {
    Facts,
    Parameters,
    Schema,
    Rules,
    Handling,  ///< copies, consultations, conditions, issue without a person
    Calculation,
    Letter,
    Pages,
    Texts
};

std::string_view to_string(PackageArea area);  ///< "parameters"

/// What a change means for an administration that uses the older version and does nothing.
enum class ChangeEffect {
    Compatible,       ///< it can come along as it is
    NeedsParameters,  ///< it can once the values are set that are required now
    Breaking,  ///< a value of its own loses its effect, answers that were valid may be refused, or
               ///< a program that reads or sends data finds something else: somebody must look
};

std::string_view to_string(ChangeEffect effect);  ///< "needs_parameters"

/// One difference between two versions of a package.
struct PackageChange {
    PackageArea area = PackageArea::Facts;
    fim::ChangeKind kind = fim::ChangeKind::Changed;
    ChangeEffect effect = ChangeEffect::Compatible;
    std::string place;      ///< key of a parameter, path in the schema, id of a rule or page, …
    std::string attribute;  ///< which property of it; "" where the whole thing came or went
    std::string label;      ///< what people call the thing, German; "" if it has no name
    std::string before;     ///< as written; "" for none
    std::string after;
    std::string reason;  ///< a code with a German text: why the effect is what it is

    bool operator==(const PackageChange&) const = default;
};

/// Everything in which two versions differ, in the order of the areas. Only examples, evidence and
/// what a README says are left out. Schema positions as fim::compare_schemas says; what it calls
/// breaking is breaking here. Rules that are added or changed are breaking for the same reason, and
/// copies and consultations that are required and need another receiver; texts, pages, amounts and
/// the letter are compatible, because they do not outlive a case.
std::vector<PackageChange> diff_packages(const LoadedPackage& old, const LoadedPackage& now);

/// The worst of them.
ChangeEffect effect_of(const std::vector<PackageChange>& changes);

/// Whether the step from one version number to the next is as large as the effect demands: breaking
/// takes a new MAJOR, new parameters at least a new MINOR.
bool is_large_enough(std::string_view from, std::string_view to, ChangeEffect effect);

/// One line of English for shells: "parameters: satz_x (Satz) max 50.00 → 40.00 [breaking]".
std::string to_text(const PackageChange& change);

}  // namespace gordion::reuse
