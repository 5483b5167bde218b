// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <string_view>
#include <vector>

#include "core/finding.hpp"

namespace gordion::documents {

/// One failure condition of the Matterhorn Protocol 1.02 that a machine can decide.
struct UaCondition {
    std::string_view number;    ///< "15-003"
    std::string_view sentence;  ///< the failure, in our words
};

/// All conditions that check_pdf_ua tests, in the order of their numbers.
[[nodiscard]] const std::vector<UaCondition>& ua_conditions();

/// Judges a PDF against PDF/UA-1 as far as a machine can. No finding means: none of
/// ua_conditions() was met; it does not mean that a person would call the file accessible.
/// Code "documents.ua_15-003" and so on, severity Fault, place "page 2" or "object 17". A file that
/// is no readable PDF gives the one finding documents.ua_unreadable. Thread-safe; bounded by
/// ua_bytes and by the depth and number of objects.
[[nodiscard]] Findings check_pdf_ua(std::string_view pdf);

inline constexpr std::size_t ua_bytes = 64 * 1024 * 1024;

}  // namespace gordion::documents
