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
/// nine digits for an administration, five for a Kreis, two for a Land, "00" for the Bund. A body
/// that is no territorial authority – a Finanzamt, a chamber – is a tenant of its own, so that
/// nobody else reads its cases: the part of the ARS it belongs to, a hyphen and a word
/// ("01-finanzamt-nordfriesland").
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

/// The part of the ARS in a tenant's name: "01" of "01-finanzamt-nordfriesland".
std::string_view region_part(const TenantId& tenant);
/// Two, five or nine digits, perhaps a hyphen and a word of lower-case letters, digits and hyphens.
bool is_tenant(std::string_view text);

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
