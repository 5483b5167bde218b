// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <map>
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

/// A condition as it stands in a letter, its gaps filled.
struct ChosenCondition {
    std::string id;  ///< of the package's [[condition]], or "" for one of the case worker's own
    std::string kind;
    std::string label;
    std::string text;
    std::string legal_ground;
    bool operator==(const ChosenCondition&) const = default;
};

/// What a decision letter is made of.
struct LetterFacts {
    std::string aktenzeichen;
    std::string number;  ///< of the submission
    Date today;
    formats::Json answers;  ///< Fachdaten
    std::vector<EffectiveValue> params;
    formats::Json calculation;  ///< of Calculation::evaluate; null without one
    bool granted = true;
    std::string reason;      ///< of a refusal, a deviation or a condition; may be empty
    bool automatic = false;  ///< no person decided (§ 35a VwVfG)
    std::vector<ChosenCondition> conditions;
};

/// The data that bescheid.de.md is rendered with: case {aktenzeichen, number}, today, authority
/// {name, street, postcode, city, email, phone, hours}, recipient {name, lines}, answers (element
/// id → text as people read it), params (display texts), rows, totals, decision {granted, reason,
/// automatic, conditional}, conditions [{number, kind, label, text, legal_ground}].
formats::Json letter_context(const LoadedPackage& package, const LetterFacts& facts);

/// A condition of the package as the case worker sees it first.
struct ConditionOffer {
    const ConditionDeclaration* declared = nullptr;  ///< lives as long as the package
    std::string text;                                ///< the wording, its gaps still open
    bool chosen = false;
};

/// Every condition of the package over one case. Error codes: those of formats::Template and
/// fim::Logic, with the condition's id as place.
Result<std::vector<ConditionOffer>> offer_conditions(const LoadedPackage& package,
                                                     const LetterFacts& facts,
                                                     const HandlingFacts& handling);

/// Puts what was typed into the gaps of a wording. Gaps that the package does not declare are
/// text. Error codes: reuse.fill_invalid, reuse.condition_empty (there is no wording).
Result<ChosenCondition> fill_condition(const ConditionDeclaration& declared, std::string_view text,
                                       const std::map<std::string, std::string>& typed);

/// The letter as light Markdown. Error codes: those of formats::Template, reuse.bescheid_missing.
Result<std::string> render_bescheid(const LoadedPackage& package, const LetterFacts& facts);

}  // namespace gordion::reuse
