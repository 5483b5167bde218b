// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "app/modules.hpp"
#include "reuse/cost_shares.hpp"

namespace gordion::app {

/// What a year of an offer costs whom, with everything it was computed from.
struct OfferCosts {
    std::string package_id;
    std::string version;
    std::string title;
    int year = 0;
    reuse::CostTerms terms;
    std::vector<reuse::Participant> participants;  ///< who used it on the last day of the year
    int koenigsteiner_year = 0;                    ///< of the key, where one is used
    reuse::CostSharing sharing;
    /// Why nothing could be divided, as long as nobody uses it: an error of share_costs().
    std::optional<Error> undivided;
};

/// What only the provider knows of a year, by participant (part of the ARS); what is absent is
/// taken from the system: uses are the submissions that arrived.
struct StatedNumbers {
    std::map<std::string, std::int64_t> uses;
    std::map<std::string, std::int64_t> target_group;
};

/// Error codes: reuse.offer_missing; app.cost_unsaid (NotFound: the package says no [cost]);
/// app.cost_year (Invalid: before 2000 or after next year); those of the key's file.
Result<OfferCosts> share_offer_costs(Modules& in, const std::string& package_id, int year,
                                     const StatedNumbers& stated = {});

/// Rows of "ars;uses;target_group" with a first line of names; empty cells say nothing. Error code:
/// app.cost_numbers (Invalid, place: the line).
Result<StatedNumbers> read_stated_numbers(std::string_view csv);

}  // namespace gordion::app
