// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

#include "core/result.hpp"

namespace gordion {

/// An amount in euro, exact to the cent.
struct Money {
    std::int64_t cents = 0;

    [[nodiscard]] std::string to_german() const;   ///< "1.234,50 €"
    [[nodiscard]] std::string to_decimal() const;  ///< "1234.50" – the form in Fachdaten
    auto operator<=>(const Money&) const = default;
};

/// Accepts "1234.5", "1.234,50", "1234,50 €", "12 EUR"; at most two decimals, no exponent, at most
/// nine digits before the decimals. Error code: core.money_invalid.
Result<Money> parse_money(std::string_view text);

}  // namespace gordion
