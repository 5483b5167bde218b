// SPDX-License-Identifier: EUPL-1.2
#include "xzufi/object.hpp"

namespace gordion::xzufi {

std::string_view to_string(ObjectKind kind) {
    switch (kind) {
        case ObjectKind::Service:
            return "leistung";
        case ObjectKind::OrganizationalUnit:
            return "organisationseinheit";
        case ObjectKind::Zustaendigkeit:
            return "zustaendigkeit";
        case ObjectKind::OnlineService:
            return "onlinedienst";
        case ObjectKind::Area:
            return "gebiet";
        case ObjectKind::Formular:
            return "formular";
        case ObjectKind::Specialization:
            return "spezialisierung";
        case ObjectKind::ContactPerson:
            return "kontaktperson";
    }
    return "";
}

std::optional<ObjectKind> find_object_kind(std::string_view word) {
    for (const ObjectKind kind : all_object_kinds) {
        if (to_string(kind) == word) {
            return kind;
        }
    }
    return std::nullopt;
}

}  // namespace gordion::xzufi
