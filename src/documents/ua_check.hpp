// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "core/finding.hpp"

namespace gordion::documents {

/// One failure condition of PDF/UA-1 that a machine can decide.
struct UaCondition {
    /// Checkpoint and condition of the Matterhorn Protocol 1.02 ("15-003"). Numbers "00-…" are our
    /// own: they ask for the soundness of the structure tree, which the protocol presumes.
    std::string_view number;
    std::string_view sentence;  ///< the failure, in our words
};

/// All conditions that check_pdf_ua tests, in the order of their numbers.
[[nodiscard]] const std::vector<UaCondition>& ua_conditions();

/// Judges a PDF against PDF/UA-1 as far as a machine can. No finding means that none of
/// ua_conditions() was met, not that a person would call the file accessible.
/// Codes "documents.ua_15_003" and so on, severity Fault, place "page 2" or "object 17"; at most
/// ten findings per condition. A file that is no readable PDF gives the one finding
/// documents.ua_unreadable. May be called from any thread; bounded by ua_bytes and by the depth and
/// number of objects.
[[nodiscard]] Findings check_pdf_ua(std::string_view pdf);

inline constexpr std::size_t ua_bytes = 64 * 1024 * 1024;

}  // namespace gordion::documents
