// SPDX-License-Identifier: EUPL-1.2
#include "core/scope.hpp"

#include <algorithm>

#include "core/verify.hpp"

namespace gordion {

bool Scope::reaches(const TenantId& other) const {
    return all_tenants || other == tenant ||
           std::find(mandated.begin(), mandated.end(), other) != mandated.end();
}

Scope Scope::narrowed_to(const TenantId& other) const {
    VERIFY(reaches(other), "callers narrow only to tenants that the scope reaches");
    return {other, actor, purpose, {}, false};
}

Scope system_scope(std::string_view purpose) {
    return {{}, {"system"}, std::string(purpose), {}, true};
}

}  // namespace gordion
