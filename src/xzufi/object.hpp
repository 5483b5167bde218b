// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "formats/json.hpp"
#include "xzufi/identifier.hpp"

namespace gordion::xzufi {

/// The kinds of objects that a transfer message carries.
enum class ObjectKind {
    Service,             ///< leistung
    OrganizationalUnit,  ///< organisationseinheit
    Zustaendigkeit,      ///< zustaendigkeit… as an object of its own
    OnlineService,       ///< onlinedienst
    Area,                ///< gebiet
    Formular,            ///< formular
    Specialization,      ///< spezialisierung
    ContactPerson,       ///< kontaktperson
};

inline constexpr std::array all_object_kinds{
    ObjectKind::Service,        ObjectKind::OrganizationalUnit,
    ObjectKind::Zustaendigkeit, ObjectKind::OnlineService,
    ObjectKind::Area,           ObjectKind::Formular,
    ObjectKind::Specialization, ObjectKind::ContactPerson};

/// The word of the standard, in lower case: "leistung", "onlinedienst" …
std::string_view to_string(ObjectKind kind);
std::optional<ObjectKind> find_object_kind(std::string_view word);

enum class Deed { Write, Remove };

/// One object of a message, complete. `content` is the object as JSON under the names of the
/// standard, in the spelling of 2.3 where versions differ; what the reader does not know stands in
/// "other", at its place, as XML. objects.hpp and service.hpp read it. Empty for Deed::Remove.
struct TransferObject {
    Deed deed = Deed::Write;
    ObjectKind kind = ObjectKind::Service;
    Identity identity;
    formats::Json content;
    std::int64_t position = 0;  ///< counts the objects of a message from 1, refused ones as well
    int line = 0;
    std::size_t bytes = 0;  ///< about what it takes in memory
};

}  // namespace gordion::xzufi
