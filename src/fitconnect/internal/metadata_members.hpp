// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <array>
#include <optional>
#include <string_view>
#include <utility>

namespace gordion::fitconnect::internal {

/// The member of a reply channel that says where to; none for fitConnect and unknown kinds.
inline std::optional<std::string_view> find_address_member(std::string_view kind) {
    constexpr std::array<std::pair<std::string_view, std::string_view>, 5> members{{
        {"eMail", "address"},
        {"deMail", "address"},
        {"fink", "finkPostfachRef"},
        {"elster", "accountId"},
        {"idBundDeMailbox", "mailboxUuid"},
    }};
    for (const auto& [known, member] : members) {
        if (known == kind) {
            return member;
        }
    }
    return std::nullopt;
}

}  // namespace gordion::fitconnect::internal
