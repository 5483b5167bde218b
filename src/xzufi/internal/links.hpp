// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <string>
#include <vector>

#include "formats/json.hpp"
#include "xzufi/object.hpp"

namespace gordion::xzufi::internal {

/// What an object says about others, in rows that can be joined. Its size is bounded by the size
/// of the object.
struct Links {
    struct KeyOf {
        std::string key;  ///< Leistungsschluessel, or AGS or ARS
        Identity of;
    };
    struct PartOf {
        Identity part;
        Identity whole;
    };
    /// A holder is competent for a service in an area.
    struct Competence {
        Identity service;
        Identity area;  ///< empty: everywhere
        ObjectKind holder_kind = ObjectKind::OrganizationalUnit;
        Identity holder;
        /// Which zustaendigkeit of the object says so; -1: the object itself.
        std::int64_t entry = -1;
    };

    std::vector<KeyOf> service_keys;
    std::vector<KeyOf> area_keys;
    std::vector<PartOf> area_parts;
    std::vector<Competence> competences;
};

Links derive_links(ObjectKind kind, const Identity& identity, const formats::Json& content);

}  // namespace gordion::xzufi::internal
