// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <compare>
#include <functional>
#include <string>

#include "core/random.hpp"
#include "core/time.hpp"

namespace gordion {

/// An identifier that cannot be mistaken for another kind of identifier.
template <typename Tag>
struct Id {
    std::string value;

    [[nodiscard]] bool empty() const { return value.empty(); }
    auto operator<=>(const Id&) const = default;
};

/// A tenant is an administration, a Kreis, a Land or the Bund, named by its part of the ARS:
/// nine digits for an administration, five for a Kreis, two for a Land, "00" for the Bund.
using TenantId = Id<struct TenantTag>;
/// Who acts: an account, "citizen", or the name of a system actor.
using ActorId = Id<struct ActorTag>;
using AccountId = Id<struct AccountTag>;
using AntragId = Id<struct AntragTag>;
using SubmissionId = Id<struct SubmissionTag>;
using CaseId = Id<struct CaseTag>;
using DestinationId = Id<struct DestinationTag>;
using AdoptionId = Id<struct AdoptionTag>;
using MandateId = Id<struct MandateTag>;

/// A UUID of version 7 (RFC 9562, section 5.7): time first, so that rows made together lie
/// together.
std::string make_uuid(const Clock& clock, Random& random);
/// Lower-case, hyphenated, 36 characters, any version.
bool is_uuid(std::string_view text);

}  // namespace gordion

template <typename Tag>
struct std::hash<gordion::Id<Tag>> {
    std::size_t operator()(const gordion::Id<Tag>& id) const {
        return std::hash<std::string>()(id.value);
    }
};
