// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <string>
#include <vector>

#include "core/result.hpp"
#include "core/time.hpp"
#include "formats/json.hpp"
#include "reuse/effective.hpp"
#include "reuse/loaded_package.hpp"

namespace gordion::reuse {

struct Recipient {
    std::string name;
    std::vector<std::string> lines;  ///< street and house number; postcode and town
    std::string email;               ///< "" if none was given
};

/// Name and address for letters, from the fields that service.toml names. Absent fields stay empty.
Recipient find_recipient(const ServiceDeclaration& service, const formats::Json& answers);

/// What a decision letter is made of.
struct LetterFacts {
    std::string aktenzeichen;
    std::string number;  ///< of the submission
    Date today;
    formats::Json answers;  ///< Fachdaten
    std::vector<EffectiveValue> params;
    formats::Json calculation;  ///< of Calculation::evaluate; null without one
    bool granted = true;
    std::string reason;  ///< of a refusal or a deviation; may be empty
};

/// The data that bescheid.de.md is rendered with: case {aktenzeichen, number}, today, authority
/// {name, street, postcode, city, email, phone, hours}, recipient {name, lines}, answers (element
/// id → text as people read it), params (display texts), rows, totals, decision {granted, reason}.
formats::Json letter_context(const LoadedPackage& package, const LetterFacts& facts);

/// The letter as light Markdown. Error codes: those of formats::Template, reuse.bescheid_missing.
Result<std::string> render_bescheid(const LoadedPackage& package, const LetterFacts& facts);

}  // namespace gordion::reuse
