// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "fim/schema.hpp"

namespace gordion::fim {

enum class ChangeKind { Added, Removed, Changed };

/// What a change does to those who use the older version.
enum class ChangeImpact {
    Compatible,  ///< whatever was valid stays valid, and whoever reads the data finds what he knows
    Breaking,    ///< answers that were valid may be refused, or an element is gone or means another
};

/// One difference between two versions of a data schema.
struct SchemaChange {
    ChangeKind kind = ChangeKind::Changed;
    ChangeImpact impact = ChangeImpact::Compatible;
    std::string path;  ///< "G1.F2"; "" for the schema itself; a Regel: its owner's path and id
    std::string
        attribute;       ///< the standard's word for what changed ("anzahl", "datentyp", "werte",
                         ///< "maxLength"); "" where a whole position or Regel came or went
    std::string before;  ///< as the standard writes it; "" for none; long texts are cut
    std::string after;
    std::string reason;  ///< a code: why the impact is what it is, see compare_schemas

    bool operator==(const SchemaChange&) const = default;
};

std::string_view to_string(ChangeKind kind);      ///< "added"
std::string_view to_string(ChangeImpact impact);  ///< "breaking"

/// Everything that differs, in the order of the older schema, additions after it. Positions are
/// the same if their path of ids is; a moved element is gone in one place and new in another.
/// Reasons:
///   text, state           words or dates only (compatible)
///   order                 the positions of a group stand in another order (compatible)
///   added_optional, added_required, removed, removed_content (label: no data)
///   widened, narrowed     bounds, multiplicity, codes, media types
///   meaning               datentyp, feldart or code list is another one
///   prefill               vorbefuellung or prefilled content (compatible)
///   rule_added, rule_changed (breaking: a Regel may refuse what was accepted), rule_removed
std::vector<SchemaChange> compare_schemas(const Schema& old, const Schema& now);

/// Breaking if one of them is.
ChangeImpact worst_of(const std::vector<SchemaChange>& changes);

}  // namespace gordion::fim
